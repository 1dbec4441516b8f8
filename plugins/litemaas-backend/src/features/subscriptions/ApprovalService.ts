import {
  subscriptionApprovePermission,
  type Approval,
  type Me,
  type Page,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import type { ModelService } from '../models/ModelService';
import type { PeopleService } from '../people/PeopleService';
import type { Approvers } from './Approvers';
import { decidableOrOwn } from './decidableOrOwn';
import { readOrdered, searchFor } from './listSubscriptions';
import type { SubscriptionRecord } from './SubscriptionRecord';
import type { SubscriptionStore } from './SubscriptionStore';
import type { SubscriptionView } from './SubscriptionView';

const DAYS_30_MS = 30 * 24 * 60 * 60 * 1000;

/** Requests that wait, for whom, and what they stand for. */
export class ApprovalService {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #store: SubscriptionStore;
  readonly #view: SubscriptionView;
  readonly #access: AccessPolicy;
  readonly #people: PeopleService;
  readonly #models: ModelService;
  readonly #approvers: Approvers;

  constructor(options: {
    db: Knex;
    clock: Clock;
    store: SubscriptionStore;
    view: SubscriptionView;
    access: AccessPolicy;
    people: PeopleService;
    models: ModelService;
    approvers: Approvers;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#view = options.view;
    this.#access = options.access;
    this.#people = options.people;
    this.#models = options.models;
    this.#approvers = options.approvers;
  }

  /** Requests that wait, the oldest first: those the caller may decide, and their own, which others must. */
  async list(
    caller: Caller,
    query: {
      limit: number;
      cursor?: string;
      search?: string;
      modelId?: string;
    },
  ): Promise<Page<Approval>> {
    const waiting = this.#waiting().where(
      await decidableOrOwn(this.#access, caller),
    );
    if (query.modelId) {
      waiting.where('subscriptions.model_id', query.modelId);
    }
    searchFor(waiting, query.search);
    const { records, ...page } = await readOrdered(this.#store, waiting, {
      ...query,
      now: this.#clock.now(),
      direction: 'asc',
    });
    return { items: await this.#approvals(caller, records), ...page };
  }

  /** Whether some model's requests come to the caller, and how many of others wait for them now. */
  async standingOf(caller: Caller): Promise<Me['approvals']> {
    const decidable = await this.#access.filter(
      caller,
      subscriptionApprovePermission,
    );
    const waiting = this.#waiting()
      .where(decidable)
      .whereNot('subscriptions.requested_by', caller.entityRef);
    const owners: string[] = await this.#db('models')
      .whereNull('removed_at')
      .distinct()
      .pluck('owner_ref');
    const [[{ count }], decides] = await Promise.all([
      waiting.count({ count: '*' }),
      this.#people.decidableOwners(caller, owners),
    ]);
    return {
      mayDecide: caller.isAdmin || decides.length > 0,
      waiting: Number(count),
    };
  }

  async #approvals(
    caller: Caller,
    records: SubscriptionRecord[],
  ): Promise<Approval[]> {
    const since = new Date(this.#clock.now().getTime() - DAYS_30_MS);
    const [subscriptions, plans, burdens, approvers] = await Promise.all([
      this.#view.of(caller, records),
      this.#models.plansOf(records.map(record => record.model.id)),
      this.#store.burdenOf(
        [...new Set(records.map(record => record.ownerRef))],
        since,
      ),
      Promise.all(
        records.map(record =>
          this.#approvers.of(record.model.ownerRef, record.requestedBy),
        ),
      ),
    ]);
    const named = await this.#people.namedRefs(approvers.flat());
    return records.map((record, index) => {
      const burden = burdens.get(record.ownerRef);
      return {
        subscription: subscriptions[index],
        own: record.requestedBy === caller.entityRef,
        approvers: approvers[index].flatMap(ref => named.get(ref) ?? []),
        plans: (plans.get(record.model.id) ?? []).map(
          ({ id, title, budgetNanos, period }) => ({
            id,
            title,
            budgetNanos,
            period,
          }),
        ),
        ownerActiveSubscriptions: burden?.active ?? 0,
        ownerSpent30dNanos: (burden?.spentNanos ?? 0n).toString(),
      };
    });
  }

  #waiting(): Knex.QueryBuilder {
    return this.#store.all().where('subscriptions.status', 'requested');
  }
}
