import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FreshnessLabel } from '@litemaas/backstage-plugin-litemaas-react';
import {
  Button,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
} from '@patternfly/react-core';
import { FilterIcon } from '@patternfly/react-icons';
import { useState, type ReactNode } from 'react';
import { litemaasTranslationRef } from '../translation';
import { FilterSelect, type Filter } from './FilterSelect';
import { SearchField } from './SearchField';
import classes from './components.module.css';

/**
 * The bar above every list: search, filters (behind one button where it is narrow), order and view, the primary action;
 * below it the exact count and how fresh the list is.
 */
export function ListToolbar(props: {
  search: {
    label: string;
    value: string;
    onChange(value: string): void;
    onKey?(value: string): void;
  };
  filters: Filter[];
  onClear(): void;
  /** Order and view. */
  view?: ReactNode;
  /** The page's primary action. */
  action?: ReactNode;
  /** The exact count, e.g. `10 models`; undefined while it loads. */
  count: string | undefined;
  freshness: 'changes' | 'usage';
}) {
  const { search, filters, onClear, view, action, count, freshness } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.toolbarRoom}>
      <Toolbar
        clearAllFilters={onClear}
        clearFiltersButtonText={t('common.clearFilters')}
        className={classes.toolbar}
      >
        <ToolbarContent>
          <ToolbarItem className={classes.search}>
            <SearchField {...search} />
          </ToolbarItem>
          {filters.length > 0 && (
            <>
              <ToolbarItem className={classes.filterToggle}>
                <Button
                  variant="control"
                  icon={<FilterIcon />}
                  aria-expanded={open}
                  onClick={() => setOpen(!open)}
                >
                  {t('common.filters')}
                </Button>
              </ToolbarItem>
              <ToolbarGroup
                variant="filter-group"
                className={classes.filters}
                data-open={open}
              >
                {filters.map(filter => (
                  <FilterSelect key={filter.id} filter={filter} />
                ))}
              </ToolbarGroup>
            </>
          )}
          {(view || action) && (
            <ToolbarGroup align={{ default: 'alignEnd' }}>
              {view}
              {action && <ToolbarItem>{action}</ToolbarItem>}
            </ToolbarGroup>
          )}
        </ToolbarContent>
      </Toolbar>
      <div className={classes.underToolbar}>
        <span role="status" className={classes.count}>
          {count}
        </span>
        <FreshnessLabel page={freshness} />
      </div>
    </div>
  );
}
