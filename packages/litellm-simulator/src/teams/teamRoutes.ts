import { z } from 'zod';
import { isAdmin, isViewer } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { authError, DetailError, pythonDict } from '../http/errors';
import type { Call, Route } from '../http/Route';
import { check, pageParameter } from '../http/validation';
import { archive } from '../keys/deleteKeys';
import { keyOfOwner } from '../keys/keyView';
import type { TeamRow } from '../store/rows';
import { pageOf } from '../store/pageOf';
import { addMembers } from './addMembers';
import { deleteMember } from './deleteMember';
import { leaveTeam } from './enrolment';
import { createTeam, updateTeam } from './saveTeam';
import { membershipView, teamRowView, teamView } from './teamView';
import { updateMember } from './updateMember';

export function teamRoutes(gateway: Gateway): Route[] {
  const post = (path: string, handle: (call: Call) => unknown): Route => ({
    method: 'post',
    path,
    access: 'admin',
    handle,
  });
  const get = (path: string, handle: (call: Call) => unknown): Route => ({
    method: 'get',
    path,
    access: 'own',
    handle,
  });
  return [
    post('/team/new', call => createTeam(gateway, call)),
    post('/team/update', call => updateTeam(gateway, call)),
    post('/team/delete', call => deleteTeams(gateway, call)),
    post('/team/block', call => setBlocked(gateway, call, true)),
    post('/team/unblock', call => setBlocked(gateway, call, false)),
    post('/team/member_add', ({ body, caller }) =>
      addMembers(gateway, body, caller),
    ),
    post('/team/member_update', ({ body, caller }) =>
      updateMember(gateway, body, caller),
    ),
    post('/team/member_delete', ({ body, caller }) =>
      deleteMember(gateway, body, caller),
    ),
    get('/team/info', call => showTeam(gateway, call)),
    get('/team/list', call => listAll(gateway, call)),
    get('/v2/team/list', call => listTeams(gateway, call)),
  ];
}

function deleteTeams(gateway: Gateway, { body, caller }: Call) {
  const { cache, profile, store } = gateway;
  const { team_ids: ids } = check(
    z.object({ team_ids: z.array(z.string()) }),
    body,
  );
  const unknown = ids.find(id => !store.teams.has(id));
  if (unknown !== undefined) {
    throw new DetailError(404, {
      error: `Team not found, passed team_id=${unknown}`,
    });
  }
  for (const id of ids) {
    const team = store.teams.get(id);
    const keys = store.keysOf({ team_id: id });
    if (team) {
      store.deletedTeams.push(structuredClone(team));
      team.members_with_roles.forEach(m =>
        leaveTeam(gateway, id, m.user_id ?? ''),
      );
    }
    store.membershipsOf(id).forEach(m => store.deleteMembership(id, m.user_id));
    store.teams.delete(id);
    if (profile.newer) {
      keys.forEach(key => archive(gateway, key, caller));
      cache.evict('team', id);
    } else {
      // keys in the cache go on working
      keys.forEach(key => store.keys.delete(key.token));
    }
  }
  store.touch();
  return { deleted_teams: ids };
}

/** Nobody tells the cached keys of the team: it takes effect when they are read anew. */
function setBlocked(
  { clock, profile, store }: Gateway,
  { body }: Call,
  blocked: boolean,
) {
  const { team_id: id } = check(z.object({ team_id: z.string() }), body);
  const team = store.teams.get(id);
  if (!team) {
    throw new DetailError(404, {
      error: `Team not found, passed team_id=${id}`,
    });
  }
  team.blocked = blocked;
  team.updated_at = clock.now();
  store.touch();
  return teamRowView(team, profile);
}

function showTeam(gateway: Gateway, { caller, query }: Call) {
  const { profile, store } = gateway;
  const id = query.team_id;
  if (!id) {
    throw authError(
      422,
      pythonDict('message', 'Malformed request. No team id passed in.'),
    );
  }
  const team = store.teams.get(id);
  if (!team) {
    throw authError(
      404,
      pythonDict('message', `Team not found, passed team id: ${id}.`),
    );
  }
  const isMember = team.members_with_roles.some(
    m => m.user_id !== null && m.user_id === caller.userId,
  );
  if (
    !isAdmin(caller) &&
    !isViewer(caller) &&
    !isMember &&
    caller.key?.team_id !== id
  ) {
    throw authError(
      403,
      pythonDict(
        'error',
        `API key not authorized to access this team=${id}. No user_id or team_id associated with this key.`,
      ),
    );
  }
  return {
    team_id: id,
    team_info: teamInfo(gateway, team),
    keys: store
      .keysOf({ team_id: id })
      .map(key => keyOfOwner(key, profile, store)),
    team_memberships: store.membershipsOf(id).map(row => ({
      ...membershipView(row, profile, store),
      ...(profile.newer && {
        budget_source: row.budget_id ? 'custom' : 'none',
      }),
    })),
  };
}

function teamInfo({ profile, store }: Gateway, team: TeamRow) {
  const view = { ...teamView(team, profile), team_member_budget_table: null };
  if (!profile.newer) {
    return view;
  }
  return {
    ...view,
    members_with_roles: team.members_with_roles.map(m => ({
      ...m,
      user_alias: store.users.get(m.user_id ?? '')?.user_alias ?? null,
    })),
    organization_models: null,
    model_max_budget_usage: {},
    caller_edit_access: { kind: 'unrestricted' },
  };
}

function requireListing({ caller }: Call, userId?: string): void {
  const own = !!userId && userId === caller.userId;
  if (!isAdmin(caller) && !isViewer(caller) && !own) {
    throw new DetailError(401, {
      error: `Only admin users can query all teams/other teams. Your user role=${
        caller.role ?? 'internal_user'
      }`,
    });
  }
}

function listAll(gateway: Gateway, call: Call) {
  const { profile, store } = gateway;
  requireListing(call, call.query.user_id);
  return [...store.teams.values()]
    .filter(
      team =>
        !call.query.user_id ||
        team.members_with_roles.some(m => m.user_id === call.query.user_id),
    )
    .map(team => ({
      ...teamView(team, profile),
      team_memberships: store
        .membershipsOf(team.team_id)
        .map(row => membershipView(row, profile, store)),
      keys: store
        .keysOf({ team_id: team.team_id })
        .map(key => keyOfOwner(key, profile, store)),
    }));
}

function listTeams(gateway: Gateway, call: Call) {
  const { profile, store } = gateway;
  const { query } = call;
  const page = pageParameter(query, 'page', { fallback: 1 });
  const size = pageParameter(query, 'page_size', { fallback: 10, max: 100 });
  if (query.status && query.status !== 'deleted') {
    throw new DetailError(400, {
      error: "Invalid status value. Currently only 'deleted' is supported.",
    });
  }
  requireListing(call, query.user_id);
  const source =
    query.status === 'deleted' ? store.deletedTeams : [...store.teams.values()];
  const rows = source.filter(team => matches(gateway, team, query));
  sort(rows, query);
  const keyCounts = new Map<string | null, number>();
  for (const key of store.keys.values()) {
    keyCounts.set(key.team_id, (keyCounts.get(key.team_id) ?? 0) + 1);
  }
  return {
    teams: pageOf(rows, page, size).map(team => ({
      ...teamView(team, profile),
      ...(profile.newer && {
        members_count: team.members_with_roles.length,
        keys_count: keyCounts.get(team.team_id) ?? 0,
      }),
    })),
    total: rows.length,
    page,
    page_size: size,
    total_pages: Math.ceil(rows.length / size),
  };
}

function matches(
  { profile }: Gateway,
  team: TeamRow,
  query: Record<string, string>,
): boolean {
  const aliasHas = (part: string) =>
    !!team.team_alias?.toLowerCase().includes(part.toLowerCase());
  return (
    (!query.team_id || team.team_id === query.team_id) &&
    (!query.team_alias || aliasHas(query.team_alias)) &&
    (!query.organization_id ||
      team.organization_id === query.organization_id) &&
    (!query.user_id ||
      team.members_with_roles.some(m => m.user_id === query.user_id)) &&
    (!profile.newer ||
      !query.search ||
      aliasHas(query.search) ||
      team.team_id.includes(query.search))
  );
}

/** A column it does not know is ignored. */
function sort(rows: TeamRow[], query: Record<string, string>): void {
  const column = (['team_id', 'team_alias', 'created_at'] as const).find(
    name => name === query.sort_by,
  );
  const by = column ?? 'created_at';
  const direction = column && query.sort_order !== 'desc' ? 1 : -1;
  rows.sort((a, b) => {
    const [left, right] = [a[by] ?? '', b[by] ?? ''];
    if (left === right) {
      return a.team_id < b.team_id ? -direction : direction;
    }
    return left < right ? -direction : direction;
  });
}
