import type { Gateway } from '../Gateway';

/**
 * The time a statement takes. What was read before it may be outdated after it: LiteLLM checks first and writes later,
 * without a lock, and so do the handlers here.
 */
export function roundTrip({ knobs }: Gateway): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, knobs.databaseMs));
}
