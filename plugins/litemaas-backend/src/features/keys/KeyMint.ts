import type { IssuedKey } from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Caller } from '../../platform/access/Caller';
import { inTransaction, newId } from '../../platform/database';
import type { SealedKeyStore } from '../../platform/secrets/SealedKeyStore';
import type { SyncQueue } from '../../sync/SyncQueue';
import type { HistoryService } from '../history/HistoryService';
import type { SubscriptionRecord } from '../subscriptions/SubscriptionService';
import { refOf } from './KeyIntent';
import type { KeyModelsService } from './KeyModelsService';
import type { KeyNotices } from './KeyNotices';
import type { KeyStore, NewKey } from './KeyStore';
import type { KeyView } from './KeyView';
import { mintKey } from './mintKey';
import { nameTaken } from './refusals';

/** What distinguishes one new key from another; id, value and state come with issuing it. */
export type KeySettings = Omit<NewKey, 'id' | 'hash' | 'alias' | 'last_four'>;

/** What a new key is to be. */
export interface NewKeyPlan {
  settings: KeySettings;
  /** Those that give it its models, locked. */
  subscriptions: SubscriptionRecord[];
  /** What else belongs to it, once its row is there. */
  afterInsert?(): Promise<void>;
}

/**
 * Mints keys. The row, its models, the sealed value, the intent and the history are one transaction; whether the
 * gateway takes the key at once or later, who asked gets it now.
 */
export class KeyMint {
  readonly #db: Knex;
  readonly #store: KeyStore;
  readonly #view: KeyView;
  readonly #keyModels: KeyModelsService;
  readonly #sealed: SealedKeyStore;
  readonly #queue: SyncQueue;
  readonly #history: HistoryService;
  readonly #notices: KeyNotices;

  constructor(options: {
    db: Knex;
    store: KeyStore;
    view: KeyView;
    keyModels: KeyModelsService;
    sealed: SealedKeyStore;
    queue: SyncQueue;
    history: HistoryService;
    notices: KeyNotices;
  }) {
    this.#db = options.db;
    this.#store = options.store;
    this.#view = options.view;
    this.#keyModels = options.keyModels;
    this.#sealed = options.sealed;
    this.#queue = options.queue;
    this.#history = options.history;
    this.#notices = options.notices;
  }

  /** `prepare` says what the key is to be, in the transaction that then writes it; its id is known by then. */
  async issue(
    caller: Caller,
    prepare: (tx: Knex.Transaction, keyId: string) => Promise<NewKeyPlan>,
  ): Promise<IssuedKey> {
    const keyId = newId();
    const minted = mintKey();
    const gatewayId = await inTransaction(this.#db, async tx => {
      const { settings, subscriptions, afterInsert } = await prepare(tx, keyId);
      const made = await this.#store.insert(tx, {
        ...settings,
        id: keyId,
        hash: minted.hash,
        alias: `lm-${keyId}-1`,
        last_four: minted.lastFour,
      });
      if (!made) {
        throw nameTaken(settings.name);
      }
      await this.#store.setModels(
        tx,
        keyId,
        subscriptions.map(({ id, model }) => ({
          modelId: model.id,
          subscriptionId: id,
        })),
      );
      await this.#sealed.seal(tx, {
        keyId,
        hash: minted.hash,
        value: minted.value,
      });
      await afterInsert?.();
      await this.#keyModels.settle(tx, [
        { id: keyId, gatewayId: settings.gateway_id },
      ]);
      await this.#history.append(tx, {
        subjectKind: 'key',
        subjectId: keyId,
        action: 'created',
        actorRef: caller.entityRef,
      });
      return settings.gateway_id;
    });
    await this.#queue.runNow(refOf({ id: keyId, gatewayId }));
    const { key } = await this.#view.ofOne(
      caller,
      await this.#store.existing(keyId),
    );
    if (key.state === 'active') {
      await this.#notices.sawItWork(keyId);
    }
    return { key, secret: minted.value };
  }
}
