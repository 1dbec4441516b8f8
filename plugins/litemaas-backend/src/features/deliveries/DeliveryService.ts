import {
  keyReadPermission,
  keyUpdatePermission,
  type DeliverKeyRequest,
  type IssuedKey,
  type KeyDelivery,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Caller } from '../../platform/access/Caller';
import { inTransaction, toIso, toIsoOrNull } from '../../platform/database';
import type {
  KeyValue,
  SealedKeyStore,
} from '../../platform/secrets/SealedKeyStore';
import type { HistoryService } from '../history/HistoryService';
import type { KeyService } from '../keys/KeyService';
import type { PeopleService } from '../people/PeopleService';
import type { DeliveryRecord, DeliveryStore } from './DeliveryStore';
import type { Destinations } from './Destinations';
import {
  forbiddenNamespace,
  notKept,
  notYours,
  unknownDestination,
  valueGone,
} from './refusals';

/**
 * Values of keys that somebody creates on behalf of a person and must not know, such as a template's task. A value is
 * sealed in the transaction that makes the key, and taken once, by that person: shown, or written to a destination.
 */
export class DeliveryService {
  readonly #db: Knex;
  readonly #store: DeliveryStore;
  readonly #sealed: SealedKeyStore;
  readonly #destinations: Destinations;
  readonly #keys: KeyService;
  readonly #people: PeopleService;
  readonly #history: HistoryService;
  readonly #publicUrl: string;

  constructor(options: {
    db: Knex;
    store: DeliveryStore;
    sealed: SealedKeyStore;
    destinations: Destinations;
    keys: KeyService;
    people: PeopleService;
    history: HistoryService;
    /** Address for callers of the gateway, ending in `/v1`. */
    publicUrl: string;
  }) {
    this.#db = options.db;
    this.#store = options.store;
    this.#sealed = options.sealed;
    this.#destinations = options.destinations;
    this.#keys = options.keys;
    this.#people = options.people;
    this.#history = options.history;
    this.#publicUrl = options.publicUrl;
  }

  /** Keeps the value of a new key for who asks for it. */
  async keep(
    tx: Knex.Transaction,
    caller: Caller,
    key: KeyValue,
  ): Promise<void> {
    await this.#store.insert(tx, {
      keyId: key.keyId,
      personRef: caller.entityRef,
      keptUntil: await this.#sealed.seal(tx, key, 'person'),
    });
  }

  /** What became of a kept value, for whoever may see the key. */
  async get(caller: Caller, keyId: string): Promise<KeyDelivery> {
    await this.#keys.permitted(caller, keyReadPermission, keyId);
    return this.#view(caller, keyId);
  }

  /**
   * The value, once. Whoever erases the sealed one has it: of two requests at once, one. An answer that gets lost after
   * the commit loses the value, and the key has to be replaced.
   */
  async reveal(caller: Caller, keyId: string): Promise<IssuedKey> {
    const { key } = await this.#taker(caller, keyId);
    const secret = await inTransaction(this.#db, async tx => {
      const value = await this.#open(tx, key);
      if (
        value === undefined ||
        !(await this.#sealed.erase(tx, keyId, 'person'))
      ) {
        throw valueGone();
      }
      await this.#store.taken(tx, keyId, null);
      await this.#history.append(tx, {
        subjectKind: 'key',
        subjectId: keyId,
        action: 'revealed',
        actorRef: caller.entityRef,
      });
      return value;
    });
    return { key: await this.#keys.shown(caller, key), secret };
  }

  /**
   * Writes the value to a destination, and erases it here once it is there. Asked again, after a crash or by a repeated
   * task, it writes the same or finds that it was done.
   */
  async deliver(
    caller: Caller,
    keyId: string,
    target: DeliverKeyRequest,
  ): Promise<KeyDelivery> {
    const { key, owner, delivery } = await this.#taker(caller, keyId);
    const destination = this.#destinations.find(target.destination);
    if (!destination) {
      throw unknownDestination();
    }
    if (!destination.allows(target.namespace, owner)) {
      throw forbiddenNamespace();
    }
    if (isSame(delivery, target)) {
      return this.#view(caller, keyId);
    }
    const value = await this.#open(this.#db, key);
    if (value === undefined) {
      throw valueGone();
    }
    await destination.secrets.write({
      namespace: target.namespace,
      name: target.secretName,
      keyId,
      ownerRef: key.ownerRef,
      values: { OPENAI_API_KEY: value, OPENAI_BASE_URL: this.#publicUrl },
    });
    await inTransaction(this.#db, async tx => {
      await this.#sealed.erase(tx, keyId, 'person');
      await this.#store.taken(tx, keyId, target);
      await this.#history.append(tx, {
        subjectKind: 'key',
        subjectId: keyId,
        action: 'delivered',
        actorRef: caller.entityRef,
        changes: { deliveredTo: { from: null, to: target } },
      });
    });
    return this.#view(caller, keyId);
  }

  /**
   * The key and its kept value's story, for who may take it: the person who asked for it, while they may act for its
   * owner. An admin is nobody special here.
   */
  async #taker(caller: Caller, keyId: string) {
    const key = await this.#keys.permitted(caller, keyUpdatePermission, keyId);
    const owner = await this.#people.assertMayOwnFor(caller, key.ownerRef);
    const delivery = await this.#existing(keyId);
    if (delivery.personRef !== caller.entityRef) {
      throw notYours();
    }
    return { key, owner, delivery };
  }

  async #existing(keyId: string): Promise<DeliveryRecord> {
    const delivery = await this.#store.byKey(keyId);
    if (!delivery) {
      throw notKept();
    }
    return delivery;
  }

  async #open(
    db: Knex,
    { id, hash }: { id: string; hash: string | null },
  ): Promise<string | undefined> {
    return hash === null
      ? undefined
      : this.#sealed.open(db, { keyId: id, hash }, 'person');
  }

  async #view(caller: Caller, keyId: string): Promise<KeyDelivery> {
    const delivery = await this.#existing(keyId);
    const { personRef, takenAt, target } = delivery;
    const isKept = await this.#sealed.has(this.#db, keyId, 'person');
    return {
      keyId,
      person: await this.#people.namedRef(personRef),
      mine: personRef === caller.entityRef,
      state: stateOf(delivery, isKept),
      keptUntil: toIso(delivery.keptUntil),
      takenAt: toIsoOrNull(takenAt),
      deliveredTo: target && {
        ...target,
        title:
          this.#destinations.find(target.destination)?.title ??
          target.destination,
      },
    };
  }
}

function stateOf(
  { takenAt, target }: DeliveryRecord,
  isKept: boolean,
): KeyDelivery['state'] {
  if (takenAt) {
    return target ? 'delivered' : 'revealed';
  }
  return isKept ? 'waiting' : 'gone';
}

function isSame({ target }: DeliveryRecord, wished: DeliverKeyRequest) {
  return (
    target?.destination === wished.destination &&
    target.namespace === wished.namespace &&
    target.secretName === wished.secretName
  );
}
