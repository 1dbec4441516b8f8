import type { keyQuerySchema } from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import {
  afterKeyset,
  orderByKeyset,
  type KeysetColumn,
} from '../../platform/database/keyset';
import { whereAnyContains } from '../../platform/database/search';
import {
  decodeCursor,
  encodeCursor,
  instantInCursor,
} from '../../platform/http/pagination';
import type { KeyStore } from './KeyStore';

/** A list's query as it arrives, defaults filled. */
export type ListQuery = z.output<typeof keyQuerySchema>;

const cursorSchema = z.tuple([instantInCursor, z.uuid()]);

const ORDER: KeysetColumn[] = [
  { expression: 'api_keys.created_at', direction: 'desc' },
  { expression: 'api_keys.id', direction: 'desc' },
];

/** One page of keys, the newest first, with the exact count of all that match. */
export async function readPage(
  store: KeyStore,
  visible: Knex.QueryBuilder,
  options: { query: ListQuery; callerRef: string; now: Date },
) {
  const { query, callerRef, now } = options;
  applyFilters(visible, query, { store, callerRef, now });
  const after = decodeCursor(query.cursor, cursorSchema);
  const rows = visible.clone().limit(query.limit + 1);
  orderByKeyset(rows, ORDER);
  if (after) {
    afterKeyset(rows, ORDER, [new Date(after[0]), after[1]]);
  }
  const [read, [{ count }]] = await Promise.all([
    store.read(rows),
    visible.clone().count({ count: '*' }),
  ]);
  const records = read.slice(0, query.limit);
  const last = records.at(-1);
  return {
    records,
    totalItems: Number(count),
    pageInfo:
      last && read.length > query.limit
        ? { nextCursor: encodeCursor([last.createdAt.getTime(), last.id]) }
        : {},
  };
}

function applyFilters(
  keys: Knex.QueryBuilder,
  query: ListQuery,
  { store, callerRef, now }: { store: KeyStore; callerRef: string; now: Date },
): void {
  if (query.owner !== 'all') {
    keys.where(
      'api_keys.owner_ref',
      query.owner === 'me' ? callerRef : query.owner.toLocaleLowerCase('en-US'),
    );
  }
  if (query.label?.length) {
    keys.whereRaw(`? in (${query.label.map(() => '?').join(', ')})`, [
      store.label(),
      ...query.label,
    ]);
  } else if (!query.hash) {
    keys
      .whereNotIn('api_keys.state', ['revoked', 'expired'])
      .where(either =>
        either
          .whereNull('api_keys.expires_at')
          .orWhere('api_keys.expires_at', '>', now)
          .orWhere('api_keys.state', 'revoking'),
      );
  }
  if (query.modelId) {
    keys.whereIn(
      'api_keys.id',
      store
        .all()
        .from('api_key_models')
        .where('model_id', query.modelId)
        .select('key_id'),
    );
  }
  if (query.hash) {
    keys.where('api_keys.hash', query.hash);
  }
  if (query.unusedDays) {
    keys.whereRaw('coalesce(api_keys.last_used_at, api_keys.created_at) < ?', [
      new Date(now.getTime() - query.unusedDays * 24 * 60 * 60 * 1000),
    ]);
  }
  if (query.search) {
    whereAnyContains(
      keys,
      [
        'api_keys.name',
        'api_keys.last_four',
        'api_keys.owner_ref',
        'api_keys.purpose',
      ],
      query.search,
    );
  }
}
