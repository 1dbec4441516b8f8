import {
  subscriptionEndPermission,
  subscriptionReadPermission,
  type Page,
  type Subscription,
  type SubscriptionDetail,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { conflict, notAllowed, notFound } from '../../platform/http/errors';
import type { HistoryService } from '../history/HistoryService';
import type { KeyModelsService } from '../keys/KeyModelsService';
import type { PeopleService } from '../people/PeopleService';
import type { Approvers } from './Approvers';
import { readPage, type ListQuery } from './listSubscriptions';
import { isLive, statusesBefore } from './states';
import type { SubscriptionNotices } from './SubscriptionNotices';
import type { SubscriptionRecord } from './SubscriptionRecord';
import type { SubscriptionStore } from './SubscriptionStore';
import type { SubscriptionView } from './SubscriptionView';

export { budgetWithin } from './limits';
export type { SubscriptionRecord } from './SubscriptionRecord';

/**
 * Who may use which model, on which plan: having it, and its end. Asking for it: `SubscribeService`; deciding:
 * `ApprovalService` and `DecisionService`.
 */
export class SubscriptionService {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #store: SubscriptionStore;
  readonly #view: SubscriptionView;
  readonly #access: AccessPolicy;
  readonly #people: PeopleService;
  readonly #keyModels: KeyModelsService;
  readonly #history: HistoryService;
  readonly #approvers: Approvers;
  readonly #notices: SubscriptionNotices;

  constructor(options: {
    db: Knex;
    clock: Clock;
    store: SubscriptionStore;
    view: SubscriptionView;
    access: AccessPolicy;
    people: PeopleService;
    keyModels: KeyModelsService;
    history: HistoryService;
    approvers: Approvers;
    notices: SubscriptionNotices;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#view = options.view;
    this.#access = options.access;
    this.#people = options.people;
    this.#keyModels = options.keyModels;
    this.#history = options.history;
    this.#approvers = options.approvers;
    this.#notices = options.notices;
  }

  async list(caller: Caller, query: ListQuery): Promise<Page<Subscription>> {
    const visible = await this.#access.filter(
      caller,
      subscriptionReadPermission,
    );
    const matching = this.#store.all().where(visible);
    const { records, ...page } = await readPage(this.#store, matching, {
      query,
      callerRef: caller.entityRef,
      now: this.#clock.now(),
    });
    return { items: await this.#view.of(caller, records), ...page };
  }

  /** @throws NotFoundError `subscription.not_found`, also for one the caller may not see */
  async get(caller: Caller, id: string): Promise<SubscriptionDetail> {
    const record = await this.#visible(caller, id);
    const [subscription, timeline, keys, approvers] = await Promise.all([
      this.#view.ofOne(caller, record),
      this.#history.timeline('subscription', id),
      this.#store.keysOf(id),
      this.#approvers.of(record.model.ownerRef, record.requestedBy),
    ]);
    const named = await this.#people.namedRefs(approvers);
    return { ...subscription, timeline, keys, approvers: [...named.values()] };
  }

  /** Withdraws a waiting request, ends an active subscription; its keys lose the model. */
  async end(
    caller: Caller,
    id: string,
    reason: string | undefined,
  ): Promise<Subscription> {
    const seen = await this.#visible(caller, id);
    if (!(await this.#access.decide(caller, subscriptionEndPermission, seen))) {
      throw notAllowed(
        'owner.not_allowed',
        'Only its owner can withdraw or end a subscription.',
      );
    }
    const move = seen.status === 'requested' ? 'withdraw' : 'end';
    await inTransaction(this.#db, async tx => {
      const now = this.#clock.now();
      const ended = await this.#store.move(
        tx,
        id,
        statusesBefore(move),
        { status: 'ended', ended_at: now },
        now,
      );
      if (!ended) {
        throw conflict(
          'subscription.not_live',
          isLive(seen.status)
            ? 'The subscription changed just now; look again.'
            : 'The subscription has ended already.',
        );
      }
      await this.#keyModels.refresh(tx, [id]);
      await this.#history.append(tx, {
        subjectKind: 'subscription',
        subjectId: id,
        action: move === 'withdraw' ? 'withdrawn' : 'ended',
        actorRef: caller.entityRef,
        reason,
      });
    });
    return this.#view.ofOne(
      caller,
      await this.#store.existing(id, this.#clock.now()),
    );
  }

  /** Active subscriptions of an owner to some models, for a key without locking anything. */
  activeFor(
    ownerRef: string,
    modelIds: string[],
  ): Promise<SubscriptionRecord[]> {
    return this.#store.read(
      this.#store
        .all()
        .where({
          'subscriptions.owner_ref': ownerRef,
          'subscriptions.status': 'active',
        })
        .whereIn('subscriptions.model_id', modelIds),
      this.#clock.now(),
    );
  }

  /** {@link SubscriptionService.activeFor}, locked until the transaction ends. */
  lockActive(
    tx: Knex.Transaction,
    ownerRef: string,
    modelIds: string[],
  ): Promise<SubscriptionRecord[]> {
    return this.#store.lockActive(tx, ownerRef, modelIds, this.#clock.now());
  }

  /** Ends what has reached its end; each in a transaction of its own, so that it can stop anywhere. */
  async expireDue(): Promise<void> {
    const due: { id: string }[] = await this.#db('subscriptions')
      .whereIn('status', statusesBefore('expire'))
      .where('ends_at', '<=', this.#clock.now())
      .limit(500)
      .select('id');
    for (const { id } of due) {
      await inTransaction(this.#db, async tx => {
        const now = this.#clock.now();
        const expired = await this.#store.move(
          tx,
          id,
          statusesBefore('expire'),
          { status: 'expired', ended_at: now },
          now,
        );
        if (expired) {
          await this.#keyModels.refresh(tx, [id]);
          await this.#history.append(tx, {
            subjectKind: 'subscription',
            subjectId: id,
            action: 'expired',
            actorRef: null,
          });
        }
      });
    }
  }

  /**
   * Called in the transaction that sees a subscription's running budget used up: takes its model from its keys until
   * {@link SubscriptionService.restore}, and tells who asked for it. Again for the same period it changes nothing.
   */
  async exhaust(
    tx: Knex.Transaction,
    subscriptionId: string,
    at: Date,
  ): Promise<void> {
    if (await this.#keyModels.markExhausted(tx, subscriptionId, at)) {
      await this.#note(tx, subscriptionId, 'exhausted');
      await this.#notices.exhausted(tx, subscriptionId, at);
    }
  }

  /** Gives the model back to the keys of subscriptions whose budget has room again, e.g. after the reset. */
  async restore(
    tx: Knex.Transaction,
    subscriptionIds: string[],
  ): Promise<void> {
    const restored = await this.#keyModels.clearExhausted(tx, subscriptionIds);
    for (const id of restored) {
      await this.#note(tx, id, 'restored');
    }
  }

  async #visible(caller: Caller, id: string): Promise<SubscriptionRecord> {
    const visible = await this.#access.filter(
      caller,
      subscriptionReadPermission,
    );
    const [record] = await this.#store.read(
      this.#store.all().where('subscriptions.id', id).where(visible),
      this.#clock.now(),
    );
    if (!record) {
      throw notFound(
        'subscription.not_found',
        'There is no such subscription.',
      );
    }
    return record;
  }

  async #note(tx: Knex.Transaction, id: string, action: string): Promise<void> {
    await this.#history.append(tx, {
      subjectKind: 'subscription',
      subjectId: id,
      action,
      actorRef: null,
    });
  }
}
