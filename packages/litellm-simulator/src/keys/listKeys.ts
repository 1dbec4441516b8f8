import { isAdmin, isViewer } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { ProxyError, pythonDict } from '../http/errors';
import type { Call } from '../http/Route';
import { pageParameter } from '../http/validation';
import type { DeletedKeyRow, KeyRow } from '../store/rows';
import { pageOf } from '../store/pageOf';
import { deletedKey, fullKey, statusOf } from './keyView';

const SORT_COLUMNS = [
  'spend',
  'max_budget',
  'created_at',
  'updated_at',
  'token',
  'key_alias',
] as const;

type SortColumn = (typeof SORT_COLUMNS)[number];

/** /key/list: hashes, or whole keys on demand; newest first unless asked otherwise. */
export function listKeys(gateway: Gateway, call: Call) {
  const { profile, store } = gateway;
  const { caller, query } = call;
  const page = pageParameter(query, 'page', { fallback: 1 });
  const size = pageParameter(query, 'size', { fallback: 10, max: 100 });
  const source = sourceOf(gateway, query.status);
  const seesAll = isAdmin(caller) || isViewer(caller);
  if (!seesAll && !caller.userId) {
    throw new ProxyError(
      403,
      "You are not authorized to access this endpoint. No 'user_id' is associated with your API key.",
      { type: 'bad_request_error', param: 'user_id' },
    );
  }
  const rows = source
    .filter(row => seesAll || row.user_id === caller.userId)
    .filter(row => matches(gateway, row, query));
  sort(gateway, rows, query);
  const full =
    query.return_full_object?.toLowerCase() === 'true' || !!query.expand;
  const expandUser = query.expand === 'user';
  return {
    keys: pageOf(rows, page, size).map(row => {
      if (!full) {
        return row.token;
      }
      return isDeleted(row)
        ? deletedKey(row, profile)
        : fullKey(row, profile, store, expandUser);
    }),
    total_count: rows.length,
    current_page: page,
    total_pages: Math.ceil(rows.length / size),
  };
}

function sourceOf(
  { clock, profile, store }: Gateway,
  status: string | undefined,
): KeyRow[] {
  const live = () => [...store.keys.values()];
  if (!status) {
    return live();
  }
  if (status === 'deleted') {
    return [...store.deletedKeys];
  }
  if (!profile.newer) {
    throw badQuery(
      "Invalid status value. Currently only 'deleted' is supported.",
    );
  }
  if (!['active', 'expired', 'revoked'].includes(status)) {
    throw badQuery(
      "Invalid status value. Supported: 'active', 'expired', 'revoked', 'deleted'.",
    );
  }
  return live().filter(row => statusOf(row, clock.now()) === status);
}

function isDeleted(row: KeyRow): row is DeletedKeyRow {
  return 'deleted_at' in row;
}

function badQuery(text: string): ProxyError {
  return new ProxyError(400, pythonDict('error', text), { param: 'None' });
}

function matches(
  { clock, profile }: Gateway,
  row: KeyRow,
  query: Record<string, string>,
): boolean {
  const substring =
    profile.newer && query.substring_matching?.toLowerCase() === 'true';
  const same = (wanted: string | undefined, value: string | null) =>
    !wanted ||
    value === wanted ||
    (substring && !!value?.toLowerCase().includes(wanted.toLowerCase()));
  const exact =
    same(query.user_id, row.user_id) &&
    same(query.key_alias, row.key_alias) &&
    (!query.team_id || row.team_id === query.team_id) &&
    (!query.organization_id || row.organization_id === query.organization_id) &&
    (!query.key_hash || row.token === query.key_hash);
  if (!exact || !profile.newer) {
    return exact;
  }
  const { expires, search } = query;
  const isExpired = row.expires !== null && row.expires <= clock.now();
  return (
    (!expires || (expires === 'expired') === isExpired) &&
    (!search ||
      row.token === search ||
      !!row.key_alias?.toLowerCase().includes(search.toLowerCase()))
  );
}

function sort(
  { profile }: Gateway,
  rows: KeyRow[],
  query: Record<string, string>,
): void {
  const column = query.sort_by || 'created_at';
  if (!isSortColumn(column)) {
    throw badQuery(
      `Invalid sort column. Must be one of: ${SORT_COLUMNS.join(', ')}`,
    );
  }
  const direction = query.sort_order?.toLowerCase() === 'asc' ? 1 : -1;
  rows.sort((a, b) => {
    const [left, right] = [a[column], b[column]];
    if (left === right) {
      return a.token < b.token ? -direction : direction;
    }
    if (left === null || right === null) {
      // PostgreSQL puts nulls first in descending order
      const nullFirst = profile.newer && direction < 0 ? -1 : 1;
      return left === null ? nullFirst : -nullFirst;
    }
    return left < right ? -direction : direction;
  });
}

function isSortColumn(column: string): column is SortColumn {
  return (SORT_COLUMNS as readonly string[]).includes(column);
}
