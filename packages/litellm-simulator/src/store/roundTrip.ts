/**
 * The time a statement takes. What was read before it may be outdated after it: LiteLLM checks first and writes later,
 * without a lock, and so do the handlers here.
 */
export function roundTrip(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 2));
}
