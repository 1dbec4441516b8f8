import { subscriptionReadPermission } from '@litemaas/backstage-plugin-litemaas-common';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import type { SubscriptionStore } from './SubscriptionStore';

/** What a model's page tells of its subscriptions. */
export class SubscriptionFacts {
  readonly #store: SubscriptionStore;
  readonly #access: AccessPolicy;

  constructor(options: { store: SubscriptionStore; access: AccessPolicy }) {
    this.#store = options.store;
    this.#access = options.access;
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
}
