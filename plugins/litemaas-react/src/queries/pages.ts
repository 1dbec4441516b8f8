import type { Page } from '@litemaas/backstage-plugin-litemaas-common';
import {
  keepPreviousData,
  useInfiniteQuery,
  type QueryKey,
} from '@tanstack/react-query';
import { latest, usePolling } from './polling';

/**
 * A list as pages show it: all rows loaded so far, the exact count of all that match, and a way to more.
 * While a changed filter loads, the rows before stay (`isPlaceholderData`).
 * @public
 */
export interface ListResult<T> {
  items: T[] | undefined;
  totalItems: number | undefined;
  error: Error | null;
  isPlaceholderData: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore(): void;
  retry(): void;
}

/** Reads a keyset-paged list and keeps it fresh. */
export function useList<T>(options: {
  queryKey: QueryKey;
  load(cursor: string | undefined, signal: AbortSignal): Promise<Page<T>>;
  /** When an item's unconfirmed change was asked for; undefined when it has none. */
  pendingSince?(item: T): string | undefined;
  enabled?: boolean;
  /** Milliseconds between looks while nothing is pending; 15 s when absent. */
  intervalMs?: number;
}): ListResult<T> {
  const { queryKey, load, pendingSince, enabled, intervalMs } = options;
  const query = useInfiniteQuery({
    queryKey,
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    getNextPageParam: page => page.pageInfo.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: usePolling<{ pages: Page<T>[] }>({
      idleMs: intervalMs,
      pendingSince: ({ pages }) =>
        latest(
          pages.flatMap(page =>
            page.items.flatMap(item => pendingSince?.(item) ?? []),
          ),
        ),
    }),
  });
  return {
    items: query.data?.pages.flatMap(page => page.items),
    totalItems: query.data?.pages[0]?.totalItems,
    error: query.error,
    isPlaceholderData: query.isPlaceholderData,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}
