import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import type { KeyModelsService } from './KeyModelsService';
import { LIVE } from './KeyRecord';
import type { KeyStore } from './KeyStore';
import { usedUpKeys } from './usedUpKeys';

/**
 * Enforces keys' own budgets where the gateway does not: such a key is held until its period is over or its budget has
 * room again. Runs after each ingest and by the clock, whether or not the gateway answers.
 */
export class KeyBudgets {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #store: KeyStore;
  readonly #keyModels: KeyModelsService;

  constructor(options: {
    db: Knex;
    clock: Clock;
    store: KeyStore;
    keyModels: KeyModelsService;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#keyModels = options.keyModels;
  }

  /** Each key in a transaction of its own, which looks again under the key's lock: it can stop anywhere. */
  async enforce(): Promise<void> {
    for (const id of [
      ...(await this.#toHold()),
      ...(await this.#toRelease()),
    ]) {
      await inTransaction(this.#db, async tx => {
        const key = await this.#store.lock(tx, id);
        if (key && LIVE.includes(key.state)) {
          await this.#keyModels.settle(tx, [key]);
        }
      });
    }
  }

  #toHold(): Promise<string[]> {
    return this.#usedUp()
      .whereNotIn('api_keys.id', this.#held())
      .orderBy('api_keys.id')
      .pluck('api_keys.id');
  }

  #toRelease(): Promise<string[]> {
    return this.#db('api_keys')
      .whereIn('state', LIVE)
      .whereIn('id', this.#held())
      .whereNotIn('id', this.#usedUp().select('api_keys.id'))
      .orderBy('id')
      .pluck('id');
  }

  #usedUp(): Knex.QueryBuilder {
    return usedUpKeys(this.#db, this.#clock.now());
  }

  #held(): Knex.QueryBuilder {
    return this.#db('key_holds').where('kind', 'budget').select('key_id');
  }
}
