import { isAdmin, isViewer } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { DetailError } from '../http/errors';
import type { Call, Route } from '../http/Route';
import { pageParameter } from '../http/validation';
import type { ActivityRow } from '../store/rows';
import { pageOf } from '../store/pageOf';
import { daysOf, totals } from './report';

type View = 'user' | 'team';

export function activityRoutes(gateway: Gateway): Route[] {
  const route = (view: View, aggregated: boolean): Route => ({
    method: 'get',
    path: `/${view}/daily/activity${aggregated ? '/aggregated' : ''}`,
    access: 'own',
    handle: call => report(gateway, call, view, aggregated),
  });
  return [
    route('user', false),
    route('user', true),
    route('team', false),
    ...(gateway.profile.newer ? [route('team', true)] : []),
  ];
}

/** Pages are of raw rows, not of days, and the totals of a page are of that page only. */
function report(
  gateway: Gateway,
  { caller, query }: Call,
  view: View,
  aggregated: boolean,
) {
  const { profile, store } = gateway;
  const page = pageParameter(query, 'page', { fallback: 1 });
  const size = pageParameter(query, 'page_size', {
    fallback: view === 'user' ? 50 : 10,
    max: view === 'user' ? 1000 : undefined,
  });
  requireDates(query, profile.newer);
  const owners = ownersOf(gateway, caller, query, view);
  const rows = [...store.activity.values()]
    .filter(row => owners === undefined || owners.includes(row[view]))
    .filter(row => matches(row, query, view))
    .sort((a, b) => (a.date < b.date ? 1 : -1));
  const shown = aggregated ? rows : pageOf(rows, page, size);
  const pages = aggregated ? 1 : Math.ceil(rows.length / size);
  return {
    results: daysOf(
      shown,
      view,
      profile,
      store,
      !aggregated || view === 'team',
    ),
    metadata: {
      ...totals(shown, profile),
      page: aggregated ? 1 : page,
      total_pages: pages,
      has_more: !aggregated && page < pages,
      ...(profile.newer && {
        api_key_limit: aggregated ? 100 : null,
        total_api_keys: aggregated
          ? new Set(rows.map(row => row.token)).size
          : null,
        entity_total_api_keys: null,
      }),
    },
  };
}

function requireDates(query: Record<string, string>, newer: boolean): void {
  const { start_date: start, end_date: end } = query;
  if (!start || !end) {
    throw new DetailError(400, {
      error: 'Please provide start_date and end_date',
    });
  }
  if (!newer) {
    return;
  }
  const valid = (text: string) =>
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!valid(start) || !valid(end)) {
    throw new DetailError(400, {
      error: 'start_date and end_date must be valid YYYY-MM-DD dates',
    });
  }
  if (start > end) {
    throw new DetailError(400, {
      error: 'end_date must be on or after start_date',
    });
  }
}

/** Whose rows alone are shown; undefined for everybody's. 1.82.1 shows all of them to a key without owner. */
function ownersOf(
  { profile, store }: Gateway,
  caller: Call['caller'],
  query: Record<string, string>,
  view: View,
): string[] | undefined {
  if (isAdmin(caller) || isViewer(caller)) {
    return view === 'user' && query.user_id ? [query.user_id] : undefined;
  }
  const user = caller.userId ? store.users.get(caller.userId) : undefined;
  if (view === 'team') {
    const keyTeam = caller.key?.team_id;
    if (!keyTeam && !user) {
      throw new DetailError(404, {
        error: `User= ${caller.userId ?? 'None'} not found`,
      });
    }
    return keyTeam ? [keyTeam] : user?.teams;
  }
  if (caller.userId) {
    return [caller.userId];
  }
  if (!profile.newer) {
    return undefined;
  }
  throw new DetailError(403, {
    error:
      'Service-account keys cannot query user analytics. Use a user-bound key, or call as a proxy admin.',
  });
}

function matches(
  row: ActivityRow,
  query: Record<string, string>,
  view: View,
): boolean {
  const list = (text: string | undefined) =>
    text ? text.split(',').map(part => part.trim()) : undefined;
  const wanted = view === 'team' ? list(query.team_ids) : undefined;
  const unwanted = view === 'team' ? list(query.exclude_team_ids) : undefined;
  return (
    row.date >= query.start_date &&
    row.date <= query.end_date &&
    (!query.model || row.model === query.model) &&
    (!query.api_key || row.token === query.api_key) &&
    (!wanted || wanted.includes(row.team)) &&
    (!unwanted || !unwanted.includes(row.team))
  );
}
