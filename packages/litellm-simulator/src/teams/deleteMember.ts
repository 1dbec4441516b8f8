import { z } from 'zod';
import type { Caller } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { DetailError } from '../http/errors';
import { check, optionalText } from '../http/validation';
import { archive } from '../keys/deleteKeys';
import { leaveTeam } from './enrolment';
import { teamView } from './teamView';

const deleteRequest = z.object({
  team_id: z.string(),
  user_id: optionalText,
  user_email: optionalText,
});

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
