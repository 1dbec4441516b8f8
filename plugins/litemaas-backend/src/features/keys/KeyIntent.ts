import type { Knex } from 'knex';
import type { SyncRef } from '../../sync/ExternalResource';
import type { SyncQueue } from '../../sync/SyncQueue';
import type { HistoryService } from '../history/HistoryService';
import { LIVE, type KeyRecord } from './KeyRecord';
import type { KeyPatch, KeyStore } from './KeyStore';
import { notLive } from './refusals';

/** Names a key for the sync. */
export function refOf(key: { id: string; gatewayId: string }): SyncRef {
  return { gatewayId: key.gatewayId, kind: 'key', localId: key.id };
}

/** Changes of keys, as wishes: written down with their intent and their line in the history, in one transaction. */
export class KeyIntent {
  readonly #store: KeyStore;
  readonly #queue: SyncQueue;
  readonly #history: HistoryService;

  constructor(options: {
    store: KeyStore;
    queue: SyncQueue;
    history: HistoryService;
  }) {
    this.#store = options.store;
    this.#queue = options.queue;
    this.#history = options.history;
  }

  /**
   * A live key, locked; one whose time is over is none, whether or not the task has noticed.
   * @throws ConflictError `key.not_live`
   */
  async lockLive(tx: Knex.Transaction, id: string): Promise<KeyRecord> {
    const key = await this.#store.lock(tx, id);
    if (!key || !LIVE.includes(key.state) || key.label === 'expired') {
      throw notLive();
    }
    return key;
  }

  /** Writes down a change for the gateway to confirm. */
  async ask(
    tx: Knex.Transaction,
    key: KeyRecord,
    change: {
      action: string;
      /** `null`: the portal itself. */
      actorRef: string | null;
      reason?: string;
      patch?: KeyPatch;
    },
  ): Promise<void> {
    const { action, actorRef, reason, patch = {} } = change;
    await this.#store.ask(tx, key.id, patch);
    await this.#queue.request(tx, refOf(key));
    await this.#history.append(tx, {
      subjectKind: 'key',
      subjectId: key.id,
      action,
      actorRef,
      reason,
    });
  }
}
