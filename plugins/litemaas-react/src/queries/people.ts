import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { litemaasApiRef } from '../api';
import { usePolling } from './polling';
import { litemaasQueryKeys } from './queryKeys';

/** Who is signed in, for whom they may act, and where the gateway is. @public */
export function useMe() {
  const api = useApi(litemaasApiRef);
  return useQuery({
    queryKey: litemaasQueryKeys.me,
    queryFn: ({ signal }) => api.getMe({ signal }),
    staleTime: 60_000,
    refetchInterval: 60_000,
  });
}

/** How fresh what the pages show is. @public */
export function useFreshness() {
  const api = useApi(litemaasApiRef);
  return useQuery({
    queryKey: litemaasQueryKeys.freshness,
    queryFn: ({ signal }) => api.getFreshness({ signal }),
    refetchInterval: usePolling(),
  });
}
