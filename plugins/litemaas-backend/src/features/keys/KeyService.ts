import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  keyBlockPermission,
  keyReadPermission,
  keyRevokePermission,
  keyUpdatePermission,
  type Key,
  type KeyDetail,
  type Page,
  type updateKeyRequestSchema,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { z } from 'zod';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { conflict, notAllowed } from '../../platform/http/errors';
import type { SealedKeyStore } from '../../platform/secrets/SealedKeyStore';
import type { SyncQueue } from '../../sync/SyncQueue';
import type { HistoryService } from '../history/HistoryService';
import type { PeopleService } from '../people/PeopleService';
import type { SubscriptionService } from '../subscriptions/SubscriptionService';
import { assertWithinPlans } from './ceilings';
import { expiryOf } from './expiry';
import type { KeyModelsService } from './KeyModelsService';
import { LIVE, type KeyPatch, type KeyRecord, type KeyStore } from './KeyStore';
import type { KeyView } from './KeyView';
import { readPage, type ListQuery } from './listKeys';
import { nameTaken, notLive, notSubscribed, notThere } from './refusals';

type UpdateRequest = z.output<typeof updateKeyRequestSchema>;

/** Keys after they were made: seen, edited, held, revoked. Making them: `KeyIssueService`. */
export class KeyService {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #store: KeyStore;
  readonly #view: KeyView;
  readonly #access: AccessPolicy;
  readonly #people: PeopleService;
  readonly #subscriptions: SubscriptionService;
  readonly #keyModels: KeyModelsService;
  readonly #sealed: SealedKeyStore;
  readonly #queue: SyncQueue;
  readonly #history: HistoryService;

  constructor(options: {
    db: Knex;
    clock: Clock;
    store: KeyStore;
    view: KeyView;
    access: AccessPolicy;
    people: PeopleService;
    subscriptions: SubscriptionService;
    keyModels: KeyModelsService;
    sealed: SealedKeyStore;
    queue: SyncQueue;
    history: HistoryService;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#view = options.view;
    this.#access = options.access;
    this.#people = options.people;
    this.#subscriptions = options.subscriptions;
    this.#keyModels = options.keyModels;
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

  /** Changes settings; whatever the limits become, they stay within those of the key's subscriptions. */
  async update(
    caller: Caller,
    id: string,
    request: UpdateRequest,
  ): Promise<Key> {
    const seen = await this.permitted(caller, keyUpdatePermission, id);
    await inTransaction(this.#db, async tx => {
      const modelIds = [
        ...new Set(request.modelIds ?? (await this.#store.modelIdsOf(tx, id))),
      ];
      const subscriptions = await this.#subscriptions.lockActive(
        tx,
        seen.ownerRef,
        modelIds,
      );
      if (request.modelIds && subscriptions.length < modelIds.length) {
        throw notSubscribed(
          request.modelIds,
          subscriptions.map(({ model }) => model.id),
        );
      }
      const key = await this.#lockLive(tx, id);
      const { patch, changes } = edited(key, request, this.#clock.now());
      if (request.modelIds || LIMITS.some(field => field in request)) {
        assertWithinPlans({ ...key, ...limitsOf(request) }, subscriptions);
      }
      if (!(await this.#store.ask(tx, id, patch))) {
        throw nameTaken(patch.name ?? key.name);
      }
      if (request.modelIds) {
        await this.#store.setModels(
          tx,
          id,
          subscriptions.map(({ id: subscriptionId, model }) => ({
            modelId: model.id,
            subscriptionId,
          })),
        );
      }
      await this.#keyModels.settle(tx, [key]);
      await this.#history.append(tx, {
        subjectKind: 'key',
        subjectId: id,
        action: 'edited',
        actorRef: caller.entityRef,
        changes: {
          ...changes,
          ...(request.modelIds && {
            models: { from: null, to: request.modelIds },
          }),
        },
      });
    });
    return this.#applied(caller, seen);
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
      const key = await this.#lockLive(tx, id);
      const hold = await this.#store.holdOf(tx, id, 'manual');
      if (hold && (hold.byAdmin || !byAdmin)) {
        return;
      }
      await this.#store.hold(tx, {
        keyId: id,
        kind: 'manual',
        reason: reason || null,
        actorRef: caller.entityRef,
        byAdmin,
      });
      await this.#ask(tx, key, { action: 'blocked', caller, reason });
    });
    return this.#applied(caller, seen);
  }

  /** Takes the hold by hand away; other holds stay. */
  async unblock(
    caller: Caller,
    id: string,
    reason: string | undefined,
  ): Promise<Key> {
    const seen = await this.permitted(caller, keyBlockPermission, id);
    await inTransaction(this.#db, async tx => {
      const key = await this.#lockLive(tx, id);
      const hold = await this.#store.holdOf(tx, id, 'manual');
      if (!hold) {
        throw conflict('key.not_held', 'The key is not blocked by hand.');
      }
      if (hold.byAdmin && !caller.isAdmin) {
        throw notAllowed(
          'auth.not_allowed',
          'An admin blocked this key; only an admin can unblock it.',
        );
      }
      await this.#store.release(tx, id, 'manual');
      await this.#ask(tx, key, { action: 'unblocked', caller, reason });
    });
    return this.#applied(caller, seen);
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
      const key = await this.#lockLive(tx, id);
      await this.#sealed.erase(tx, id);
      await this.#ask(tx, key, {
        action: 'revoked',
        caller,
        reason,
        patch: { state: 'revoking', revoked_at: this.#clock.now() },
      });
    });
    return this.#applied(caller, seen);
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
          await this.#ask(tx, key, {
            action: 'expired',
            patch: { state: 'expired' },
          });
        }
      });
    }
  }

  /** Erases values that could not be delivered within 72 hours: such a key never works, and has to be replaced. */
  async eraseUndelivered(): Promise<void> {
    await inTransaction(this.#db, async tx => {
      for (const id of await this.#sealed.eraseExpired(tx)) {
        const lost = await this.#store.note(tx, id, ['pending'], {
          value_lost: true,
        });
        if (lost) {
          await this.#history.append(tx, {
            subjectKind: 'key',
            subjectId: id,
            action: 'value-lost',
            actorRef: null,
          });
        }
      }
    });
  }

  /** Whose key has this hash, for calls seen in the gateway's log. Keys of the past are found too. */
  async ownerAt(
    hash: string,
  ): Promise<
    { keyId: string; ownerRef: string; personRef: string } | undefined
  > {
    const key = await this.#store.byHash(hash);
    return (
      key && { keyId: key.id, ownerRef: key.ownerRef, personRef: key.createdBy }
    );
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

  /** A key that is known to be there. */
  async existing(id: string): Promise<KeyRecord> {
    const record = await this.#store.byId(id);
    if (!record) {
      throw notThere();
    }
    return record;
  }

  async #lockLive(tx: Knex.Transaction, id: string): Promise<KeyRecord> {
    const key = await this.#store.lock(tx, id);
    if (!key || !LIVE.includes(key.state)) {
      throw notLive();
    }
    return key;
  }

  /** Writes down a change for the gateway to confirm, with its intent and its line in the history. */
  async #ask(
    tx: Knex.Transaction,
    key: KeyRecord,
    change: {
      action: string;
      caller?: Caller;
      reason?: string;
      patch?: KeyPatch;
    },
  ): Promise<void> {
    const { action, caller, reason, patch = {} } = change;
    await this.#store.ask(tx, key.id, patch);
    await this.#queue.request(tx, refOf(key));
    await this.#history.append(tx, {
      subjectKind: 'key',
      subjectId: key.id,
      action,
      actorRef: caller?.entityRef ?? null,
      reason,
    });
  }

  /** Has the gateway told at once, and answers how far that came. */
  async #applied(caller: Caller, key: KeyRecord): Promise<Key> {
    await this.#queue.runNow(refOf(key));
    const seen = await this.#view.ofOne(caller, await this.existing(key.id));
    return seen.key;
  }
}

function refOf(key: KeyRecord) {
  return { gatewayId: key.gatewayId, kind: 'key', localId: key.id };
}

const LIMITS = ['budgetNanos', 'period', 'rpm', 'tpm'] as const;

/** The limits a request names; `null` clears one. */
function limitsOf({ budgetNanos, period, rpm, tpm }: UpdateRequest) {
  return {
    ...(budgetNanos !== undefined && {
      budgetNanos: budgetNanos === null ? null : BigInt(budgetNanos),
    }),
    ...(period !== undefined && { period }),
    ...(rpm !== undefined && { rpm }),
    ...(tpm !== undefined && { tpm }),
  };
}

/** What a request changes of a key: as columns, and as the history tells it. */
function edited(key: KeyRecord, request: UpdateRequest, now: Date) {
  const { name, purpose, expiresAt, maxParallel, budgetNanos } = request;
  const limits = limitsOf(request);
  const wished = {
    ...limits,
    ...(name !== undefined && { name }),
    ...(purpose !== undefined && { purpose: purpose || null }),
    ...(maxParallel !== undefined && { maxParallel }),
    ...(expiresAt !== undefined && { expiresAt: expiryOf(expiresAt, now) }),
  };
  const patch: KeyPatch = {
    name: wished.name,
    purpose: wished.purpose,
    budget_nanos: budgetNanos,
    period: limits.period,
    rpm: limits.rpm,
    tpm: limits.tpm,
    max_parallel: wished.maxParallel,
    expires_at: wished.expiresAt,
  };
  const changes = Object.fromEntries(
    Object.entries(wished).map(([field, to]) => [
      field,
      { from: key[field as keyof typeof wished], to },
    ]),
  );
  return { patch, changes };
}
