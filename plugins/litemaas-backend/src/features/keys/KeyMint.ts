import type { IssuedKey } from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import { inTransaction, newId } from '../../platform/database';
import type { SealedKeyStore } from '../../platform/secrets/SealedKeyStore';
import type { SyncRef } from '../../sync/ExternalResource';
import type { SyncQueue } from '../../sync/SyncQueue';
import type { DeliveryService } from '../deliveries/DeliveryService';
import type { HistoryService } from '../history/HistoryService';
import type { SubscriptionRecord } from '../subscriptions/SubscriptionService';
import type { KeyHandover } from './KeyHandover';
import { refOf } from './KeyIntent';
import type { KeyModelsService } from './KeyModelsService';
import type { KeyNotices } from './KeyNotices';
import type { KeySource } from './KeySource';
import type { KeyStore, NewKey } from './KeyStore';
import type { KeyView } from './KeyView';
import { hashOf, mintKey, type MintedKey } from './mintKey';
import { nameTaken } from './refusals';

/** What distinguishes one new key from another; id, value and state come with issuing it. */
export type KeySettings = Omit<NewKey, 'id' | 'hash' | 'alias' | 'last_four'>;

/** What a new key is to be. */
export interface NewKeyPlan {
  settings: KeySettings;
  /** Those that give it its models, locked. */
  subscriptions: SubscriptionRecord[];
  /** Keeps the value for the caller instead of answering it. */
  keepValue?: boolean;
  /** What else belongs to it, once its row is there. */
  afterInsert?(): Promise<void>;
}

/** So long a value that the gateway makes is waited for; a first key has its user or team made too. */
const WAIT_MS = 20_000;
/** Longer than that: by then nobody waits, and whoever comes takes back what was made. */
const RESERVED_MS = 60_000;

/**
 * Mints keys. The row, its models, the sealed value, the intent and the history are one transaction; whether the
 * gateway takes the key at once or later, who asked gets it now. Where the gateway makes the values itself, the row has
 * none: it is had within the request or not at all.
 */
export class KeyMint {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #source: KeySource;
  readonly #handover: KeyHandover;
  readonly #store: KeyStore;
  readonly #view: KeyView;
  readonly #keyModels: KeyModelsService;
  readonly #sealed: SealedKeyStore;
  readonly #queue: SyncQueue;
  readonly #history: HistoryService;
  readonly #notices: KeyNotices;
  readonly #deliveries: DeliveryService;

  constructor(options: {
    db: Knex;
    clock: Clock;
    source: KeySource;
    handover: KeyHandover;
    store: KeyStore;
    view: KeyView;
    keyModels: KeyModelsService;
    sealed: SealedKeyStore;
    queue: SyncQueue;
    history: HistoryService;
    notices: KeyNotices;
    deliveries: DeliveryService;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#source = options.source;
    this.#handover = options.handover;
    this.#store = options.store;
    this.#view = options.view;
    this.#keyModels = options.keyModels;
    this.#sealed = options.sealed;
    this.#queue = options.queue;
    this.#history = options.history;
    this.#notices = options.notices;
    this.#deliveries = options.deliveries;
  }

  /**
   * `prepare` says what the key is to be, in the transaction that then writes it; its id is known by then.
   * @throws ServiceUnavailableError `key.needs_gateway`
   */
  async issue(
    caller: Caller,
    prepare: (tx: Knex.Transaction, keyId: string) => Promise<NewKeyPlan>,
  ): Promise<IssuedKey> {
    const keyId = newId();
    const minted =
      (await this.#source.forNewKey()) === 'portal' ? mintKey() : undefined;
    const { settings, keepValue } = await inTransaction(this.#db, async tx => {
      const plan = await prepare(tx, keyId);
      await this.#write(tx, caller, { keyId, plan, minted });
      return plan;
    });
    const value = await this.#deliver(
      refOf({ id: keyId, gatewayId: settings.gateway_id }),
      minted?.value,
    );
    const record = await this.#store.existing(keyId);
    const { key } = await this.#view.ofOne(caller, record);
    if (key.state === 'active') {
      await this.#notices.sawItWork(keyId);
    }
    if (record.valueLost || value === undefined || !keepValue) {
      return { key, secret: record.valueLost ? null : value ?? null };
    }
    if (!minted) {
      await inTransaction(this.#db, tx => this.#keep(tx, caller, keyId, value));
    }
    return { key, secret: null };
  }

  async #write(
    tx: Knex.Transaction,
    caller: Caller,
    key: { keyId: string; plan: NewKeyPlan; minted: MintedKey | undefined },
  ): Promise<void> {
    const { keyId, minted } = key;
    const { settings, subscriptions, keepValue, afterInsert } = key.plan;
    const ref = refOf({ id: keyId, gatewayId: settings.gateway_id });
    const made = await this.#store.insert(tx, {
      ...settings,
      id: keyId,
      hash: minted?.hash ?? null,
      alias: `lm-${keyId}-1`,
      last_four: minted?.lastFour ?? '',
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
    if (minted) {
      await this.#sealed.seal(tx, { keyId, ...minted });
      if (keepValue) {
        await this.#keep(tx, caller, keyId, minted.value);
      }
    }
    await afterInsert?.();
    await this.#keyModels.settle(tx, [
      { id: keyId, gatewayId: settings.gateway_id },
    ]);
    if (!minted) {
      // This request alone tries, at first: no worker finds a key that nobody waits for.
      const reservedUntil = this.#clock.now().getTime() + RESERVED_MS;
      await this.#queue.recheckLater(tx, ref, new Date(reservedUntil));
    }
    await this.#history.append(tx, {
      subjectKind: 'key',
      subjectId: keyId,
      action: 'created',
      actorRef: caller.entityRef,
    });
  }

  #keep(tx: Knex.Transaction, caller: Caller, keyId: string, value: string) {
    return this.#deliveries.keep(tx, caller, {
      keyId,
      hash: hashOf(value),
      value,
    });
  }

  /** Brings the key to the gateway now, and answers its value; `undefined` when the gateway was to make it and did not. */
  async #deliver(
    ref: SyncRef,
    value: string | undefined,
  ): Promise<string | undefined> {
    if (value !== undefined) {
      await this.#queue.runNow(ref);
      return value;
    }
    const received = await this.#handover.receive(ref.localId, () =>
      this.#queue.runNow(ref, WAIT_MS),
    );
    if (received === undefined) {
      await this.#store.note(this.#db, ref.localId, ['pending'], {
        value_lost: true,
      });
    }
    return received;
  }
}
