import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  FreshnessLabel,
  KeyPicker,
  ModelPicker,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  Badge,
  Button,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
} from '@patternfly/react-core';
import { FilterIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import shared from '../../components/components.module.css';
import { OneSelect } from '../../components/OneSelect';
import { OwnerSelect } from '../../components/OwnerSelect';
import { litemaasTranslationRef } from '../../translation';
import { CustomPeriod } from './CustomPeriod';
import { PERIODS, type UsagePageState } from './useUsagePage';

/** Period, owner, model and key, the last three behind one button where it is narrow; at the end how fresh the figures are. */
export function UsageToolbar(props: { page: UsagePageState }) {
  const { state, setState, isFiltered, clear } = props.page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const [open, setOpen] = useState(false);
  const chosen = [state.owner !== 'me', state.model, state.key].filter(Boolean);
  return (
    <div className={shared.toolbarRoom}>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem>
            <OneSelect
              label={t('usage.filter.period')}
              value={state.period}
              onChange={period => setState({ period })}
              options={PERIODS.map(period => ({
                value: period,
                label: t(`usage.period.${period}`),
              }))}
            />
          </ToolbarItem>
          {state.period === 'custom' && <CustomPeriod page={props.page} />}
          <ToolbarItem className={shared.filterToggle}>
            <Button
              variant="control"
              icon={<FilterIcon />}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              {t('common.filters')}{' '}
              {chosen.length > 0 && <Badge isRead>{chosen.length}</Badge>}
            </Button>
          </ToolbarItem>
          <ToolbarGroup className={shared.filters} data-open={open}>
            <ToolbarItem>
              <OwnerSelect
                value={state.owner}
                onChange={owner => setState({ owner, key: '' })}
              />
            </ToolbarItem>
            <ToolbarItem>
              <ModelPicker
                label={t('usage.filter.model')}
                value={state.model}
                onChange={model => setState({ model })}
              />
            </ToolbarItem>
            <ToolbarItem>
              <KeyPicker
                label={t('usage.filter.key')}
                owner={state.owner}
                value={state.key}
                onChange={key => setState({ key })}
              />
            </ToolbarItem>
            {isFiltered && (
              <ToolbarItem>
                <Button variant="link" isInline onClick={clear}>
                  {t('usage.filter.clear')}
                </Button>
              </ToolbarItem>
            )}
          </ToolbarGroup>
          <ToolbarItem align={{ default: 'alignEnd' }} alignSelf="center">
            <FreshnessLabel page="usage" />
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
    </div>
  );
}
