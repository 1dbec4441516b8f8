import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import type { GatewayHealth } from './GatewayHealth';

/** Calls to the gateway at a time, and how many wait their turn. */
const CONCURRENT = 8;
const WAITING = 1_000;
/** Failures in a row that open the breaker. */
const FAILURES = 5;

const NAMES = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
} as const;

/** An answer that one cannot work with: 5xx, or a success that is not LiteLLM's (a login page, a proxy's error). */
class UselessAnswer extends Error {
  constructor(readonly response: Response) {
    super(
      response.ok
        ? 'answered something not JSON'
        : `answered ${response.status}`,
    );
  }
}

/**
 * `fetch` as the one client uses it: a few calls at a time; after five failures in a row none for a while, then one to
 * see whether the gateway is back, the others waiting for what it says; reads are tried three times, writes once, since
 * only a reconcile knows what an attempt left behind. The time-out is the client's and covers all of it.
 *
 * It sits below the client, where a call is a request, so that it sees pages of lists and every resource alike.
 */
export function guardedFetch(options: {
  health: GatewayHealth;
  /** How long the breaker stays open before one call may try. */
  openMs: number;
}): { fetch: typeof fetch; isClosed(): boolean } {
  const { health, openMs } = options;
  const failure = handleWhen(() => true);
  const slots = bulkhead(CONCURRENT, WAITING);
  const breaker = circuitBreaker(failure, {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(FAILURES),
  });
  breaker.onStateChange(state => health.breakerIs(NAMES[state]));
  const again = retry(
    handleWhen(error => !isBroken(error)),
    { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 100 }) },
  );
  const writes = wrap(breaker, slots);
  const reads = wrap(again, breaker, slots);

  const send = async (...[input, init]: Parameters<typeof fetch>) => {
    let response: Response;
    try {
      response = await fetch(input, init);
    } catch (error) {
      health.lost(reasonOf(error));
      throw error;
    }
    const isJson = response.headers.get('content-type')?.includes('json');
    if (response.status >= 500 || (response.ok && !isJson)) {
      const useless = new UselessAnswer(response);
      health.faltered(useless.message);
      throw useless;
    }
    health.answered();
    return response;
  };

  return {
    isClosed: () => breaker.state === CircuitState.Closed,
    async fetch(input, init) {
      const policy = (init?.method ?? 'GET') === 'GET' ? reads : writes;
      try {
        return await policy.execute(
          () => send(input, init),
          init?.signal ?? undefined,
        );
      } catch (error) {
        // The client reads what the gateway said; the policies have seen that it was no use.
        if (error instanceof UselessAnswer) {
          return error.response;
        }
        throw isBroken(error)
          ? Object.assign(new Error('the gateway is given time to recover'), {
              code: 'ERR_CIRCUIT_OPEN',
            })
          : error;
      }
    },
  };
}

function isBroken(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    ('isBrokenCircuitError' in error || 'isBulkheadRejectedError' in error)
  );
}

/** A code such as ECONNREFUSED: messages of `fetch` may quote headers. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause ?? error : error;
  if (cause instanceof AggregateError) {
    return reasonOf(cause.errors[0]);
  }
  if (cause instanceof Error) {
    return 'code' in cause && typeof cause.code === 'string'
      ? cause.code
      : cause.name;
  }
  return 'no answer';
}
