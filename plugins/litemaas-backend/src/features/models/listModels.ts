import type { Knex } from 'knex';
import { z } from 'zod';
import type { modelQuerySchema } from '@litemaas/backstage-plugin-litemaas-common';
import {
  afterKeyset,
  orderByKeyset,
  type KeysetColumn,
} from '../../platform/database/keyset';
import { whereAnyContains } from '../../platform/database/search';
import {
  decodeCursor,
  encodeCursor,
  textInCursor,
} from '../../platform/http/pagination';
import type { ModelRecord } from './ModelStore';

/** A list's query as it arrives, defaults filled. */
export type ListQuery = z.output<typeof modelQuerySchema>;

// What a model costs, to sort by: the dearer direction of tokens, else its own unit. Unknown comes last.
const PRICE = `coalesce(model_prices.output_nanos, model_prices.input_nanos, model_prices.per_unit_nanos, 0)`;

const ORDERS: Record<ListQuery['sort'], KeysetColumn[]> = {
  name: [{ expression: 'models.name', direction: 'asc' }],
  price: [
    {
      expression: `case when coalesce(model_prices.state, 'unknown') = 'unknown' then 1 else 0 end`,
      direction: 'asc',
    },
    { expression: PRICE, direction: 'asc' },
  ],
  context: [
    { expression: 'coalesce(models.context_window, 0)', direction: 'desc' },
  ],
  // UUIDv7 ids grow with time.
  newest: [],
};

/** What the cursor of each order holds: the columns of the order, and the id. */
const CURSORS: Record<ListQuery['sort'], z.ZodType<(string | number)[]>> = {
  name: z.tuple([textInCursor, z.uuid()]),
  price: z.tuple([z.int().min(0).max(1), z.int(), z.uuid()]),
  context: z.tuple([z.int32(), z.uuid()]),
  newest: z.tuple([z.uuid()]),
};

function orderOf(sort: ListQuery['sort']): KeysetColumn[] {
  return [
    ...ORDERS[sort],
    { expression: 'models.id', direction: sort === 'newest' ? 'desc' : 'asc' },
  ];
}

/** Narrows a query to what was asked for. `accessExpression` is SQL for the caller's own access state. */
export function applyFilters(
  query: Knex.QueryBuilder,
  filters: ListQuery,
  accessExpression: Knex.Raw,
): void {
  if (filters.search) {
    whereAnyContains(
      query,
      ['models.name', 'models.title', 'models.description'],
      filters.search,
    );
  }
  if (filters.name) {
    query.where('models.name', filters.name);
  }
  if (filters.provider) {
    query.whereIn('models.provider', filters.provider);
  }
  for (const capability of filters.capability ?? []) {
    query.whereLike('models.capabilities', `%"${capability}"%`);
  }
  if (filters.price) {
    query.whereRaw(
      `coalesce(model_prices.state, 'unknown') in (${marks(filters.price)})`,
      filters.price,
    );
  }
  if (filters.lifecycle) {
    query.whereIn('models.lifecycle', filters.lifecycle);
  }
  if (filters.minContext) {
    query.where('models.context_window', '>=', filters.minContext);
  }
  if (filters.access) {
    query.whereRaw(`? in (${marks(filters.access)})`, [
      accessExpression,
      ...filters.access,
    ]);
  }
}

function marks(values: unknown[]): string {
  return values.map(() => '?').join(', ');
}

/** Orders the list, continues it behind the cursor, and reads one row more than asked to know whether there are more. */
export function applyPage(query: Knex.QueryBuilder, filters: ListQuery): void {
  const order = orderOf(filters.sort);
  const after = decodeCursor(filters.cursor, CURSORS[filters.sort]);
  if (after) {
    afterKeyset(query, order, after);
  }
  orderByKeyset(query, order);
  query.limit(filters.limit + 1);
}

/** Cursor behind a row, in the order of the list. */
export function cursorOf(record: ModelRecord, sort: ListQuery['sort']): string {
  const { price } = record;
  const values: Record<ListQuery['sort'], (string | number)[]> = {
    name: [record.name],
    price: [
      price.state === 'unknown' ? 1 : 0,
      Number(price.outputNanos ?? price.inputNanos ?? price.perUnitNanos ?? 0),
    ],
    context: [record.contextWindow ?? 0],
    newest: [],
  };
  return encodeCursor([...values[sort], record.id]);
}
