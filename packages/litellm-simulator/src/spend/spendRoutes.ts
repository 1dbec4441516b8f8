import { isAdmin, isViewer } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { DetailError, ProxyError } from '../http/errors';
import type { Call, Route } from '../http/Route';
import { pageParameter } from '../http/validation';
import type { LogRow } from '../store/rows';
import { pageOf } from '../store/pageOf';
import { zulu } from '../time/format';
import { logView } from './logView';

/** What rows can be sorted by, and where the value is. */
const SORTS: Record<string, (row: LogRow) => number | string> = {
  endTime: row => row.end,
  model: row => row.model,
  request_duration_ms: row => row.end - row.start,
  spend: row => row.spend,
  startTime: row => row.start,
  total_tokens: row => row.totalTokens,
  ttft_ms: row => row.firstToken - row.start,
};

const OLDER_SORTS = [
  'endTime',
  'request_duration_ms',
  'spend',
  'startTime',
  'total_tokens',
];

/** From here on 1.108.2 does not count, but goes on answering. */
const CAPPED_TOTAL = 10_000;

export function spendRoutes(gateway: Gateway): Route[] {
  const { profile, store } = gateway;
  return [
    {
      method: 'get',
      path: '/spend/logs/v2',
      access: 'logs',
      handle: call => listLogs(gateway, call),
    },
    {
      method: 'get',
      path: '/spend/logs/ui',
      access: 'logs',
      handle: call => listLogs(gateway, call),
    },
    {
      method: 'get',
      path: '/spend/logs/ui/:id',
      access: 'logs',
      handle: () => ({ messages: {}, response: {}, proxy_server_request: {} }),
    },
    {
      method: 'get',
      path: '/spend/logs',
      access: 'logs',
      handle: ({ caller, query }) => {
        if (!isAdmin(caller)) {
          throw new DetailError(403, { error: 'Only admins' });
        }
        return store.logs
          .filter(
            row =>
              (!query.request_id || row.id === query.request_id) &&
              (!query.api_key || row.token === query.api_key) &&
              (!query.user_id || row.user === query.user_id),
          )
          .map(row => logView(row, profile, zulu));
      },
    },
  ];
}

function listLogs({ profile, store }: Gateway, { caller, query }: Call) {
  const page = pageParameter(query, 'page', { fallback: 1 });
  const size = pageParameter(query, 'page_size', {
    fallback: 50,
    max: profile.maxLogPageSize,
  });
  const { start_date: startDate, end_date: endDate } = query;
  if (!startDate || !endDate) {
    throw new ProxyError(400, 'Start date and end date are required', {
      type: 'bad_request',
      param: 'None',
    });
  }
  const valueOf = sortValue(query.sort_by || 'startTime', profile.newer);
  const order = query.sort_order || 'desc';
  if (order !== 'asc' && order !== 'desc') {
    throw badSort('sort_order', order, ['asc', 'desc']);
  }
  const start = instant(startDate);
  const end = instant(endDate);
  const owner = isAdmin(caller) || isViewer(caller) ? undefined : caller.userId;
  const rows = store.logs.filter(
    row =>
      row.start >= start &&
      row.start <= end &&
      (owner === undefined || row.user === owner) &&
      matches(row, query, profile.newer),
  );
  sortRows(rows, valueOf, order === 'asc' ? 1 : -1);
  const capped = profile.newer && rows.length > CAPPED_TOTAL;
  const total = capped ? CAPPED_TOTAL : rows.length;
  return {
    data: pageOf(rows, page, size).map(row => logView(row, profile)),
    total,
    page,
    page_size: size,
    total_pages: Math.ceil(total / size),
    ...(profile.newer && { total_is_capped: capped }),
  };
}

function sortRows(
  rows: LogRow[],
  valueOf: (row: LogRow) => number | string,
  direction: number,
): void {
  rows.sort((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (left === right) {
      return a.id < b.id ? -1 : 1;
    }
    return left < right ? -direction : direction;
  });
}

function sortValue(name: string, newer: boolean) {
  const names = newer ? Object.keys(SORTS) : OLDER_SORTS;
  if (!names.includes(name)) {
    throw badSort('sort_by', name, names);
  }
  return SORTS[name];
}

function badSort(param: string, value: string, allowed: string[]): ProxyError {
  return new ProxyError(
    400,
    `Invalid ${param}: ${value}. Must be one of: ${allowed.join(', ')}`,
    { type: 'bad_request', param },
  );
}

/** `YYYY-MM-DD`, which is its midnight, or `YYYY-MM-DD HH:MM:SS`; UTC. */
function instant(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?$/.exec(text);
  const time = match
    ? Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}Z`)
    : NaN;
  if (Number.isNaN(time)) {
    throw new ProxyError(
      400,
      `Invalid date format: ${text}. Expected: 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'`,
    );
  }
  return time;
}

function matches(
  row: LogRow,
  query: Record<string, string>,
  newer: boolean,
): boolean {
  const same = (wanted: string | undefined, value: string) =>
    !wanted || wanted === value;
  return (
    same(query.api_key, row.token) &&
    same(query.user_id, row.user) &&
    same(query.team_id, row.team) &&
    same(query.end_user, row.endUser) &&
    same(query.model_id, row.modelId) &&
    same(query.model, row.model) &&
    same(query.status_filter, row.status) &&
    same(query.error_code, row.error?.code ?? '') &&
    (!query.key_alias || !!row.keyAlias?.includes(query.key_alias)) &&
    (!query.request_id ||
      row.id === query.request_id ||
      (newer && row.callId === query.request_id)) &&
    (!query.min_spend || row.spend >= Number(query.min_spend)) &&
    (!query.max_spend || row.spend <= Number(query.max_spend))
  );
}
