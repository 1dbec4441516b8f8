import type { Period } from '@litemaas/backstage-plugin-litemaas-common';
import { periodStart } from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import {
  toDate,
  toDateOrNull,
  toNanos,
  toNanosOrNull,
  type DbBigint,
  type DbInstant,
} from '../../../platform/database';
import type { StateAtCall } from './cause';
import type { TokenPrice } from './cost';

interface KeyFacts {
  id: string;
  ownerRef: string;
  personRef: string;
  period: Period;
  budgetNanos: bigint | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

interface ModelFacts {
  id: string;
  provider: string;
}

interface SubscriptionFacts {
  id: string;
  ownerRef: string;
  modelId: string;
  activeSince: Date;
  endedAt: Date | null;
  period: Period;
  budgetNanos: bigint | null;
}

interface DbKeyRow {
  id: string;
  hash: string;
  owner_ref: string;
  created_by: string;
  period: Period;
  budget_nanos: DbBigint | null;
  expires_at: DbInstant | null;
  revoked_at: DbInstant | null;
}

interface DbSubscriptionRow {
  id: string;
  owner_ref: string;
  model_id: string;
  active_since: DbInstant;
  ended_at: DbInstant | null;
  period: Period;
  budget_nanos: DbBigint | null;
}

interface DbPriceRow {
  model_id: string;
  valid_from: DbInstant;
  valid_to: DbInstant | null;
  input_nanos: DbBigint | null;
  output_nanos: DbBigint | null;
}

interface DbHoldRow {
  key_id: string;
  kind: string;
  created_at: DbInstant;
}

interface DbPeriodRow {
  scope_id: string;
  period: Period;
  period_start: DbInstant;
  spent_nanos: DbBigint;
  exhausted_at: DbInstant | null;
}

/**
 * Whose the calls of a page are: by the hash of the key only, as of the start of the call. Read in one statement per
 * table, however many rows the page has.
 */
export class Attribution {
  #keys = new Map<string, KeyFacts>();
  #models = new Map<string, ModelFacts>();
  /** By owner and model, in the order of their activation. */
  #subscriptions = new Map<string, SubscriptionFacts[]>();
  #prices: DbPriceRow[] = [];
  #holds: DbHoldRow[] = [];
  #periods: DbPeriodRow[] = [];

  private constructor() {}

  static async read(
    tx: Knex.Transaction,
    gatewayId: string,
    wanted: {
      hashes: string[];
      modelNames: string[];
      needsPrices: boolean;
      needsState: boolean;
    },
  ): Promise<Attribution> {
    const attribution = new Attribution();
    await attribution.#readKeys(tx, gatewayId, wanted.hashes);
    if (attribution.#keys.size === 0) {
      return attribution;
    }
    await attribution.#readModels(tx, gatewayId, wanted.modelNames);
    await attribution.#readSubscriptions(tx);
    if (wanted.needsPrices) {
      await attribution.#readPrices(tx);
    }
    if (wanted.needsState) {
      await attribution.#readState(tx);
    }
    return attribution;
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

  /** Our price of a model in force at some time. */
  priceOf(model: ModelFacts | undefined, at: Date): TokenPrice | undefined {
    const row = this.#prices.find(
      price =>
        price.model_id === model?.id &&
        toDate(price.valid_from) <= at &&
        (price.valid_to === null || toDate(price.valid_to) > at),
    );
    return (
      row && {
        inputNanos: toNanosOrNull(row.input_nanos),
        outputNanos: toNanosOrNull(row.output_nanos),
      }
    );
  }

  /** What may have stopped a call at some time. */
  stateAt(
    key: KeyFacts,
    subscription: SubscriptionFacts | undefined,
    startedAt: Date,
  ): StateAtCall {
    const period =
      subscription &&
      this.#periods.find(
        row =>
          row.scope_id === subscription.id &&
          row.period === subscription.period &&
          toDate(row.period_start).getTime() ===
            periodStart(subscription.period, startedAt).getTime(),
      );
    return {
      startedAt,
      key: {
        ...key,
        holds: this.#holds
          .filter(
            hold =>
              hold.key_id === key.id && toDate(hold.created_at) <= startedAt,
          )
          .map(hold => hold.kind),
      },
      subscription: subscription && {
        period: subscription.period,
        budgetNanos: subscription.budgetNanos,
        spentNanos: period ? toNanos(period.spent_nanos) : null,
        exhaustedAt: toDateOrNull(period?.exhausted_at),
      },
    };
  }

  async #readKeys(tx: Knex.Transaction, gatewayId: string, hashes: string[]) {
    const rows: DbKeyRow[] = await tx('api_keys')
      .where('gateway_id', gatewayId)
      .whereIn('hash', [...new Set(hashes)])
      .select(
        'id',
        'hash',
        'owner_ref',
        'created_by',
        'period',
        'budget_nanos',
        'expires_at',
        'revoked_at',
      );
    for (const row of rows) {
      this.#keys.set(row.hash, {
        id: row.id,
        ownerRef: row.owner_ref,
        personRef: row.created_by,
        period: row.period,
        budgetNanos: toNanosOrNull(row.budget_nanos),
        expiresAt: toDateOrNull(row.expires_at),
        revokedAt: toDateOrNull(row.revoked_at),
      });
    }
  }

  async #readModels(tx: Knex.Transaction, gatewayId: string, names: string[]) {
    const rows: (ModelFacts & { name: string })[] = await tx('models')
      .where('gateway_id', gatewayId)
      .whereIn('name', [...new Set(names)])
      .select('id', 'name', 'provider');
    rows.forEach(row => this.#models.set(row.name, row));
  }

  async #readSubscriptions(tx: Knex.Transaction) {
    const rows: DbSubscriptionRow[] = await tx('subscriptions')
      .whereIn('owner_ref', [
        ...new Set([...this.#keys.values()].map(key => key.ownerRef)),
      ])
      .whereIn('model_id', this.#modelIds())
      .whereNotNull('active_since')
      .orderBy('active_since')
      .select(
        'id',
        'owner_ref',
        'model_id',
        'active_since',
        'ended_at',
        'period',
        'budget_nanos',
      );
    for (const row of rows) {
      const of = pair(row.owner_ref, row.model_id);
      const all = this.#subscriptions.get(of) ?? [];
      all.push({
        id: row.id,
        ownerRef: row.owner_ref,
        modelId: row.model_id,
        activeSince: toDate(row.active_since),
        endedAt: toDateOrNull(row.ended_at),
        period: row.period,
        budgetNanos: toNanosOrNull(row.budget_nanos),
      });
      this.#subscriptions.set(of, all);
    }
  }

  async #readPrices(tx: Knex.Transaction) {
    this.#prices = await tx('model_prices')
      .whereIn('model_id', this.#modelIds())
      .where('state', 'known')
      .select(
        'model_id',
        'valid_from',
        'valid_to',
        'input_nanos',
        'output_nanos',
      );
  }

  async #readState(tx: Knex.Transaction) {
    this.#holds = await tx('key_holds')
      .whereIn(
        'key_id',
        [...this.#keys.values()].map(key => key.id),
      )
      .select('key_id', 'kind', 'created_at');
    this.#periods = await tx('budget_periods')
      .where('scope', 'subscription')
      .whereIn(
        'scope_id',
        [...this.#subscriptions.values()].flat().map(one => one.id),
      )
      .whereNotNull('exhausted_at')
      .select(
        'scope_id',
        'period',
        'period_start',
        'spent_nanos',
        'exhausted_at',
      );
  }

  #modelIds(): string[] {
    return [...this.#models.values()].map(model => model.id);
  }
}

function pair(ownerRef: string, modelId: string): string {
  return `${ownerRef} ${modelId}`;
}
