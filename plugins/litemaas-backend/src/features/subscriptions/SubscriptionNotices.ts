import { periodEnd } from '@litemaas/backstage-plugin-litemaas-common';
import type { Clock } from '../../platform/clock';
import type { Notifier } from '../../platform/Notifier';
import type { PeopleService } from '../people/PeopleService';
import type { Approvers } from './Approvers';
import type { SubscriptionRecord } from './SubscriptionRecord';

/** What people are told about subscriptions, each once. */
export class SubscriptionNotices {
  readonly #notifier: Notifier;
  readonly #people: PeopleService;
  readonly #approvers: Approvers;
  readonly #clock: Clock;

  constructor(options: {
    notifier: Notifier;
    people: PeopleService;
    approvers: Approvers;
    clock: Clock;
  }) {
    this.#notifier = options.notifier;
    this.#people = options.people;
    this.#approvers = options.approvers;
    this.#clock = options.clock;
  }

  /** To who can decide it: a request waits. */
  async requested(record: SubscriptionRecord): Promise<void> {
    const { model, requestedBy, requestReason } = record;
    await this.#notifier.send(
      `litemaas:subscription:${record.id}:requested`,
      async () => ({
        to: await this.#approvers.of(model.ownerRef, requestedBy),
        title: `${(await this.#people.namedRef(requestedBy)).title} asks for ${
          model.title
        }`,
        description: requestReason ?? undefined,
        link: '/litemaas/approvals',
      }),
    );
  }

  /** To who asked for it: it was decided. */
  async decided(record: SubscriptionRecord): Promise<void> {
    const { model, requestedBy, decisionReason, status } = record;
    await this.#notifier.send(
      `litemaas:subscription:${record.id}:decided`,
      async () => ({
        to: [requestedBy],
        title:
          status === 'denied'
            ? `Your request for ${model.title} was denied`
            : `You can use ${model.title}`,
        description: decisionReason ?? undefined,
        link: `/litemaas/subscriptions/${record.id}`,
      }),
    );
  }

  /** To who asked for it: its running budget is used up. */
  async exhausted(record: SubscriptionRecord): Promise<void> {
    const { id, model, requestedBy, period } = record;
    const resetsAt = periodEnd(period, this.#clock.now()).toISOString();
    await this.#notifier.send(
      `litemaas:subscription:${id}:exhausted:${resetsAt}`,
      async () => ({
        to: [requestedBy],
        title: `The budget for ${model.title} is used up`,
        description: `Calls are refused until ${resetsAt.slice(0, 10)}.`,
        link: `/litemaas/subscriptions/${id}`,
      }),
    );
  }
}
