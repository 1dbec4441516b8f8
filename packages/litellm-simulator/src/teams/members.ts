import { z } from 'zod';
import { MASTER_USER, type Caller } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { DetailError, licenceText, ProxyError } from '../http/errors';
import {
  check,
  optionalInteger,
  optionalNumber,
  optionalText,
} from '../http/validation';
import { archive } from '../keys/deleteKeys';
import { nextReset } from '../time/durations';
import type { BudgetRow, TeamMember, TeamRow, UserRow } from '../store/rows';
import { roundTrip } from '../store/roundTrip';
import { findByEmail, newUserRow } from '../users/userRequest';
import { listedUser } from '../users/userView';
import { membershipView, teamView } from './teamView';

const member = z.object({
  role: z.enum(['admin', 'user']).default('user'),
  user_id: optionalText,
  user_email: optionalText,
});

const addRequest = z.object({
  team_id: z.string(),
  member: z.union([z.array(member), member]),
  max_budget_in_team: optionalNumber,
  budget_duration: optionalText,
});

const updateRequest = z.object({
  team_id: z.string(),
  user_id: optionalText,
  user_email: optionalText,
  role: z.enum(['admin', 'user']).nullish(),
  max_budget_in_team: optionalNumber,
  tpm_limit: optionalInteger,
  rpm_limit: optionalInteger,
  budget_duration: optionalText,
});

const deleteRequest = z.object({
  team_id: z.string(),
  user_id: optionalText,
  user_email: optionalText,
});

/**
 * Adds members. The list of members is read, and written as a whole later: of several calls at once one wins, the
 * members of the others are lost.
 */
export async function addMembers(
  gateway: Gateway,
  body: unknown,
  caller: Caller,
): Promise<Record<string, unknown>> {
  const { profile, store } = gateway;
  const request = check(addRequest, body);
  const team = requireTeam(gateway, request.team_id);
  const single = !Array.isArray(request.member);
  const wanted = [request.member].flat();
  if (wanted.some(({ role }) => role === 'admin')) {
    throw adminIsPremium();
  }
  const before = [...team.members_with_roles];
  const known = (m: { user_id?: string | null; user_email?: string | null }) =>
    before.some(
      old =>
        (m.user_id && old.user_id === m.user_id) ||
        (m.user_email && old.user_email === m.user_email),
    );
  if (single && known(wanted[0])) {
    throw alreadyIn(wanted[0], before);
  }
  await roundTrip();
  const users: UserRow[] = [];
  const added: TeamMember[] = [];
  for (const one of wanted.filter(m => !known(m))) {
    const user = userFor(gateway, one);
    users.push(user);
    added.push({
      user_id: user.user_id,
      user_email: user.user_email,
      role: one.role,
    });
    enrol(gateway, team.team_id, user, budgetFor(gateway, request, caller));
  }
  team.members_with_roles = [...before, ...added];
  team.updated_at = gateway.clock.now();
  store.touch();
  return {
    ...teamView(team, profile),
    updated_users: users.map(user => listedUser(user, profile)),
    updated_team_memberships: users.flatMap(user => {
      const row = store.membership(team.team_id, user.user_id);
      return row ? [membershipView(row, profile, store)] : [];
    }),
  };
}

/** Never complains about a stranger: it makes a membership row that belongs to neither a member nor a user. */
export function updateMember(
  gateway: Gateway,
  body: unknown,
  caller: Caller,
): Record<string, unknown> {
  const { profile, store } = gateway;
  const request = check(updateRequest, body);
  const team = store.teams.get(request.team_id);
  if (!team) {
    throw new DetailError(400, {
      error: `Team id=${request.team_id} does not exist in db`,
    });
  }
  if (request.role === 'admin') {
    throw adminIsPremium();
  }
  const userId =
    request.user_id ??
    findByEmail(gateway, request.user_email ?? '')?.user_id ??
    '';
  const row = store.membership(team.team_id, userId) ?? {
    team_id: team.team_id,
    user_id: userId,
    budget_id: null,
    spend: 0,
    total_spend: 0,
  };
  const old = row.budget_id ? store.budgets.get(row.budget_id) : undefined;
  const limits = memberLimits(gateway, request);
  if (Object.keys(limits).length > 0) {
    if (profile.newer && old) {
      Object.assign(old, limits);
    } else {
      // 1.82.1 makes a new row with only what was sent
      row.budget_id = newBudget(gateway, limits, caller).budget_id;
    }
  } else if (!profile.newer) {
    row.budget_id = null;
  }
  store.setMembership(row);
  store.touch();
  const budget = row.budget_id ? store.budgets.get(row.budget_id) : undefined;
  const shown = (column: 'tpm_limit' | 'rpm_limit') =>
    (profile.newer ? budget?.[column] : request[column]) ?? null;
  return {
    user_id: userId,
    user_email: request.user_email ?? null,
    team_id: team.team_id,
    max_budget_in_team:
      (profile.newer ? budget?.max_budget : request.max_budget_in_team) ?? null,
    tpm_limit: shown('tpm_limit'),
    rpm_limit: shown('rpm_limit'),
    ...(profile.newer && {
      budget_duration: budget?.budget_duration ?? null,
      allowed_models: null,
      temp_budget_increase: null,
      temp_budget_expiry: null,
      model_max_budget: null,
    }),
  };
}

/** Takes the member's keys of this team along. */
export function deleteMember(
  gateway: Gateway,
  body: unknown,
  caller: Caller,
): Record<string, unknown> {
  const { profile, store } = gateway;
  const request = check(deleteRequest, body);
  const team = store.teams.get(request.team_id);
  if (!team) {
    throw new DetailError(400, {
      error: `Team id=${request.team_id} does not exist in db`,
    });
  }
  const found = team.members_with_roles.find(
    m =>
      (request.user_id && m.user_id === request.user_id) ||
      (request.user_email && m.user_email === request.user_email),
  );
  if (!found) {
    throw new DetailError(400, { error: 'User not found in team' });
  }
  const userId = found.user_id ?? '';
  leaveTeam(gateway, team.team_id, userId);
  store
    .keysOf({ user_id: userId, team_id: team.team_id })
    .forEach(key => archive(gateway, key, caller));
  store.touch();
  return teamView(team, profile);
}

/** Writes a member into team, user and membership. */
export function joinTeam(
  gateway: Gateway,
  teamId: string,
  userId: string,
): void {
  const { store } = gateway;
  const team = store.teams.get(teamId);
  const user = store.users.get(userId);
  if (
    !team ||
    !user ||
    team.members_with_roles.some(m => m.user_id === userId)
  ) {
    return;
  }
  team.members_with_roles.push({
    user_id: userId,
    user_email: user.user_email,
    role: 'user',
  });
  enrol(gateway, teamId, user, null);
}

export function leaveTeam(
  { cache, clock, store }: Gateway,
  teamId: string,
  userId: string,
): void {
  const team = store.teams.get(teamId);
  if (team) {
    team.members_with_roles = team.members_with_roles.filter(
      m => m.user_id !== userId,
    );
    team.updated_at = clock.now();
  }
  const user = store.users.get(userId);
  if (user) {
    user.teams = user.teams.filter(id => id !== teamId);
    cache.evict('user', userId);
  }
  store.deleteMembership(teamId, userId);
}

export function requireTeam({ store }: Gateway, teamId: string): TeamRow {
  const team = store.teams.get(teamId);
  if (!team) {
    throw new DetailError(404, {
      error: `Team doesn't exist in db. Team=${teamId}. Create team via \`/team/new\` call.`,
    });
  }
  return team;
}

/** The creator of a team, even if nobody of that name exists: 1.108.2 makes that user. */
export function enrolCreator(gateway: Gateway, teamId: string, userId: string) {
  const { profile, store } = gateway;
  if (!profile.newer) {
    return;
  }
  const user =
    store.users.get(userId) ??
    newUserRow(gateway, userId, { user_role: 'internal_user' });
  store.users.set(userId, user);
  enrol(gateway, teamId, user, null);
}

function enrol(
  { profile, store }: Gateway,
  teamId: string,
  user: UserRow,
  budgetId: string | null,
): void {
  if (!user.teams.includes(teamId) && user.user_id !== MASTER_USER) {
    user.teams.push(teamId);
  }
  // 1.82.1 has a membership row only for those with a budget
  if (profile.newer || budgetId) {
    store.setMembership({
      team_id: teamId,
      user_id: user.user_id,
      budget_id: budgetId,
      spend: 0,
      total_spend: 0,
    });
  }
}

/** An unknown member becomes a user. */
function userFor(
  gateway: Gateway,
  wanted: { user_id?: string | null; user_email?: string | null },
): UserRow {
  const { random, store } = gateway;
  const known = wanted.user_id
    ? store.users.get(wanted.user_id)
    : findByEmail(gateway, wanted.user_email ?? '');
  if (known) {
    return known;
  }
  const user = newUserRow(gateway, wanted.user_id || random.uuid(), {
    user_email: wanted.user_email ?? null,
    user_role: 'internal_user',
  });
  store.users.set(user.user_id, user);
  return user;
}

type MemberLimits = Pick<
  z.output<typeof updateRequest>,
  'max_budget_in_team' | 'tpm_limit' | 'rpm_limit' | 'budget_duration'
>;

/** The budget columns that a request speaks of. */
function memberLimits(
  { clock, profile }: Gateway,
  request: MemberLimits,
): Partial<BudgetRow> {
  const limits: Partial<BudgetRow> = {};
  const sent = <T>(value: T | undefined): value is T =>
    value !== undefined && (profile.newer || value !== null);
  if (sent(request.max_budget_in_team)) {
    limits.max_budget = request.max_budget_in_team ?? null;
  }
  if (sent(request.tpm_limit)) {
    limits.tpm_limit = request.tpm_limit ?? null;
  }
  if (sent(request.rpm_limit)) {
    limits.rpm_limit = request.rpm_limit ?? null;
  }
  const period = request.budget_duration;
  if (profile.newer && period !== undefined) {
    limits.budget_duration = period;
    limits.budget_reset_at = period
      ? nextReset(period, clock.now(), profile) ?? null
      : null;
  }
  return limits;
}

function budgetFor(
  gateway: Gateway,
  request: MemberLimits,
  caller: Caller,
): string | null {
  return typeof request.max_budget_in_team === 'number'
    ? newBudget(gateway, memberLimits(gateway, request), caller).budget_id
    : null;
}

function newBudget(
  { clock, random, store }: Gateway,
  limits: Partial<BudgetRow>,
  caller: Caller,
): BudgetRow {
  const now = clock.now();
  const row: BudgetRow = {
    budget_id: random.uuid(),
    max_budget: null,
    soft_budget: null,
    budget_duration: null,
    budget_reset_at: null,
    tpm_limit: null,
    rpm_limit: null,
    max_parallel_requests: null,
    created_at: now,
    created_by: caller.userId ?? '',
    updated_at: now,
    updated_by: caller.userId ?? '',
    ...limits,
  };
  store.budgets.set(row.budget_id, row);
  return row;
}

function adminIsPremium(): DetailError {
  return new DetailError(400, {
    error: licenceText('Assigning team admins is a premium feature. '),
  });
}

function alreadyIn(
  wanted: { user_id?: string | null; user_email?: string | null },
  members: TeamMember[],
): ProxyError {
  const python = (text?: string | null) => (text ? `'${text}'` : 'None');
  const list = members
    .map(
      m =>
        `Member(user_id=${python(m.user_id)}, user_email=${python(
          m.user_email,
        )}, role='${m.role}')`,
    )
    .join(', ');
  return new ProxyError(
    400,
    `User already in team. Member: user_id=${
      wanted.user_id ?? 'None'
    }, user_email=${wanted.user_email ?? 'None'}. Existing members=[${list}]`,
    { type: 'team_member_already_in_team', param: 'member' },
  );
}
