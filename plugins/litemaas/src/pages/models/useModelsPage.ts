import {
  capabilitySchema,
  modelAccessSchema,
  modelSchema,
  type ModelQuery,
} from '@litemaas/backstage-plugin-litemaas-common';
import { useModels } from '@litemaas/backstage-plugin-litemaas-react';
import {
  oneOf,
  someOf,
  text,
  useUrlState,
  words,
} from '../../components/useUrlState';

export const ACCESS_STATES = modelAccessSchema.shape.state.options;
export const LIFECYCLES = modelSchema.shape.lifecycle.options;
export const PRICES = ['free', 'known', 'unknown'] as const;
export const SORTS = ['name', 'price', 'context', 'newest'] as const;
export const CONTEXTS = ['8000', '32000', '128000', '200000'] as const;

const fields = {
  search: text,
  capability: someOf(capabilitySchema.options),
  provider: words,
  access: someOf(ACCESS_STATES),
  price: someOf(PRICES),
  context: someOf(CONTEXTS),
  lifecycle: someOf(LIFECYCLES),
  sort: oneOf(SORTS),
  view: oneOf(['gallery', 'table']),
};

/** The page's state in the address, and the list it asks for. */
export function useModelsPage() {
  const { state, setState } = useUrlState(fields);
  const { search, view, context, ...filters } = state;
  const query: ModelQuery = {
    ...filters,
    search: search || undefined,
    // Several chosen: the list is as wide as the smallest of them.
    minContext: context.length ? Math.min(...context.map(Number)) : undefined,
  };
  const list = useModels(query);
  const isFiltered =
    Boolean(search) ||
    Object.entries(filters).some(
      ([name, values]) => name !== 'sort' && values.length > 0,
    ) ||
    context.length > 0;
  return {
    state,
    setState,
    list,
    isFiltered,
    clear: () =>
      setState({
        search: '',
        capability: [],
        provider: [],
        access: [],
        price: [],
        context: [],
        lifecycle: [],
      }),
  };
}

export type ModelsPageState = ReturnType<typeof useModelsPage>;
