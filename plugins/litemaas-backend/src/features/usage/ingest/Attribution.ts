import { periodStart } from '@litemaas/backstage-plugin-litemaas-common';
import type {
  AttributionFacts,
  KeyFacts,
  ModelFacts,
  SubscriptionFacts,
} from './attributionFacts';
import type { StateAtCall } from './cause';
import type { TokenPrice } from './cost';

/** Whose calls are: by the hash of the key only, as of the start of the call. */
export class Attribution {
  readonly #facts: AttributionFacts;
  readonly #keys: Map<string, KeyFacts>;
  readonly #models: Map<string, ModelFacts>;
  /** By owner and model. */
  readonly #subscriptions: Map<string, SubscriptionFacts[]>;

  constructor(facts: AttributionFacts) {
    this.#facts = facts;
    this.#keys = new Map(facts.keys.map(key => [key.hash, key]));
    this.#models = new Map(facts.models.map(model => [model.name, model]));
    this.#subscriptions = new Map();
    for (const one of facts.subscriptions) {
      const of = pair(one.ownerRef, one.modelId);
      this.#subscriptions.set(of, [
        ...(this.#subscriptions.get(of) ?? []),
        one,
      ]);
    }
  }

  /** The key of ours with this hash, if there is one. */
  keyOf(hash: string | undefined): KeyFacts | undefined {
    return hash === undefined ? undefined : this.#keys.get(hash);
  }

  /** The model that has or had this public name. */
  modelOf(name: string): ModelFacts | undefined {
    return this.#models.get(name);
  }

  /**
   * The subscription of the key's owner on the model that was live when the call began. A call before the first one
   * counts on the first one: clocks differ by seconds, and a key's calls before its first owner belong to that owner.
   */
  subscriptionOf(
    key: KeyFacts,
    model: ModelFacts | undefined,
    at: Date,
  ): SubscriptionFacts | undefined {
    const all = model && this.#subscriptions.get(pair(key.ownerRef, model.id));
    if (!all) {
      return undefined;
    }
    return at < all[0].activeSince
      ? all[0]
      : all.findLast(
          one => one.activeSince <= at && (!one.endedAt || one.endedAt > at),
        );
  }

  /**
   * Whose sums the call adds to: one budget for all subscriptions of an owner to a model. A call that still passed after
   * one was ended counts too.
   */
  budgetOf(key: KeyFacts, model: ModelFacts | undefined): string | undefined {
    const all = model && this.#subscriptions.get(pair(key.ownerRef, model.id));
    return all?.[0].budgetId;
  }

  /** Our price of a model in force at some time. */
  priceOf(model: ModelFacts | undefined, at: Date): TokenPrice | undefined {
    return this.#facts.prices.find(
      price =>
        price.modelId === model?.id &&
        price.validFrom <= at &&
        (!price.validTo || price.validTo > at),
    );
  }

  /** What may have stopped a call at some time. */
  stateAt(
    key: KeyFacts,
    subscription: SubscriptionFacts | undefined,
    startedAt: Date,
  ): StateAtCall {
    const exhausted =
      subscription &&
      this.#facts.exhausted.find(
        one =>
          one.budgetId === subscription.budgetId &&
          one.period === subscription.period &&
          one.periodStart.getTime() ===
            periodStart(subscription.period, startedAt).getTime(),
      );
    return {
      startedAt,
      key: {
        ...key,
        holds: this.#facts.holds
          .filter(hold => hold.keyId === key.id && hold.since <= startedAt)
          .map(hold => hold.kind),
      },
      subscription: subscription && {
        period: subscription.period,
        budgetNanos: subscription.budgetNanos,
        spentNanos: exhausted?.spentNanos ?? null,
        exhaustedAt: exhausted?.exhaustedAt ?? null,
      },
    };
  }
}

function pair(ownerRef: string, modelId: string): string {
  return `${ownerRef} ${modelId}`;
}
