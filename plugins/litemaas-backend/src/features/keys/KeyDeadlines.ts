import type { KeyState } from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import type {
  Recipient,
  SealedKeyStore,
} from '../../platform/secrets/SealedKeyStore';
import type { HistoryService } from '../history/HistoryService';
import type { KeyIntent } from './KeyIntent';
import { LIVE } from './KeyRecord';
import type { KeyStore } from './KeyStore';

/** What happens to keys by the clock. */
export class KeyDeadlines {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #store: KeyStore;
  readonly #intent: KeyIntent;
  readonly #sealed: SealedKeyStore;
  readonly #history: HistoryService;

  constructor(options: {
    db: Knex;
    clock: Clock;
    store: KeyStore;
    intent: KeyIntent;
    sealed: SealedKeyStore;
    history: HistoryService;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#intent = options.intent;
    this.#sealed = options.sealed;
    this.#history = options.history;
  }

  /** Ends keys that have reached their end; each in a transaction of its own, so that it can stop anywhere. */
  async expireDue(): Promise<void> {
    const due: { id: string }[] = await this.#store
      .all()
      .whereIn('state', LIVE)
      .where('expires_at', '<=', this.#clock.now())
      .limit(500)
      .select('id');
    for (const { id } of due) {
      await inTransaction(this.#db, async tx => {
        const key = await this.#store.lock(tx, id);
        if (key && LIVE.includes(key.state)) {
          await this.#sealed.erase(tx, id);
          await this.#intent.ask(tx, key, {
            action: 'expired',
            actorRef: null,
            patch: { state: 'expired' },
          });
        }
      });
    }
  }

  /**
   * Erases values that could not be delivered in time. A key that the gateway did not get within 72 hours never works;
   * one whose person did not take it within the hour is known to nobody. Both have to be replaced.
   */
  async eraseUndelivered(): Promise<void> {
    await inTransaction(this.#db, async tx => {
      const missed = [
        ...(await this.#expired(tx, 'gateway', ['pending'])),
        ...(await this.#expired(tx, 'person', LIVE)),
      ];
      for (const id of new Set(missed)) {
        await this.#history.append(tx, {
          subjectKind: 'key',
          subjectId: id,
          action: 'value-lost',
          actorRef: null,
        });
      }
    });
  }

  /** Those in one of these states whose value is lost with it. */
  async #expired(
    tx: Knex.Transaction,
    recipient: Recipient,
    states: KeyState[],
  ): Promise<string[]> {
    const lost: string[] = [];
    for (const id of await this.#sealed.eraseExpired(tx, recipient)) {
      if (await this.#store.note(tx, id, states, { value_lost: true })) {
        lost.push(id);
      }
    }
    return lost;
  }
}
