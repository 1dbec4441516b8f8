import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SyncStore } from './SyncStore';

/** Cleans up after workers that died with a claim. */
export class SyncJanitor {
  readonly #store: SyncStore;
  readonly #logger: LoggerService;

  constructor(options: { store: SyncStore; logger: LoggerService }) {
    this.#store = options.store;
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
}
