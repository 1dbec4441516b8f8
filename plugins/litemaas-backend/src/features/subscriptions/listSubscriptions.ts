import type { subscriptionQuerySchema } from '@litemaas/backstage-plugin-litemaas-common';
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
import type { SubscriptionRecord } from './SubscriptionRecord';
import type { SubscriptionStore } from './SubscriptionStore';

/** A list's query as it arrives, defaults filled. */
export type ListQuery = z.output<typeof subscriptionQuerySchema>;

const cursorSchema = z.tuple([instantInCursor, z.uuid()]);

/** One page of subscriptions in the order of their requests, with the exact count of all that match. */
export async function readOrdered(
  store: SubscriptionStore,
  matching: Knex.QueryBuilder,
  page: {
    limit: number;
    cursor?: string;
    now: Date;
    direction: 'asc' | 'desc';
  },
) {
  const { limit, cursor, now, direction } = page;
  const order: KeysetColumn[] = [
    { expression: 'subscriptions.requested_at', direction },
    { expression: 'subscriptions.id', direction },
  ];
  const after = decodeCursor(cursor, cursorSchema);
  const rows = matching.clone().limit(limit + 1);
  orderByKeyset(rows, order);
  if (after) {
    afterKeyset(rows, order, [new Date(after[0]), after[1]]);
  }
  const [read, [{ count }]] = await Promise.all([
    store.read(rows, now),
    matching.clone().count({ count: '*' }),
  ]);
  const records = read.slice(0, limit);
  return {
    records,
    totalItems: Number(count),
    pageInfo: read.length > limit ? { nextCursor: cursorOf(records) } : {},
  };
}

/** {@link readOrdered} of what a list's query asks for, the newest first. */
export async function readPage(
  store: SubscriptionStore,
  visible: Knex.QueryBuilder,
  options: { query: ListQuery; callerRef: string; now: Date },
) {
  const { query, callerRef, now } = options;
  if (query.owner !== 'all') {
    visible.where(
      'subscriptions.owner_ref',
      query.owner === 'me' ? callerRef : query.owner.toLocaleLowerCase('en-US'),
    );
  }
  if (query.status?.length) {
    visible.whereIn('subscriptions.status', query.status);
  }
  if (query.modelId) {
    visible.where('subscriptions.model_id', query.modelId);
  }
  searchFor(visible, query.search);
  return readOrdered(store, visible, { ...query, now, direction: 'desc' });
}

/** Narrows to what names a model, an owner or a requester. */
export function searchFor(
  query: Knex.QueryBuilder,
  search: string | undefined,
): void {
  if (!search) {
    return;
  }
  whereAnyContains(
    query,
    [
      'models.name',
      'models.title',
      'subscriptions.owner_ref',
      'subscriptions.requested_by',
    ],
    search,
  );
}

function cursorOf(records: SubscriptionRecord[]): string {
  const last = records[records.length - 1];
  return encodeCursor([last.requestedAt.getTime(), last.id]);
}
