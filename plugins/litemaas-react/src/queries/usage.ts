import { useApi } from '@backstage/frontend-plugin-api';
import type {
  UsageQuery,
  UsageRequest,
  UsageRequestQuery,
} from '@litemaas/backstage-plugin-litemaas-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { litemaasApiRef } from '../api';
import { useList, type ListResult } from './pages';
import { usePolling } from './polling';
import { litemaasQueryKeys } from './queryKeys';

/**
 * A call is to be seen within 15 s of the gateway having written it: 5 s until the backend reads it, and at most twice
 * this, should the signal that tells of it get lost.
 */
const USAGE_MS = 4_000;

/** Totals, buckets and groups of a period. New calls show within seconds of the ledger having them. @public */
export function useUsage(
  query: UsageQuery = {},
  options: { enabled?: boolean } = {},
) {
  const api = useApi(litemaasApiRef);
  return useQuery({
    queryKey: litemaasQueryKeys.usage.report(query),
    enabled: options.enabled,
    queryFn: ({ signal }) => api.getUsage(query, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: usePolling({ idleMs: USAGE_MS }),
  });
}

/** The latest calls. @public */
export function useUsageRequests(
  query: UsageRequestQuery = {},
  options: { enabled?: boolean } = {},
): ListResult<UsageRequest> {
  const api = useApi(litemaasApiRef);
  return useList({
    queryKey: litemaasQueryKeys.usage.requests(query),
    enabled: options.enabled,
    load: (cursor, signal) =>
      api.listUsageRequests({ ...query, cursor }, { signal }),
    intervalMs: USAGE_MS,
  });
}
