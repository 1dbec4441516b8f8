const LIST_MS = 15_000;
const PENDING_MS = 2_000;
const FAILED_MS = 30_000;

/**
 * Milliseconds until the next look: every 2 s while something asked for a moment ago waits for the gateway, slower the
 * longer it waits, every 15 s otherwise, every 30 s while the portal does not answer.
 */
export function pollInterval(options: {
  failed: boolean;
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
  if (!pendingSince) {
    return idleMs;
  }
  const age = now - Date.parse(pendingSince);
  return Math.min(LIST_MS, Math.max(PENDING_MS, age / 10));
}

/** The youngest of some instants. */
export function latest(instants: string[]): string | undefined {
  return instants.reduce<string | undefined>(
    (best, one) => (best === undefined || one > best ? one : best),
    undefined,
  );
}
