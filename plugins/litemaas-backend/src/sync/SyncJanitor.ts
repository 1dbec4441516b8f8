import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '../platform/clock';
import type { SyncStore } from './SyncStore';

/** So long one can look up what the reconciler did, and why. */
const KEPT_MS = 90 * 24 * 60 * 60_000;

/** Cleans up: after workers that died with a claim, and what nobody looks up any more. */
export class SyncJanitor {
  readonly #store: SyncStore;
  readonly #clock: Clock;
  readonly #logger: LoggerService;

  constructor(options: {
    store: SyncStore;
    clock: Clock;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  async run(): Promise<void> {
    const freed = await this.#store.freeLapsedClaims();
    if (freed > 0) {
      this.#logger.warn(
        `Freed ${freed} changes that a worker left behind; they are tried again`,
      );
    }
  }

  /** Erases what the reconciler did more than 90 days ago. */
  async eraseOld(): Promise<void> {
    const now = this.#clock.now().getTime();
    await this.#store.eraseOperations(new Date(now - KEPT_MS));
  }
}
