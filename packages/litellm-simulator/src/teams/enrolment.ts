import { MASTER_USER } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import type { UserRow } from '../store/rows';
import { newUserRow } from '../users/userRequest';

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

/** Writes the team into the user, and the membership. */
export function enrol(
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
