import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Approval,
  ApprovalQuery,
  DecisionRequest,
  SubscribeRequest,
  Subscription,
  SubscriptionQuery,
} from '@litemaas/backstage-plugin-litemaas-common';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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

/**
 * Approves or denies. The list of waiting requests is not refreshed by it, and loses decided rows with its next look: a
 * page that lets them stay keeps the rows it decided.
 * @public
 */
export function useDecide() {
  const api = useApi(litemaasApiRef);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: DecisionRequest) => api.decide(request),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({
          queryKey: litemaasQueryKeys.subscriptions.all,
        }),
        queryClient.invalidateQueries({ queryKey: litemaasQueryKeys.me }),
      ]),
  });
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
