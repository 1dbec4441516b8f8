import {
  subscriptionEndPermission,
  subscriptionReadPermission,
  type Page,
  type Plan,
  type SubscribeRequest,
  type Subscription,
  type SubscriptionDetail,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import { inTransaction, newId } from '../../platform/database';
import { badRequest, conflict, notAllowed, notFound } from '../../platform/http/errors';
import type { HistoryService } from '../history/HistoryService';
import type { KeyModelsService } from '../keys/KeyModelsService';
import type { ModelService, OfferedModelRecord } from '../models/ModelService';
import type { Ownership, PeopleService } from '../people/PeopleService';
import type { Approvers } from './Approvers';
import { limitsOf, type Limits } from './limits';
import { readPage, type ListQuery } from './listSubscriptions';
import { isLive, statusesBefore } from './states';
import type { SubscriptionNotices } from './SubscriptionNotices';
import type { SubscriptionRecord, SubscriptionStore } from './SubscriptionStore';
import type { SubscriptionView } from './SubscriptionView';

export { budgetWithin } from './limits';
export type { SubscriptionRecord } from './SubscriptionStore';

/** A subscription that may be made: the model may be seen, the owner acted for, the plan chosen. */
export interface SubscriptionOffer {
  owner: Ownership;
  model: OfferedModelRecord;
  plan: Plan;
  reason: string | null;
}

/** Who may use which model, on which plan: asking for it, having it, and its end. Decisions: `ApprovalService`. */
export class SubscriptionService {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #store: SubscriptionStore;
  readonly #view: SubscriptionView;
  readonly #access: AccessPolicy;
  readonly #people: PeopleService;
  readonly #models: ModelService;
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
    models: ModelService;
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
    this.#models = options.models;
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

  /**
   * Subscribes an owner to a model: at once when it is public, else by a request that its owner decides.
   * @throws ConflictError `subscription.exists` when the owner has a live one for the model
   */
  async subscribe(
    caller: Caller,
    request: SubscribeRequest,
  ): Promise<Subscription> {
    const offer = await this.offer(caller, request);
    if (offer.model.visibility !== 'public' && !offer.reason) {
      throw badRequest(
        'subscription.reason_required',
        `${offer.model.title} needs an approval: say what you want it for.`,
        { reason: 'say what you want the model for' },
      );
    }
    const id = await inTransaction(this.#db, tx =>
      this.subscribeInTx(tx, caller, offer),
    );
    const record = await this.#existing(id);
    if (record.status === 'requested') {
      await this.#notices.requested(record);
    }
    return this.#view.ofOne(caller, record);
  }

  /** Checks what needs no lock of a subscription to be made, outside the transaction that makes it. */
  async offer(
    caller: Caller,
    request: SubscribeRequest,
  ): Promise<SubscriptionOffer> {
    const owner = await this.#people.assertMayOwnFor(
      caller,
      request.ownerRef ?? caller.entityRef,
    );
    const model = await this.#models.get(caller, request.modelId);
    if (model.visibility === 'private') {
      await this.#assertGranted(caller, owner, model);
    }
    const plan = request.planId
      ? model.plans.find(one => one.id === request.planId)
      : model.plans.at(0);
    if (!plan) {
      throw badRequest(
        'plan.not_offered',
        `${model.title} is not offered on ${
          request.planId ? 'this' : 'any'
        } plan.`,
        { planId: 'is not offered for this model' },
      );
    }
    return { owner, model, plan, reason: request.reason || null };
  }

  /** Makes a subscription, active when the model is public, else requested. */
  async subscribeInTx(
    tx: Knex.Transaction,
    caller: Caller,
    offer: SubscriptionOffer,
  ): Promise<string> {
    const { owner, model, plan, reason } = offer;
    const now = this.#clock.now();
    const atOnce = model.visibility === 'public';
    const id = newId();
    const made = await this.#store.insert(tx, {
      id,
      gateway_id: model.gatewayId,
      model_id: model.id,
      owner_ref: owner.ownerRef,
      plan_id: plan.id,
      status: atOnce ? 'active' : 'requested',
      ...limitColumns(limitsOf(plan)),
      request_reason: reason,
      requested_by: caller.entityRef,
      requested_at: now,
      ...(atOnce && { active_since: now }),
    });
    if (!made) {
      throw conflict(
        'subscription.exists',
        `${owner.title} has a subscription to ${model.title} already, active or waiting.`,
        { modelId: 'is subscribed to already' },
      );
    }
    await this.#history.append(tx, {
      subjectKind: 'subscription',
      subjectId: id,
      action: atOnce ? 'activated' : 'requested',
      actorRef: caller.entityRef,
      reason,
    });
    return id;
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
    return this.#view.ofOne(caller, await this.#existing(id));
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
   * {@link SubscriptionService.restore}. Again for the same period it changes nothing.
   */
  async exhaust(
    tx: Knex.Transaction,
    subscriptionId: string,
    at: Date,
  ): Promise<void> {
    if (await this.#keyModels.markExhausted(tx, subscriptionId, at)) {
      await this.#note(tx, subscriptionId, 'exhausted');
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

  /** Tells who asked for a subscription that its budget is used up; after {@link SubscriptionService.exhaust}. */
  async tellExhausted(subscriptionId: string): Promise<void> {
    await this.#notices.exhausted(await this.#existing(subscriptionId));
  }

  /** Half of the last 20 decisions for a model came within so many seconds; `null` below five. */
  async medianDecisionSeconds(modelId: string): Promise<number | null> {
    const seconds = await this.#store.decisionSeconds(modelId, 20);
    seconds.sort((left, right) => left - right);
    return seconds.length < 5
      ? null
      : seconds[Math.floor((seconds.length - 1) / 2)];
  }

  /** Owners of a model's active subscriptions, as far as the caller may know them. */
  async consumersOf(caller: Caller, modelId: string): Promise<string[]> {
    const visible = await this.#access.filter(
      caller,
      subscriptionReadPermission,
    );
    return this.#store
      .all()
      .where(visible)
      .where({ model_id: modelId, status: 'active' })
      .orderBy('subscriptions.owner_ref')
      .limit(100)
      .pluck('subscriptions.owner_ref');
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

  async #existing(id: string): Promise<SubscriptionRecord> {
    const record = await this.#store.byId(id, this.#clock.now());
    if (!record) {
      throw new Error(`Subscription ${id} is gone right after it was written`);
    }
    return record;
  }

  /** A private model is for whom it was granted to; its owner and the admins see it, and can grant it. */
  async #assertGranted(
    caller: Caller,
    owner: Ownership,
    model: OfferedModelRecord,
  ): Promise<void> {
    const granted = await this.#db('model_grants')
      .where({ model_id: model.id })
      .whereIn('entity_ref', [...caller.ownershipRefs, owner.ownerRef])
      .first('model_id');
    if (!granted) {
      throw notAllowed(
        'owner.not_allowed',
        `${model.title} is private to groups that ${owner.title} does not belong to.`,
      );
    }
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

/** Limits as the columns that keep them. */
export function limitColumns(limits: Limits) {
  return {
    budget_nanos: limits.budgetNanos?.toString() ?? null,
    period: limits.period,
    rpm: limits.rpm,
    tpm: limits.tpm,
  };
}
