import {
  type Plan,
  type SubscribeRequest,
  type Subscription,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import { inTransaction, newId } from '../../platform/database';
import { badRequest, conflict, notAllowed } from '../../platform/http/errors';
import type { HistoryService } from '../history/HistoryService';
import type { ModelService, OfferedModelRecord } from '../models/ModelService';
import type { Ownership, PeopleService } from '../people/PeopleService';
import { limitColumns, limitsOf } from './limits';
import type { SubscriptionNotices } from './SubscriptionNotices';
import type { SubscriptionStore } from './SubscriptionStore';
import type { SubscriptionView } from './SubscriptionView';

/** A subscription that may be made: the model may be seen, the owner acted for, the plan chosen. */
export interface SubscriptionOffer {
  owner: Ownership;
  model: OfferedModelRecord;
  plan: Plan;
  reason: string | null;
}

/** Asking for a model: at once where that is open to everybody, else by a request. */
export class SubscribeService {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #store: SubscriptionStore;
  readonly #view: SubscriptionView;
  readonly #people: PeopleService;
  readonly #models: ModelService;
  readonly #history: HistoryService;
  readonly #notices: SubscriptionNotices;

  constructor(options: {
    db: Knex;
    clock: Clock;
    store: SubscriptionStore;
    view: SubscriptionView;
    people: PeopleService;
    models: ModelService;
    history: HistoryService;
    notices: SubscriptionNotices;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#view = options.view;
    this.#people = options.people;
    this.#models = options.models;
    this.#history = options.history;
    this.#notices = options.notices;
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
    return this.#view.ofOne(
      caller,
      await this.#store.existing(id, this.#clock.now()),
    );
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
    const budgetId = await this.#store.budgetIdOf(tx, owner.ownerRef, model.id);
    const made = await this.#store.insert(tx, {
      id,
      budget_id: budgetId ?? id,
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
    if (atOnce) {
      await this.#store.takeUpBudget(tx, id, now);
    }
    await this.#history.append(tx, {
      subjectKind: 'subscription',
      subjectId: id,
      action: atOnce ? 'activated' : 'requested',
      actorRef: caller.entityRef,
      reason,
    });
    if (!atOnce) {
      await this.#notices.requested(tx, id);
    }
    return id;
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
}
