import { z } from 'zod';
import { isAdmin, isViewer } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { authError, DetailError, ProxyError } from '../http/errors';
import type { Call, Route } from '../http/Route';
import { check, pageParameter } from '../http/validation';
import { keyOfOwner } from '../keys/keyView';
import type { UserRow } from '../store/rows';
import { pageOf } from '../store/pageOf';
import { teamView } from '../teams/teamView';
import { leaveTeam } from '../teams/enrolment';
import { createUser } from './createUser';
import { updateUser } from './updateUser';
import { newUserRequest, updateUserRequest } from './userRequest';
import { listedUser, shortUser, userRowView } from './userView';

const SORT_COLUMNS = [
  'user_id',
  'user_email',
  'created_at',
  'spend',
  'user_alias',
  'user_role',
] as const;

export function userRoutes(gateway: Gateway): Route[] {
  const routes: Route[] = [
    {
      method: 'post',
      path: '/user/new',
      access: 'admin',
      handle: ({ body, caller }) =>
        createUser(gateway, check(newUserRequest, body), caller),
    },
    {
      method: 'post',
      path: '/user/update',
      access: 'keys',
      handle: ({ body, caller }) => {
        const request = check(updateUserRequest, body);
        const row = updateUser(gateway, request, caller);
        return {
          user_id: row.user_id,
          data: userRowView(row, gateway.profile),
        };
      },
    },
    {
      method: 'post',
      path: '/user/delete',
      access: 'admin',
      handle: call => deleteUsers(gateway, call),
    },
    {
      method: 'get',
      path: '/user/info',
      access: 'own',
      handle: call => showUser(gateway, call),
    },
    {
      method: 'get',
      path: '/user/list',
      access: 'own',
      handle: call => listUsers(gateway, call),
    },
  ];
  if (gateway.profile.newer) {
    routes.push({
      method: 'get',
      path: '/v2/user/info',
      access: 'own',
      handle: call => showUserShortly(gateway, call),
    });
  }
  return routes;
}

function deleteUsers(gateway: Gateway, { body }: Call): number {
  const { cache, profile, store } = gateway;
  const { user_ids: ids } = check(
    z.object({ user_ids: z.array(z.string()) }),
    body,
  );
  const unknown = ids.find(id => !store.users.has(id));
  if (unknown !== undefined) {
    throw new DetailError(404, {
      error: `User not found, passed user_id=${unknown}`,
    });
  }
  for (const id of ids) {
    // neither archived nor, by 1.82.1, forgotten: a cached key lives on
    for (const key of store.keysOf({ user_id: id })) {
      store.keys.delete(key.token);
      if (profile.newer) {
        cache.evict('key', key.token);
      }
    }
    store.users.get(id)?.teams.forEach(team => leaveTeam(gateway, team, id));
    store.users.delete(id);
    if (profile.newer) {
      cache.evict('user', id);
    }
  }
  store.touch();
  return ids.length;
}

function requireOwnInfo(
  { profile }: Gateway,
  { caller }: Call,
  userId: string,
): void {
  const seesAll = isAdmin(caller) || (isViewer(caller) && profile.newer);
  if (!seesAll && caller.userId !== userId) {
    throw authError(
      403,
      `key not allowed to access this user's info. user_id=${userId}, key's user_id=${
        caller.userId ?? 'None'
      }`,
    );
  }
}

function showUser(gateway: Gateway, call: Call) {
  const { profile, store } = gateway;
  const userId = call.query.user_id || call.caller.userId || '';
  requireOwnInfo(gateway, call, userId);
  const row = store.users.get(userId);
  if (!row) {
    throw new ProxyError(404, `User ${userId} not found`);
  }
  return {
    user_id: userId,
    user_info: {
      ...userRowView(row, profile),
      organization_memberships: [],
      ...(profile.newer && { model_max_budget_usage: {} }),
    },
    keys: store.keysOf({ user_id: userId }).map(key => ({
      ...keyOfOwner(key, profile, store),
      team_alias: key.team_id ? null : 'None',
    })),
    teams: [...store.teams.values()]
      .filter(team => team.members_with_roles.some(m => m.user_id === userId))
      .map(team => teamView(team, profile)),
  };
}

function showUserShortly(gateway: Gateway, call: Call) {
  const userId = call.query.user_id || call.caller.userId || '';
  requireOwnInfo(gateway, call, userId);
  const row = gateway.store.users.get(userId);
  if (!row) {
    throw new ProxyError(404, `User not found: ${userId}`);
  }
  return shortUser(row);
}

function listUsers(gateway: Gateway, { caller, query }: Call) {
  const { profile, store } = gateway;
  const page = pageParameter(query, 'page', { fallback: 1 });
  const size = pageParameter(query, 'page_size', { fallback: 25, max: 100 });
  if (!isAdmin(caller) && !isViewer(caller)) {
    throw new DetailError(403, {
      error: 'Only proxy admins and organization admins can list users.',
    });
  }
  const rows = [...store.users.values()].filter(row =>
    matches(gateway, row, query),
  );
  sort(rows, query);
  const counts = new Map<string | null, number>();
  for (const key of store.keys.values()) {
    counts.set(key.user_id, (counts.get(key.user_id) ?? 0) + 1);
  }
  return {
    users: pageOf(rows, page, size).map(row => ({
      ...listedUser(row, profile),
      key_count: counts.get(row.user_id) ?? 0,
    })),
    total: rows.length,
    page,
    page_size: size,
    total_pages: Math.ceil(rows.length / size),
  };
}

/** One id is looked for as a part of ids, several are exact. */
function matches(
  { profile }: Gateway,
  row: UserRow,
  query: Record<string, string>,
): boolean {
  const has = (value: string | null, part: string) =>
    !!value?.toLowerCase().includes(part.toLowerCase());
  const ids = query.user_ids?.split(',').map(id => id.trim());
  const idMatches =
    !ids ||
    (ids.length === 1 ? has(row.user_id, ids[0]) : ids.includes(row.user_id));
  return (
    idMatches &&
    (!query.user_email || has(row.user_email, query.user_email)) &&
    (!query.role || row.user_role === query.role) &&
    (!query.team || row.teams.includes(query.team)) &&
    (!profile.newer ||
      !query.search ||
      [row.user_id, row.user_email, row.user_alias].some(value =>
        has(value, query.search),
      ))
  );
}

function sort(rows: UserRow[], query: Record<string, string>): void {
  const column = SORT_COLUMNS.find(
    name => name === (query.sort_by || 'created_at'),
  );
  if (!column) {
    throw new DetailError(400, {
      error: `Invalid sort column. Must be one of: ${SORT_COLUMNS.join(', ')}`,
    });
  }
  const fallback = query.sort_by ? 'asc' : 'desc';
  const direction = (query.sort_order || fallback) === 'asc' ? 1 : -1;
  rows.sort((a, b) => {
    const [left, right] = [a[column] ?? '', b[column] ?? ''];
    if (left === right) {
      return a.user_id < b.user_id ? -direction : direction;
    }
    return left < right ? -direction : direction;
  });
}
