import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useFormats,
  useModelFacets,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  ToggleGroup,
  ToggleGroupItem,
  ToolbarItem,
} from '@patternfly/react-core';
import { ListIcon, SortAmountDownIcon, ThIcon } from '@patternfly/react-icons';
import type { Filter } from '../../components/FilterSelect';
import { ListToolbar } from '../../components/ListToolbar';
import { OneSelect } from '../../components/OneSelect';
import { litemaasTranslationRef } from '../../translation';
import {
  ACCESS_STATES,
  CONTEXTS,
  LIFECYCLES,
  PRICES,
  SORTS,
  type ModelsPageState,
} from './useModelsPage';
import { useStatusWords } from '../../components/useStatusWords';

export function ModelsToolbar(props: { page: ModelsPageState }) {
  const { state, setState, list, clear } = props.page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const filters = useModelFilters(props.page);
  return (
    <ListToolbar
      search={{
        label: t('models.page.search'),
        value: state.search,
        onChange: search => setState({ search }, { replace: true }),
      }}
      filters={filters}
      onClear={clear}
      view={
        <>
          <ToolbarItem>
            <OneSelect
              label={t('models.page.sort')}
              icon={<SortAmountDownIcon />}
              value={state.sort}
              onChange={sort => setState({ sort })}
              options={SORTS.map(sort => ({
                value: sort,
                label: t(`models.sort.${sort}`),
              }))}
            />
          </ToolbarItem>
          <ToolbarItem>
            <ToggleGroup aria-label={t('models.page.view')}>
              <ToggleGroupItem
                icon={<ThIcon />}
                aria-label={t('models.page.gallery')}
                isSelected={state.view === 'gallery'}
                onChange={() => setState({ view: 'gallery' })}
              />
              <ToggleGroupItem
                icon={<ListIcon />}
                aria-label={t('models.page.table')}
                isSelected={state.view === 'table'}
                onChange={() => setState({ view: 'table' })}
              />
            </ToggleGroup>
          </ToolbarItem>
        </>
      }
      count={
        list.totalItems === undefined
          ? undefined
          : t('models.page.count', { count: list.totalItems })
      }
      freshness="changes"
    />
  );
}

function useModelFilters(page: ModelsPageState): Filter[] {
  const { state, setState } = page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const statusWords = useStatusWords();
  const facets = useModelFacets().data;
  return [
    choice('capability', facets?.capabilities ?? [], value =>
      t(`models.capability.${value}`),
    ),
    choice('provider', facets?.providers ?? [], value => value),
    choice('access', ACCESS_STATES.map(plain), statusWords),
    choice('price', PRICES.map(plain), value => t(`models.price.${value}`)),
    choice('context', CONTEXTS.map(plain), value =>
      t('models.minContext', { tokens: formats.compact(Number(value)) }),
    ),
    choice('lifecycle', LIFECYCLES.map(plain), value =>
      t(`models.lifecycle.${value}`),
    ),
  ];

  function choice<Value extends string>(
    name:
      | 'capability'
      | 'provider'
      | 'access'
      | 'price'
      | 'context'
      | 'lifecycle',
    options: Array<{ value: Value; count?: number }>,
    label: (value: Value) => string,
  ): Filter {
    return {
      id: name,
      label: t(`models.filter.${name}`),
      options: options.map(option => ({
        ...option,
        label: label(option.value),
      })),
      selected: state[name],
      onChange: selected => setState({ [name]: selected }),
    };
  }
}

function plain<Value extends string>(value: Value) {
  return { value };
}
