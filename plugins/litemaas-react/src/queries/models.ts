import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Model,
  ModelQuery,
} from '@litemaas/backstage-plugin-litemaas-common';
import { useQuery } from '@tanstack/react-query';
import { litemaasApiRef } from '../api';
import { useList, type ListResult } from './pages';
import { usePolling } from './polling';
import { litemaasQueryKeys } from './queryKeys';

/** Models the caller may see. @public */
export function useModels(
  query: ModelQuery = {},
  options: { enabled?: boolean } = {},
): ListResult<Model> {
  const api = useApi(litemaasApiRef);
  return useList({
    queryKey: litemaasQueryKeys.models.list(query),
    enabled: options.enabled,
    load: (cursor, signal) => api.listModels({ ...query, cursor }, { signal }),
  });
}

/** Providers and capabilities to filter models by. @public */
export function useModelFacets() {
  const api = useApi(litemaasApiRef);
  return useQuery({
    queryKey: litemaasQueryKeys.models.facets,
    queryFn: ({ signal }) => api.getModelFacets({ signal }),
    staleTime: 60_000,
  });
}

/** One model with its approvers and consumers. @public */
export function useModel(id: string | undefined) {
  const api = useApi(litemaasApiRef);
  return useQuery({
    queryKey: litemaasQueryKeys.models.detail(id ?? ''),
    enabled: id !== undefined,
    queryFn: ({ signal }) => api.getModel(id ?? '', { signal }),
    refetchInterval: usePolling(),
  });
}

/**
 * The model a catalog entity names in its `litemaas.io/model-name` annotation; `null` when the caller may not see it or
 * it is not published any more.
 * @public
 */
export function useModelByName(name: string | undefined) {
  const api = useApi(litemaasApiRef);
  return useQuery({
    queryKey: litemaasQueryKeys.models.named(name ?? ''),
    enabled: name !== undefined,
    queryFn: async ({ signal }) => {
      const page = await api.listModels({ name, limit: 1 }, { signal });
      return page.items[0]
        ? await api.getModel(page.items[0].id, { signal })
        : null;
    },
    refetchInterval: usePolling(),
  });
}
