import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  keyBlockPermission,
  keyReadPermission,
  keyRevokePermission,
  type Key,
  type KeyDetail,
  type Page,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { conflict, notAllowed } from '../../platform/http/errors';
import type { SealedKeyStore } from '../../platform/secrets/SealedKeyStore';
import type { SyncQueue } from '../../sync/SyncQueue';
import type { HistoryService } from '../history/HistoryService';
import type { PeopleService } from '../people/PeopleService';
import type { KeyHoldStore } from './KeyHoldStore';
import { refOf, type KeyIntent } from './KeyIntent';
import type { KeyRecord } from './KeyRecord';
import type { KeyStore } from './KeyStore';
import type { KeyView } from './KeyView';
import { readPage, type ListQuery } from './listKeys';
import { notThere } from './refusals';

/** Keys as they live: seen, held, revoked. Making them: `KeyIssueService`; changing them: `KeyEditService`. */
export class KeyService {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #store: KeyStore;
  readonly #holds: KeyHoldStore;
  readonly #intent: KeyIntent;
  readonly #view: KeyView;
  readonly #access: AccessPolicy;
  readonly #people: PeopleService;
  readonly #sealed: SealedKeyStore;
  readonly #queue: SyncQueue;
  readonly #history: HistoryService;

  constructor(options: {
    db: Knex;
    clock: Clock;
    store: KeyStore;
    holds: KeyHoldStore;
    intent: KeyIntent;
    view: KeyView;
    access: AccessPolicy;
    people: PeopleService;
    sealed: SealedKeyStore;
    queue: SyncQueue;
    history: HistoryService;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#holds = options.holds;
    this.#intent = options.intent;
    this.#view = options.view;
    this.#access = options.access;
    this.#people = options.people;
    this.#sealed = options.sealed;
    this.#queue = options.queue;
    this.#history = options.history;
  }

  async list(caller: Caller, query: ListQuery): Promise<Page<Key>> {
    const visible = await this.#access.filter(caller, keyReadPermission);
    const matching = this.#store.all().where(visible);
    const { records, ...page } = await readPage(this.#store, matching, {
      query,
      callerRef: caller.entityRef,
      now: this.#clock.now(),
    });
    const seen = await this.#view.of(caller, records);
    return { items: seen.map(({ key }) => key), ...page };
  }

  /** @throws NotFoundError `key.not_found`, also for one the caller may not see */
  async get(caller: Caller, id: string): Promise<KeyDetail> {
    const record = await this.permitted(caller, keyReadPermission, id);
    const [{ key, limits }, timeline] = await Promise.all([
      this.#view.ofOne(caller, record),
      this.#history.timeline('key', id),
    ]);
    return { ...key, limits, timeline };
  }

  /** Holds a key by hand. Of the owner's side there is one such hold; an admin's own takes its place. */
  async block(
    caller: Caller,
    id: string,
    reason: string | undefined,
  ): Promise<Key> {
    const seen = await this.permitted(caller, keyBlockPermission, id);
    const owners = await this.#people.ownersFor(caller);
    const byAdmin = !owners.some(({ ownerRef }) => ownerRef === seen.ownerRef);
    await inTransaction(this.#db, async tx => {
      const key = await this.#intent.lockLive(tx, id);
      const hold = await this.#holds.find(tx, id, 'manual');
      if (hold && (hold.byAdmin || !byAdmin)) {
        return;
      }
      await this.#holds.put(tx, {
        keyId: id,
        kind: 'manual',
        reason: reason || null,
        actorRef: caller.entityRef,
        byAdmin,
      });
      await this.#intent.ask(tx, key, {
        action: 'blocked',
        actorRef: caller.entityRef,
        reason,
      });
    });
    return this.applied(caller, seen);
  }

  /** Takes the hold by hand away; other holds stay. */
  async unblock(
    caller: Caller,
    id: string,
    reason: string | undefined,
  ): Promise<Key> {
    const seen = await this.permitted(caller, keyBlockPermission, id);
    await inTransaction(this.#db, async tx => {
      const key = await this.#intent.lockLive(tx, id);
      const hold = await this.#holds.find(tx, id, 'manual');
      if (!hold) {
        throw conflict('key.not_held', 'The key is not blocked by hand.');
      }
      if (hold.byAdmin && !caller.isAdmin) {
        throw notAllowed(
          'auth.not_allowed',
          'An admin blocked this key; only an admin can unblock it.',
        );
      }
      await this.#holds.remove(tx, id, 'manual');
      await this.#intent.ask(tx, key, {
        action: 'unblocked',
        actorRef: caller.entityRef,
        reason,
      });
    });
    return this.applied(caller, seen);
  }

  /**
   * Stops a key for good. Its value is erased in the same transaction; the gateway blocks it now and deletes it once no
   * cache knows it any more. Its hash stays with us for ever.
   */
  async revoke(
    caller: Caller,
    id: string,
    reason: string | undefined,
  ): Promise<Key> {
    const seen = await this.permitted(caller, keyRevokePermission, id);
    await inTransaction(this.#db, async tx => {
      const key = await this.#intent.lockLive(tx, id);
      await this.#sealed.erase(tx, id);
      await this.#intent.ask(tx, key, {
        action: 'revoked',
        actorRef: caller.entityRef,
        reason,
        patch: { state: 'revoking', revoked_at: this.#clock.now() },
      });
    });
    return this.applied(caller, seen);
  }

  /**
   * A key, for somebody with this permission.
   * @throws NotFoundError `key.not_found` when they may not even see it, NotAllowedError when they may only see it
   */
  async permitted(
    caller: Caller,
    permission: ResourcePermission,
    id: string,
  ): Promise<KeyRecord> {
    const visible = await this.#access.filter(caller, keyReadPermission);
    const [record] = await this.#store.read(
      this.#store.all().where('api_keys.id', id).where(visible),
    );
    if (!record) {
      throw notThere();
    }
    if (
      permission !== keyReadPermission &&
      !(await this.#access.decide(caller, permission, record))
    ) {
      throw notAllowed(
        'auth.not_allowed',
        'You can see this key, but only its owner can do this with it.',
      );
    }
    return record;
  }

  /** Has the gateway told of a change at once, and answers how far that came. */
  async applied(caller: Caller, key: KeyRecord): Promise<Key> {
    await this.#queue.runNow(refOf(key));
    return this.shown(caller, key);
  }

  /** A key as lists show it, as it is by now. */
  async shown(caller: Caller, { id }: KeyRecord): Promise<Key> {
    const record = await this.#store.existing(id);
    return (await this.#view.ofOne(caller, record)).key;
  }
}
