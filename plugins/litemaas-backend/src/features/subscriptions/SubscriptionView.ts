import {
  periodEnd,
  periodStart,
  subscriptionApprovePermission,
  subscriptionEndPermission,
  type NamedRef,
  type Subscription,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import type { PeopleService } from '../people/PeopleService';
import { moved } from './states';
import type { SubscriptionRecord } from './SubscriptionRecord';
import type { SubscriptionStore } from './SubscriptionStore';

/** Turns subscriptions into what a caller sees of them: a page of them costs as many statements as one. */
export class SubscriptionView {
  readonly #store: SubscriptionStore;
  readonly #access: AccessPolicy;
  readonly #people: PeopleService;
  readonly #clock: Clock;

  constructor(options: {
    store: SubscriptionStore;
    access: AccessPolicy;
    people: PeopleService;
    clock: Clock;
  }) {
    this.#store = options.store;
    this.#access = options.access;
    this.#people = options.people;
    this.#clock = options.clock;
  }

  async of(
    caller: Caller,
    records: SubscriptionRecord[],
  ): Promise<Subscription[]> {
    if (records.length === 0) {
      return [];
    }
    const ids = records.map(record => record.id);
    const [named, keyCounts, owners, endable, decidable] = await Promise.all([
      this.#people.namedRefs(
        records.flatMap(({ ownerRef, requestedBy, decidedBy }) => [
          ownerRef,
          requestedBy,
          ...(decidedBy ? [decidedBy] : []),
        ]),
      ),
      this.#store.keyCounts(ids),
      this.#people.ownersFor(caller),
      this.#access.permitted(caller, subscriptionEndPermission, ids),
      this.#access.permitted(caller, subscriptionApprovePermission, ids),
    ]);
    const mine = new Set(owners.map(owner => owner.ownerRef));
    const now = this.#clock.now();
    return records.map(record => ({
      ...shape(record, named, now),
      keyCount: keyCounts.get(record.id) ?? 0,
      actions: actionsOf(record, {
        owns: mine.has(record.ownerRef),
        ends: endable.has(record.id),
        decides:
          decidable.has(record.id) && record.requestedBy !== caller.entityRef,
      }),
    }));
  }

  async ofOne(
    caller: Caller,
    record: SubscriptionRecord,
  ): Promise<Subscription> {
    const [subscription] = await this.of(caller, [record]);
    return subscription;
  }
}

/** What may be done with a subscription by whom; a page offers nothing else. */
export function actionsOf(
  { status }: Pick<SubscriptionRecord, 'status'>,
  caller: { owns: boolean; ends: boolean; decides: boolean },
): Subscription['actions'] {
  const actions: Subscription['actions'] = [];
  if (caller.owns && status === 'active') {
    actions.push('create-key');
  }
  if (caller.ends && moved(status, 'withdraw')) {
    actions.push('withdraw');
  }
  if (caller.ends && moved(status, 'end')) {
    actions.push('end');
  }
  if (caller.decides && moved(status, 'approve')) {
    actions.push('approve', 'deny');
  }
  return actions;
}

function shape(
  record: SubscriptionRecord,
  named: Map<string, NamedRef>,
  now: Date,
): Omit<Subscription, 'keyCount' | 'actions'> {
  const nameOf = (entityRef: string) =>
    named.get(entityRef) ?? { entityRef, title: entityRef };
  const { ownerRef: _, ...model } = record.model;
  return {
    id: record.id,
    model,
    owner: nameOf(record.ownerRef),
    plan: record.plan,
    status: record.status,
    budgetNanos: record.budgetNanos?.toString() ?? null,
    period: record.period,
    rpm: record.rpm,
    tpm: record.tpm,
    spentNanos: record.spentNanos.toString(),
    periodStartsAt: periodStart(record.period, now).toISOString(),
    resetsAt: periodEnd(record.period, now).toISOString(),
    exhausted: record.exhausted,
    requestReason: record.requestReason,
    requestedBy: nameOf(record.requestedBy),
    requestedAt: record.requestedAt.toISOString(),
    decidedBy: record.decidedBy === null ? null : nameOf(record.decidedBy),
    decidedAt: record.decidedAt?.toISOString() ?? null,
    decisionReason: record.decisionReason,
    activeSince: record.activeSince?.toISOString() ?? null,
    endsAt: record.endsAt?.toISOString() ?? null,
    endedAt: record.endedAt?.toISOString() ?? null,
  };
}
