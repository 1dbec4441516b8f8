import type { Caller } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { wrappedError } from '../http/errors';
import { generateKey } from '../keys/generateKey';
import { generateRequest, resetOf } from '../keys/keyRequest';
import { roundTrip } from '../store/roundTrip';
import { joinTeam } from '../teams/enrolment';
import {
  findByEmail,
  newUserRow,
  roleOf,
  type NewUserRequest,
} from './userRequest';

/** Members of a created key that a user without key has none of. */
const WITHOUT_KEY = {
  key: '',
  key_name: null,
  key_type: null,
  token: null,
  token_id: null,
  created_by: null,
  updated_by: null,
  created_at: null,
  updated_at: null,
};

/** Looks for an existing id or mail first and inserts later: several at once make one user, or several with one mail. */
export async function createUser(
  gateway: Gateway,
  request: NewUserRequest,
  caller: Caller,
): Promise<Record<string, unknown>> {
  const { random, store } = gateway;
  const role = roleOf(request.user_role);
  const userId = request.user_id || random.uuid();
  if (store.users.has(userId)) {
    throw wrappedError(409, `User with id ${userId} already exists`);
  }
  const twin = request.user_email
    ? findByEmail(gateway, request.user_email)
    : undefined;
  if (twin) {
    throw wrappedError(
      409,
      `User with email ${twin.user_email} already exists`,
    );
  }
  const resetAt = request.budget_duration
    ? resetOf(gateway, request.budget_duration)
    : null;
  await roundTrip(gateway);
  if (!store.users.has(userId)) {
    store.users.set(
      userId,
      newUserRow(gateway, userId, {
        user_email: request.user_email ?? null,
        user_alias: request.user_alias ?? null,
        user_role: role,
        spend: request.spend ?? 0,
        models: request.models ?? [],
        metadata: request.metadata ?? {},
        max_budget: request.max_budget ?? null,
        budget_duration: request.budget_duration ?? null,
        budget_reset_at: resetAt,
        tpm_limit: request.tpm_limit ?? null,
        rpm_limit: request.rpm_limit ?? null,
        max_parallel_requests: request.max_parallel_requests ?? null,
      }),
    );
  }
  for (const team of request.teams ?? []) {
    const teamId = typeof team === 'string' ? team : team.team_id;
    joinTeam(gateway, teamId, userId);
  }
  store.touch();
  return answer(gateway, request, userId, role, caller);
}

async function answer(
  gateway: Gateway,
  request: NewUserRequest,
  userId: string,
  role: string | null,
  caller: Caller,
): Promise<Record<string, unknown>> {
  const withKey = request.auto_create_key !== false;
  const own = {
    user_id: userId,
    max_budget: request.max_budget ?? null,
    budget_duration: request.budget_duration ?? null,
    models: request.models ?? [],
    metadata: request.metadata ?? {},
    tpm_limit: request.tpm_limit ?? null,
    rpm_limit: request.rpm_limit ?? null,
    spend: request.spend ?? 0,
    user_email: request.user_email ?? null,
    user_role: role,
    user_alias: request.user_alias ?? null,
    teams: request.teams ?? null,
  };
  if (!withKey) {
    return {
      key_alias: null,
      duration: null,
      team_id: null,
      aliases: {},
      allowed_cache_controls: [],
      allowed_routes: [],
      config: {},
      permissions: {},
      expires: null,
      ...WITHOUT_KEY,
      ...own,
    };
  }
  const key = await generateKey(
    gateway,
    generateRequest.parse({
      user_id: userId,
      key_alias: request.key_alias,
      duration: request.duration,
      models: request.models,
      tpm_limit: request.tpm_limit,
      rpm_limit: request.rpm_limit,
    }),
    caller,
  );
  return { ...key, ...own, token: null, token_id: null };
}
