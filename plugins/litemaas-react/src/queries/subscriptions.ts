import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Approval,
  ApprovalQuery,
  DecisionRequest,
  DecisionResult,
  LitemaasApi,
  SubscribeRequest,
  Subscription,
  SubscriptionQuery,
} from '@litemaas/backstage-plugin-litemaas-common';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { litemaasApiRef } from '../api';
import { useList, type ListResult } from './pages';
import { usePolling } from './polling';
import { litemaasQueryKeys } from './queryKeys';

/** Subscriptions the caller may see; their own by default. @public */
export function useSubscriptions(
  query: SubscriptionQuery = {},
  options: { enabled?: boolean } = {},
): ListResult<Subscription> {
  const api = useApi(litemaasApiRef);
  return useList({
    queryKey: litemaasQueryKeys.subscriptions.list(query),
    enabled: options.enabled,
    load: (cursor, signal) =>
      api.listSubscriptions({ ...query, cursor }, { signal }),
  });
}

/** One subscription with its timeline and keys. @public */
export function useSubscription(id: string | undefined) {
  const api = useApi(litemaasApiRef);
  return useQuery({
    queryKey: litemaasQueryKeys.subscriptions.detail(id ?? ''),
    enabled: id !== undefined,
    queryFn: ({ signal }) => api.getSubscription(id ?? '', { signal }),
    refetchInterval: usePolling(),
  });
}

/** Requests the caller may decide, oldest first. @public */
export function useApprovals(query: ApprovalQuery = {}): ListResult<Approval> {
  const api = useApi(litemaasApiRef);
  return useList({
    queryKey: litemaasQueryKeys.approvals.list(query),
    load: (cursor, signal) =>
      api.listApprovals({ ...query, cursor }, { signal }),
  });
}

/** Asks for a subscription. Repeat with the same `idempotencyKey` after a lost answer. @public */
export function useSubscribe() {
  const api = useApi(litemaasApiRef);
  const refresh = useRefreshAccess();
  return useMutation({
    mutationFn: (options: {
      request: SubscribeRequest;
      idempotencyKey: string;
    }) =>
      api.subscribe(options.request, {
        idempotencyKey: options.idempotencyKey,
      }),
    onSuccess: refresh,
  });
}

/** Withdraws a waiting request, ends an active subscription. @public */
export function useEndSubscription() {
  const api = useApi(litemaasApiRef);
  const refresh = useRefreshAccess();
  return useMutation({
    mutationFn: (options: { id: string; reason?: string }) =>
      api.endSubscription(options.id, { reason: options.reason }),
    onSuccess: refresh,
  });
}

/** So many requests fit into one decision. */
const AT_ONCE = 100;

/**
 * Approves or denies any number of requests, a hundred at a time; `decided` counts those that are through. What waits is
 * looked at again, and decided rows leave it: a page that lets them stay keeps them.
 * @public
 */
export function useDecide() {
  const api = useApi(litemaasApiRef);
  const queryClient = useQueryClient();
  const [decided, setDecided] = useState(0);
  const mutation = useMutation({
    mutationFn: (request: DecisionRequest) => {
      setDecided(0);
      return decideInBatches(api, request, setDecided);
    },
    onSettled: () =>
      Promise.all(
        [
          litemaasQueryKeys.approvals.all,
          litemaasQueryKeys.subscriptions.all,
          litemaasQueryKeys.me,
        ].map(queryKey => queryClient.invalidateQueries({ queryKey })),
      ),
  });
  return { ...mutation, decided };
}

/**
 * Stops where the portal does not answer: what was decided before stands, and the rest counts as failed, to be tried
 * again, which does no harm where only the answer was lost.
 * @throws what the first hundred failed with
 */
async function decideInBatches(
  api: LitemaasApi,
  request: DecisionRequest,
  onProgress: (decided: number) => void,
): Promise<DecisionResult> {
  const results: DecisionResult['results'] = [];
  for (let start = 0; start < request.ids.length; start += AT_ONCE) {
    const ids = request.ids.slice(start, start + AT_ONCE);
    try {
      results.push(...(await api.decide({ ...request, ids })).results);
    } catch (error) {
      if (start === 0) {
        throw error;
      }
      const rest = request.ids.slice(start).map(id => ({
        id,
        outcome: 'failed' as const,
        by: null,
        subscription: null,
      }));
      return { results: [...results, ...rest] };
    }
    onProgress(results.length);
  }
  return { results };
}

/** Refreshes all that a changed subscription or key shows in. @public */
export function useRefreshAccess(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all(
      [
        litemaasQueryKeys.models.all,
        litemaasQueryKeys.subscriptions.all,
        litemaasQueryKeys.keys.all,
        litemaasQueryKeys.freshness,
      ].map(queryKey => queryClient.invalidateQueries({ queryKey })),
    );
  };
}
