import type { Clock } from '../../platform/clock';
import type { LiteLlmClient } from '../../platform/litellm';
import type { StepResult } from '../../sync/ExternalResource';
import { findKey } from './findKey';
import type { KeyRecord } from './KeyRecord';
import type { KeyStore } from './KeyStore';

/** So long another process of the gateway may go by a key as it was: its cache, and a second for the clocks. */
const CACHE_MS = 61_000;
/** So long a create whose answer got lost may still arrive. */
const ARRIVAL_MS = 90_000;

/** How a key is stopped at the gateway for good. */
export class KeyStop {
  readonly #clock: Clock;
  readonly #client: LiteLlmClient;
  readonly #store: KeyStore;

  constructor(options: {
    clock: Clock;
    client: LiteLlmClient;
    store: KeyStore;
  }) {
    this.#clock = options.clock;
    this.#client = options.client;
    this.#store = options.store;
  }

  /** Whether a create of the key may still arrive, so that its absence proves nothing yet. */
  mayArrive(key: KeyRecord): boolean {
    return arrivalEnd(key) > this.#clock.now();
  }

  /**
   * One safe step: block, read back, wait until every cache of the gateway has forgotten the key, delete. Deleted at
   * once, a process that has it cached would go on answering. A key that comes back after that is blocked again.
   */
  async step(key: KeyRecord, signal: AbortSignal): Promise<StepResult> {
    const info = await findKey(this.#client, key, signal);
    if (!info) {
      return { recheckAt: arrivalEnd(key) };
    }
    const { hash } = info;
    if (key.hash === null) {
      // Nobody was told its value, so no process has it cached.
      await this.#client.keys.delete(hash, { signal });
      return {};
    }
    if (!info.blocked) {
      await this.#client.keys.block(hash, { signal });
      const stopped = await this.#client.keys.get(hash, { signal });
      return stopped?.blocked ? this.#stopped(key) : {};
    }
    if (!key.stoppedAt) {
      return this.#stopped(key);
    }
    const forgottenAt = new Date(key.stoppedAt.getTime() + CACHE_MS);
    if (forgottenAt > this.#clock.now()) {
      return { recheckAt: forgottenAt };
    }
    await this.#client.keys.delete(hash, { signal });
    return {};
  }

  async #stopped(key: KeyRecord): Promise<StepResult> {
    const now = this.#clock.now();
    await this.#store.learn(key.id, {
      stopped_at: now,
      blocked_at_gateway: true,
    });
    return { recheckAt: new Date(now.getTime() + CACHE_MS) };
  }
}

function arrivalEnd(key: KeyRecord): Date {
  return new Date((key.sentAt?.getTime() ?? 0) + ARRIVAL_MS);
}
