import type { Knex } from 'knex';
import type {
  Capability,
  Model,
  ModelMode,
  Plan,
  Price,
  Visibility,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  toDate,
  toNanosOrNull,
  type DbBigint,
  type DbInstant,
} from '../../platform/database';
import type { ModelPrice } from './price';

/** A published model as our rows have it. */
export interface ModelRecord {
  id: string;
  gatewayId: string;
  name: string;
  title: string;
  provider: string;
  description: string | null;
  mode: ModelMode;
  capabilities: Capability[];
  contextWindow: number | null;
  maxOutputTokens: number | null;
  rpm: number | null;
  tpm: number | null;
  visibility: Visibility;
  lifecycle: Model['lifecycle'];
  ownerRef: string;
  entityName: string | null;
  price: ModelPrice;
  publishedAt: Date;
}

interface DbModelRow {
  id: string;
  gateway_id: string;
  name: string;
  title: string;
  provider: string;
  description: string | null;
  mode: ModelMode;
  capabilities: string;
  context_window: number | null;
  max_output_tokens: number | null;
  rpm: number | string | null;
  tpm: number | string | null;
  visibility: Visibility;
  lifecycle: Model['lifecycle'];
  owner_ref: string;
  entity_name: string | null;
  created_at: DbInstant;
  price_state: Price['state'] | null;
  input_nanos: DbBigint | null;
  output_nanos: DbBigint | null;
  cache_read_nanos: DbBigint | null;
  cache_write_nanos: DbBigint | null;
  reasoning_nanos: DbBigint | null;
  unit: Price['unit'];
  per_unit_nanos: DbBigint | null;
}

interface DbPlanRow {
  id: string;
  title: string;
  budget_nanos: DbBigint | null;
  period: Plan['period'];
  rpm: DbBigint | null;
  tpm: DbBigint | null;
}

const COLUMNS = [
  'models.id',
  'models.gateway_id',
  'models.name',
  'models.title',
  'models.provider',
  'models.description',
  'models.mode',
  'models.capabilities',
  'models.context_window',
  'models.max_output_tokens',
  'models.rpm',
  'models.tpm',
  'models.visibility',
  'models.lifecycle',
  'models.owner_ref',
  'models.entity_name',
  'models.created_at',
  'model_prices.state as price_state',
  'model_prices.input_nanos',
  'model_prices.output_nanos',
  'model_prices.cache_read_nanos',
  'model_prices.cache_write_nanos',
  'model_prices.reasoning_nanos',
  'model_prices.unit',
  'model_prices.per_unit_nanos',
];

/** Reads models, each with the price in force. */
export class ModelStore {
  readonly #db: Knex;

  constructor(options: { db: Knex }) {
    this.#db = options.db;
  }

  /** Every published model with its price, to be narrowed, ordered and cut by the caller. */
  published(): Knex.QueryBuilder {
    return this.#withPrices().whereNull('models.removed_at');
  }

  /** Rows of a query made by {@link ModelStore.published}. */
  async read(query: Knex.QueryBuilder): Promise<ModelRecord[]> {
    const rows: DbModelRow[] = await query.clone().select(COLUMNS);
    return rows.map(toRecord);
  }

  /** Plans offered for each model, the default first. */
  async plansOf(modelIds: string[]): Promise<Map<string, Plan[]>> {
    const rows: (DbPlanRow & { model_id: string })[] = await this.#db(
      'model_plans',
    )
      .join('plans', 'plans.id', 'model_plans.plan_id')
      .whereIn('model_plans.model_id', modelIds)
      .where('plans.offered', true)
      .orderBy(['model_plans.model_id', 'model_plans.position'])
      .select('model_plans.model_id', 'plans.*');
    const plans = new Map<string, Plan[]>(modelIds.map(id => [id, []]));
    for (const row of rows) {
      plans.get(row.model_id)?.push(toPlan(row));
    }
    return plans;
  }

  #withPrices(): Knex.QueryBuilder {
    return this.#db('models').leftJoin('model_prices', join =>
      join
        .on('model_prices.model_id', 'models.id')
        .andOnNull('model_prices.valid_to'),
    );
  }
}

function toRecord(row: DbModelRow): ModelRecord {
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    name: row.name,
    title: row.title,
    provider: row.provider,
    description: row.description,
    mode: row.mode,
    capabilities: JSON.parse(row.capabilities),
    contextWindow: row.context_window,
    maxOutputTokens: row.max_output_tokens,
    rpm: numberOrNull(row.rpm),
    tpm: numberOrNull(row.tpm),
    visibility: row.visibility,
    lifecycle: row.lifecycle,
    ownerRef: row.owner_ref,
    entityName: row.entity_name,
    price: {
      state: row.price_state ?? 'unknown',
      inputNanos: toNanosOrNull(row.input_nanos),
      outputNanos: toNanosOrNull(row.output_nanos),
      cacheReadNanos: toNanosOrNull(row.cache_read_nanos),
      cacheWriteNanos: toNanosOrNull(row.cache_write_nanos),
      reasoningNanos: toNanosOrNull(row.reasoning_nanos),
      unit: row.unit,
      perUnitNanos: toNanosOrNull(row.per_unit_nanos),
    },
    publishedAt: toDate(row.created_at),
  };
}

function toPlan(row: DbPlanRow): Plan {
  return {
    id: row.id,
    title: row.title,
    budgetNanos: toNanosOrNull(row.budget_nanos)?.toString() ?? null,
    period: row.period,
    rpm: numberOrNull(row.rpm),
    tpm: numberOrNull(row.tpm),
  };
}

function numberOrNull(value: DbBigint | null): number | null {
  return value === null ? null : Number(value);
}
