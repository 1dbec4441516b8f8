import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '../clock';

/** How the gateway is, as far as this process has seen. */
export interface GatewayStatus {
  state: 'connected' | 'unreachable' | 'unknown';
  /** Since when it has been in this state. */
  since: Date | null;
  lastContactAt: Date | null;
  version: string | null;
  /** Why the latest failed call failed, without secrets; `null` while connected. */
  lastError: string | null;
  breaker: 'closed' | 'open' | 'half-open';
}

/** Notes what the calls to a gateway tell about it. In memory: another replica may see it differently, and rightly so. */
export class GatewayHealth {
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #url: string;
  readonly #onChange: () => void;
  #status: GatewayStatus = {
    state: 'unknown',
    since: null,
    lastContactAt: null,
    version: null,
    lastError: null,
    breaker: 'closed',
  };

  constructor(options: {
    clock: Clock;
    logger: LoggerService;
    url: string;
    /** It entered another state. */
    onChange(): void;
  }) {
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#url = options.url;
    this.#onChange = options.onChange;
  }

  get status(): GatewayStatus {
    return { ...this.#status };
  }

  /** It answered, whatever it said. */
  answered(): void {
    if (this.#enter('connected')) {
      this.#logger.info(`The gateway at ${this.#url} answers`);
    }
    this.#status.lastContactAt = this.#clock.now();
    this.#status.lastError = null;
  }

  /** It answered, but with nothing one can work with. */
  faltered(reason: string): void {
    this.#status.lastContactAt = this.#clock.now();
    this.#status.lastError = reason;
  }

  /** It does not answer, or nothing but failures. */
  lost(reason: string): void {
    if (this.#enter('unreachable')) {
      this.#logger.warn(
        `The gateway at ${
          this.#url
        } does not answer (${reason}); changes wait until it does`,
      );
    }
    this.#status.lastError = reason;
  }

  runs(version: string | null): void {
    this.#status.version = version;
  }

  breakerIs(state: GatewayStatus['breaker']): void {
    this.#status.breaker = state;
    if (state === 'open') {
      this.lost(this.#status.lastError ?? 'too many calls failed in a row');
    }
  }

  #enter(state: GatewayStatus['state']): boolean {
    const isNews = this.#status.state !== state;
    if (isNews) {
      this.#status.state = state;
      this.#status.since = this.#clock.now();
      this.#onChange();
    }
    return isNews;
  }
}
