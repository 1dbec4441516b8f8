import { useQueryClient } from '@tanstack/react-query';
import { liveUpdatesOf } from './LiveUpdates';

const LIST_MS = 15_000;
const PENDING_MS = 2_000;
const FAILED_MS = 30_000;
/** While signals tell of changes, looks are there for what signals miss: half as many do. */
const LIVE_FACTOR = 2;

/**
 * Milliseconds until the next look: every 2 s while something asked for a moment ago waits for the gateway, slower the
 * longer it waits, every 15 s otherwise; half as often while signals tell of changes; every 30 s while the portal does
 * not answer.
 */
export function pollInterval(options: {
  failed: boolean;
  /** Signals arrive. */
  isLive?: boolean;
  /** When the youngest unconfirmed change was asked for. */
  pendingSince?: string;
  /** Between looks when nothing is pending; 15 s when absent. */
  idleMs?: number;
  now?: number;
}): number {
  const { failed, pendingSince, idleMs = LIST_MS, now = Date.now() } = options;
  if (failed) {
    return FAILED_MS;
  }
  const factor = options.isLive ? LIVE_FACTOR : 1;
  if (!pendingSince) {
    return idleMs * factor;
  }
  const age = now - Date.parse(pendingSince);
  return Math.min(LIST_MS, Math.max(PENDING_MS, age / 10)) * factor;
}

/** {@link pollInterval} of a query, as its `refetchInterval`. */
export function usePolling<T = unknown>(
  options: {
    /** When the youngest unconfirmed change in an answer was asked for. */
    pendingSince?(data: T): string | undefined;
    idleMs?: number;
  } = {},
) {
  const updates = liveUpdatesOf(useQueryClient());
  const { pendingSince, idleMs } = options;
  // The answer's type is the query's to say, not this function's.
  return (query: {
    state: { status: string; data: NoInfer<T> | undefined };
  }) => {
    const { status, data } = query.state;
    return pollInterval({
      failed: status === 'error',
      isLive: updates.isLive,
      idleMs,
      pendingSince: data && pendingSince?.(data),
    });
  };
}

/** The youngest of some instants. */
export function latest(instants: string[]): string | undefined {
  return instants.reduce<string | undefined>(
    (best, one) => (best === undefined || one > best ? one : best),
    undefined,
  );
}
