/**
 * How the gateway is away: connections refused or cut, or a proxy in front of it answering 503.
 *
 * @public
 */
export type DownMode = 'refuse' | 'reset' | '503';

/**
 * What happens to the next calls of a route.
 *
 * @public
 */
export interface RouteFault {
  /** `POST /key/generate`; a path alone stands for every method; `*` for every route. */
  route: string;
  /** How many calls are concerned. */
  count: number;
  /** Answer this, without doing anything. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Do it, but never answer: the connection is cut. */
  timeoutAfterEffect?: boolean;
  /** Answer only after this time. */
  delayMs?: number;
}

/** Troubles to be had on demand. */
export class Faults {
  down: Exclude<DownMode, 'refuse'> | null = null;
  databaseDown = false;
  /** How long the gateway tries the database before it gives up. */
  databaseTimeoutMs = 0;
  /** Added to every answer. */
  latencyMs = 0;
  private readonly queue: RouteFault[] = [];

  add(fault: RouteFault): void {
    if (fault.count > 0) {
      this.queue.push({ ...fault });
    }
  }

  /** The fault that this call is to suffer; counted down. */
  take(method: string, path: string): RouteFault | undefined {
    const index = this.queue.findIndex(({ route }) =>
      ['*', path, `${method} ${path}`].includes(route),
    );
    if (index < 0) {
      return undefined;
    }
    const fault = this.queue[index];
    fault.count -= 1;
    if (fault.count === 0) {
      this.queue.splice(index, 1);
    }
    return fault;
  }

  clear(): void {
    this.down = null;
    this.databaseDown = false;
    this.databaseTimeoutMs = 0;
    this.latencyMs = 0;
    this.queue.length = 0;
  }

  describe() {
    return {
      down: this.down,
      databaseDown: this.databaseDown,
      databaseTimeoutMs: this.databaseTimeoutMs,
      latencyMs: this.latencyMs,
      routes: this.queue,
    };
  }
}
