import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Key,
  KeyQuery,
  UpdateKeyRequest,
} from '@litemaas/backstage-plugin-litemaas-common';
import { useMutation, useQuery } from '@tanstack/react-query';
import { litemaasApiRef } from '../api';
import { useList, type ListResult } from './pages';
import { usePolling } from './polling';
import { litemaasQueryKeys } from './queryKeys';
import { useRefreshAccess } from './subscriptions';

/** Keys the caller may see; their own live ones by default. Looked at every 2 s while one waits for the gateway. @public */
export function useKeys(
  query: KeyQuery = {},
  options: { enabled?: boolean } = {},
): ListResult<Key> {
  const api = useApi(litemaasApiRef);
  return useList({
    queryKey: litemaasQueryKeys.keys.list(query),
    enabled: options.enabled,
    load: (cursor, signal) => api.listKeys({ ...query, cursor }, { signal }),
    pendingSince,
  });
}

/** One key with every limit it meets and its timeline. @public */
export function useKey(id: string | undefined) {
  const api = useApi(litemaasApiRef);
  return useQuery({
    queryKey: litemaasQueryKeys.keys.detail(id ?? ''),
    enabled: id !== undefined,
    queryFn: ({ signal }) => api.getKey(id ?? '', { signal }),
    refetchInterval: usePolling({ pendingSince }),
  });
}

/** Edits a key. @public */
export function useUpdateKey() {
  const api = useApi(litemaasApiRef);
  const refresh = useRefreshAccess();
  return useMutation({
    mutationFn: (options: { id: string; request: UpdateKeyRequest }) =>
      api.updateKey(options.id, options.request),
    onSuccess: refresh,
  });
}

/**
 * Blocks, unblocks or revokes a key. What needs the key's value (create, replace) has no hook: an answer that holds a
 * secret belongs to the one dialog that shows it, not to a cache.
 * @public
 */
export function useKeyAction(action: 'block' | 'unblock' | 'revoke') {
  const api = useApi(litemaasApiRef);
  const refresh = useRefreshAccess();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason?: string }) => {
      switch (action) {
        case 'block':
          return api.blockKey(id, { reason });
        case 'unblock':
          return api.unblockKey(id, { reason });
        default:
          return api.revokeKey(id, { reason });
      }
    },
    onSuccess: refresh,
  });
}

function pendingSince(key: Key): string | undefined {
  return ['pending', 'blocking', 'unblocking', 'revoking'].includes(key.label)
    ? key.askedAt
    : undefined;
}
