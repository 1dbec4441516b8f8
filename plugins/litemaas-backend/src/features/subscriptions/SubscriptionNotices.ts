import { periodEnd } from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import type { Notice, Notifier, Words } from '../../platform/Notifier';
import type { PeopleService } from '../people/PeopleService';
import type { Approvers } from './Approvers';
import type { SubscriptionRecord } from './SubscriptionRecord';
import type { SubscriptionStore } from './SubscriptionStore';

const REQUESTED = 'subscription-requested';
const DECIDED = 'subscription-decided';
const EXHAUSTED = 'subscription-exhausted';

/** What people are told about subscriptions, each once. */
export class SubscriptionNotices {
  readonly #notifier: Notifier;
  readonly #people: PeopleService;
  readonly #approvers: Approvers;
  readonly #store: SubscriptionStore;
  readonly #clock: Clock;

  constructor(options: {
    notifier: Notifier;
    people: PeopleService;
    approvers: Approvers;
    store: SubscriptionStore;
    clock: Clock;
  }) {
    this.#notifier = options.notifier;
    this.#people = options.people;
    this.#approvers = options.approvers;
    this.#store = options.store;
    this.#clock = options.clock;
  }

  /** A request waits. */
  async requested(tx: Knex.Transaction, id: string): Promise<void> {
    await this.#notifier.tell(tx, { kind: REQUESTED, subjectId: id });
  }

  /** It was decided. */
  async decided(tx: Knex.Transaction, id: string): Promise<void> {
    await this.#notifier.tell(tx, { kind: DECIDED, subjectId: id });
  }

  /** Its running budget is used up. */
  async exhausted(tx: Knex.Transaction, id: string, at: Date): Promise<void> {
    const which = at.toISOString();
    await this.#notifier.tell(tx, { kind: EXHAUSTED, subjectId: id, which });
  }

  /** The words, for the state a subscription is in by then: what it has left behind is not worth a message. */
  words(): Record<string, Words> {
    const now = (id: string) => this.#store.existing(id, this.#clock.now());
    return {
      [REQUESTED]: async id => this.#toApprovers(await now(id)),
      [DECIDED]: async id => decision(await now(id)),
      [EXHAUSTED]: async id => this.#usedUp(await now(id)),
    };
  }

  async #toApprovers(record: SubscriptionRecord): Promise<Notice | undefined> {
    const { model, requestedBy, requestReason, status } = record;
    if (status !== 'requested') {
      return undefined;
    }
    const { title } = await this.#people.namedRef(requestedBy);
    return {
      to: await this.#approvers.of(model.ownerRef, requestedBy),
      title: `${title} asks for ${model.title}`,
      description: requestReason ?? undefined,
      link: '/litemaas/approvals',
    };
  }

  #usedUp(record: SubscriptionRecord): Notice | undefined {
    const { id, model, requestedBy, period, exhausted } = record;
    const resetsAt = periodEnd(period, this.#clock.now()).toISOString();
    return exhausted
      ? {
          to: [requestedBy],
          title: `The budget for ${model.title} is used up`,
          description: `Calls are refused until ${resetsAt.slice(0, 10)}.`,
          link: `/litemaas/subscriptions/${id}`,
        }
      : undefined;
  }
}

/** To who asked for it. */
function decision(record: SubscriptionRecord): Notice | undefined {
  const { id, model, requestedBy, decisionReason, status } = record;
  if (status !== 'active' && status !== 'denied') {
    return undefined;
  }
  return {
    to: [requestedBy],
    title:
      status === 'denied'
        ? `Your request for ${model.title} was denied`
        : `You can use ${model.title}`,
    description: decisionReason ?? undefined,
    link: `/litemaas/subscriptions/${id}`,
  };
}
