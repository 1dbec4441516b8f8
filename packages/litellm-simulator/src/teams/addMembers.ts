import { z } from 'zod';
import { newBudget } from '../budgets/newBudget';
import type { Caller } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { DetailError, ProxyError } from '../http/errors';
import { check, optionalText } from '../http/validation';
import type { TeamMember, TeamRow, UserRow } from '../store/rows';
import { roundTrip } from '../store/roundTrip';
import { findByEmail, newUserRow } from '../users/userRequest';
import { listedUser } from '../users/userView';
import { enrol } from './enrolment';
import {
  adminIsPremium,
  memberLimits,
  memberLimitsRequest,
} from './memberLimits';
import { membershipView, teamView } from './teamView';

const member = z.object({
  role: z.enum(['admin', 'user']).default('user'),
  user_id: optionalText,
  user_email: optionalText,
});

const addRequest = memberLimitsRequest.extend({
  team_id: z.string(),
  member: z.union([z.array(member), member]),
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
  await roundTrip(gateway);
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

function requireTeam({ store }: Gateway, teamId: string): TeamRow {
  const team = store.teams.get(teamId);
  if (!team) {
    throw new DetailError(404, {
      error: `Team doesn't exist in db. Team=${teamId}. Create team via \`/team/new\` call.`,
    });
  }
  return team;
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

function budgetFor(
  gateway: Gateway,
  request: z.output<typeof addRequest>,
  caller: Caller,
): string | null {
  return typeof request.max_budget_in_team === 'number'
    ? newBudget(gateway, memberLimits(gateway, request), caller.userId)
        .budget_id
    : null;
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
