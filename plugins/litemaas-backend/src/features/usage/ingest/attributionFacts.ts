import type { Period } from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import {
  toDate,
  toDateOrNull,
  toNanos,
  toNanosOrNull,
  type DbBigint,
  type DbInstant,
} from '../../../platform/database';
import type { TokenPrice } from './cost';

/** A key of ours, by its hash. */
export interface KeyFacts {
  id: string;
  hash: string;
  ownerRef: string;
  personRef: string;
  period: Period;
  budgetNanos: bigint | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

/** A model, by its public name. */
export interface ModelFacts {
  id: string;
  name: string;
  provider: string;
}

/** A subscription that was active at some time. */
export interface SubscriptionFacts {
  id: string;
  budgetId: string;
  ownerRef: string;
  modelId: string;
  activeSince: Date;
  endedAt: Date | null;
  period: Period;
  budgetNanos: bigint | null;
}

/** A known price and when it was in force. */
export interface PriceFacts extends TokenPrice {
  modelId: string;
  validFrom: Date;
  validTo: Date | null;
}

/** A hold on a key. */
export interface HoldFacts {
  keyId: string;
  kind: string;
  since: Date;
}

/** A period in which a subscription's budget was used up. */
export interface ExhaustedPeriod {
  budgetId: string;
  period: Period;
  periodStart: Date;
  spentNanos: bigint;
  exhaustedAt: Date;
}

/** What our rows say that matters to a page of the log. */
export interface AttributionFacts {
  keys: KeyFacts[];
  models: ModelFacts[];
  /** In the order of their activation. */
  subscriptions: SubscriptionFacts[];
  prices: PriceFacts[];
  holds: HoldFacts[];
  exhausted: ExhaustedPeriod[];
}

/** Reads them: one statement a table, however many rows the page has; none after the first without keys of ours. */
export async function readFacts(
  tx: Knex.Transaction,
  gatewayId: string,
  wanted: {
    hashes: string[];
    modelNames: string[];
    /** Some call may lack its cost. */
    prices: boolean;
    /** Some call was not answered. */
    state: boolean;
  },
): Promise<AttributionFacts> {
  const keys = await readKeys(tx, gatewayId, wanted.hashes);
  const none = { models: [], subscriptions: [], prices: [], holds: [] };
  if (keys.length === 0) {
    return { ...none, keys, exhausted: [] };
  }
  const models = await readModels(tx, gatewayId, wanted.modelNames);
  const modelIds = models.map(model => model.id);
  const owners = [...new Set(keys.map(key => key.ownerRef))];
  const subscriptions = await readSubscriptions(tx, owners, modelIds);
  const facts = { ...none, keys, models, subscriptions };
  return {
    ...facts,
    prices: wanted.prices ? await readPrices(tx, modelIds) : [],
    holds: wanted.state
      ? await readHolds(
          tx,
          keys.map(key => key.id),
        )
      : [],
    exhausted: wanted.state
      ? await readExhausted(
          tx,
          subscriptions.map(one => one.budgetId),
        )
      : [],
  };
}

async function readKeys(
  tx: Knex.Transaction,
  gatewayId: string,
  hashes: string[],
): Promise<KeyFacts[]> {
  const rows: {
    id: string;
    hash: string;
    owner_ref: string;
    created_by: string;
    period: Period;
    budget_nanos: DbBigint | null;
    expires_at: DbInstant | null;
    revoked_at: DbInstant | null;
  }[] = await tx('api_keys')
    .where('gateway_id', gatewayId)
    .whereIn('hash', [...new Set(hashes)])
    .select('id', 'hash', 'owner_ref', 'created_by', 'period', 'budget_nanos')
    .select('expires_at', 'revoked_at');
  return rows.map(row => ({
    id: row.id,
    hash: row.hash,
    ownerRef: row.owner_ref,
    personRef: row.created_by,
    period: row.period,
    budgetNanos: toNanosOrNull(row.budget_nanos),
    expiresAt: toDateOrNull(row.expires_at),
    revokedAt: toDateOrNull(row.revoked_at),
  }));
}

function readModels(
  tx: Knex.Transaction,
  gatewayId: string,
  names: string[],
): Promise<ModelFacts[]> {
  return tx('models')
    .where('gateway_id', gatewayId)
    .whereIn('name', [...new Set(names)])
    .select('id', 'name', 'provider');
}

async function readSubscriptions(
  tx: Knex.Transaction,
  ownerRefs: string[],
  modelIds: string[],
): Promise<SubscriptionFacts[]> {
  const rows: {
    id: string;
    budget_id: string;
    owner_ref: string;
    model_id: string;
    active_since: DbInstant;
    ended_at: DbInstant | null;
    period: Period;
    budget_nanos: DbBigint | null;
  }[] = await tx('subscriptions')
    .whereIn('owner_ref', ownerRefs)
    .whereIn('model_id', modelIds)
    .whereNotNull('active_since')
    .orderBy('active_since')
    .select('id', 'budget_id', 'owner_ref', 'model_id', 'active_since')
    .select('ended_at', 'period', 'budget_nanos');
  return rows.map(row => ({
    id: row.id,
    budgetId: row.budget_id,
    ownerRef: row.owner_ref,
    modelId: row.model_id,
    activeSince: toDate(row.active_since),
    endedAt: toDateOrNull(row.ended_at),
    period: row.period,
    budgetNanos: toNanosOrNull(row.budget_nanos),
  }));
}

async function readPrices(
  tx: Knex.Transaction,
  modelIds: string[],
): Promise<PriceFacts[]> {
  const rows: {
    model_id: string;
    valid_from: DbInstant;
    valid_to: DbInstant | null;
    input_nanos: DbBigint | null;
    output_nanos: DbBigint | null;
  }[] = await tx('model_prices')
    .whereIn('model_id', modelIds)
    .where('state', 'known')
    .select(
      'model_id',
      'valid_from',
      'valid_to',
      'input_nanos',
      'output_nanos',
    );
  return rows.map(row => ({
    modelId: row.model_id,
    validFrom: toDate(row.valid_from),
    validTo: toDateOrNull(row.valid_to),
    inputNanos: toNanosOrNull(row.input_nanos),
    outputNanos: toNanosOrNull(row.output_nanos),
  }));
}

async function readHolds(
  tx: Knex.Transaction,
  keyIds: string[],
): Promise<HoldFacts[]> {
  const rows: { key_id: string; kind: string; created_at: DbInstant }[] =
    await tx('key_holds')
      .whereIn('key_id', keyIds)
      .select('key_id', 'kind', 'created_at');
  return rows.map(row => ({
    keyId: row.key_id,
    kind: row.kind,
    since: toDate(row.created_at),
  }));
}

async function readExhausted(
  tx: Knex.Transaction,
  budgetIds: string[],
): Promise<ExhaustedPeriod[]> {
  const rows: {
    scope_id: string;
    period: Period;
    period_start: DbInstant;
    spent_nanos: DbBigint;
    exhausted_at: DbInstant;
  }[] = await tx('budget_periods')
    .where('scope', 'subscription')
    .whereIn('scope_id', budgetIds)
    .whereNotNull('exhausted_at')
    .select('scope_id', 'period', 'period_start', 'spent_nanos')
    .select('exhausted_at');
  return rows.map(row => ({
    budgetId: row.scope_id,
    period: row.period,
    periodStart: toDate(row.period_start),
    spentNanos: toNanos(row.spent_nanos),
    exhaustedAt: toDate(row.exhausted_at),
  }));
}
