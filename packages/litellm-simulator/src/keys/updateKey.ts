import { newBudget } from '../budgets/newBudget';
import type { Gateway } from '../Gateway';
import type { Caller } from '../enforcement/Caller';
import { isAdmin, MASTER_USER } from '../enforcement/Caller';
import { asToken } from '../http/credentials';
import {
  authError,
  ProxyError,
  pythonDict,
  type GatewayError,
} from '../http/errors';
import { bodyError, missing } from '../http/validation';
import type { KeyRow } from '../store/rows';
import { roundTrip } from '../store/roundTrip';
import { exactEnd } from '../time/durations';
import {
  foldedMetadata,
  modelBudgetText,
  requireBudgetAmount,
  requireFreeAlias,
  requireLicence,
  requireSaneAlias,
  resetOf,
  type UpdateRequest,
} from './keyRequest';

/** Columns that are set to what was sent, null included; absent is unchanged. */
const PLAIN = [
  'key_alias',
  'user_id',
  'budget_id',
  'organization_id',
  'max_budget',
  'tpm_limit',
  'rpm_limit',
  'max_parallel_requests',
  'blocked',
] as const;

/** Columns that the database takes no null for: 400. */
const NEVER_NULL = [
  'models',
  'allowed_routes',
  'metadata',
  'aliases',
  'permissions',
  'model_max_budget',
] as const;

/** Changes one key. Only the members sent count (litellm-observed 2.1). */
export async function updateKey(
  gateway: Gateway,
  request: UpdateRequest,
  caller: Caller,
): Promise<KeyRow> {
  const key = find(gateway, request, caller);
  const changes = check(gateway, request, key);
  // two updates at once to one new alias have both passed the check by now
  await roundTrip(gateway);
  const { cache, clock, profile, store } = gateway;
  const now = clock.now();
  Object.assign(key, changes, {
    updated_at: now,
    updated_by: caller.userId,
    settings_updated_at: now,
  });
  if (profile.newer && typeof request.soft_budget === 'number') {
    linkSoftBudget(gateway, key, request.soft_budget, now);
  }
  // 1.82.1 thereby forgets what was spent but is not in the database yet
  cache.evict('key', key.token);
  store.touch();
  return key;
}

function find(
  { profile, store }: Gateway,
  request: UpdateRequest,
  caller: Caller,
): KeyRow {
  let key: KeyRow | undefined;
  if (request.key) {
    key = store.keys.get(asToken(request.key));
  } else if (!profile.newer) {
    throw missing(request, 'body', 'key');
  } else if (!request.key_alias) {
    throw bodyError('either key or key_alias must be provided', request);
  } else {
    const alias = request.key_alias;
    key = [...store.keys.values()].find(row => row.key_alias === alias);
    delete request.key_alias;
  }
  if (!key) {
    throw unknownKey(profile.newer, request.key ?? '');
  }
  if (!isAdmin(caller) && key.user_id !== caller.userId) {
    throw authError(
      403,
      `User can only create keys for themselves. Got user_id=${key.user_id}, Your ID=${caller.userId}`,
    );
  }
  return key;
}

function unknownKey(newer: boolean, asked: string): GatewayError {
  return newer
    ? new ProxyError(404, 'Key not found.', {
        type: 'not_found_error',
        param: 'key',
      })
    : authError(
        401,
        `Authentication Error: invalid user key - user key does not exist in db. User Key=${asToken(
          asked,
        )}`,
      );
}

/** Everything that can refuse an update, before anything is written. */
function check(
  gateway: Gateway,
  request: UpdateRequest,
  key: KeyRow,
): Partial<KeyRow> {
  const { profile, store } = gateway;
  requireSaneAlias(gateway, request.key_alias);
  requireBudgetAmount(gateway, request.max_budget, 'auth_error', 'None');
  requireLicence(request, 'auth_error', 'None');
  for (const column of NEVER_NULL) {
    if (request[column] === null) {
      throw authError(
        400,
        `Authentication Error, \`data.${column}\`: A value is required but not set`,
      );
    }
  }
  if (Object.keys(request.model_max_budget ?? {}).length > 0) {
    throw authError(400, `Authentication Error, ${modelBudgetText()}`);
  }
  requireFreeAlias(gateway, request.key_alias, key.token);
  const changes: Partial<KeyRow> = {
    ...teamChange(gateway, request, key),
    ...durationChanges(gateway, request),
    ...metadataChange(request, key),
  };
  for (const column of PLAIN) {
    if (request[column] !== undefined) {
      Object.assign(changes, { [column]: request[column] });
    }
  }
  for (const column of [
    'models',
    'allowed_routes',
    'aliases',
    'permissions',
  ] as const) {
    if (request[column]) {
      Object.assign(changes, { [column]: request[column] });
    }
  }
  if (typeof request.spend === 'number') {
    changes.spend = request.spend;
  }
  if (profile.newer && request.budget_limits !== undefined) {
    changes.budget_limits = request.budget_limits?.length
      ? request.budget_limits.map(window => ({
          ...window,
          reset_at: resetOf(gateway, window.budget_duration),
          spend: 0,
        }))
      : null;
  }
  if (changes.budget_id && !store.budgets.has(changes.budget_id)) {
    throw authError(
      400,
      'Authentication Error, Foreign key constraint failed on the field: `budget_id`',
    );
  }
  return changes;
}

function teamChange(
  { profile, store }: Gateway,
  request: UpdateRequest,
  key: KeyRow,
): Partial<KeyRow> {
  const teamId = request.team_id;
  if (teamId === undefined || (teamId === '' && profile.newer)) {
    return {};
  }
  if (teamId === null) {
    return { team_id: null };
  }
  const team = store.teams.get(teamId);
  if (!team) {
    throw authError(
      404,
      pythonDict(
        'error',
        `Team doesn't exist in db. Team=${teamId}. Create team via \`/team/new\` call.`,
      ),
    );
  }
  const owner = request.user_id === undefined ? key.user_id : request.user_id;
  const isMember = team.members_with_roles.some(m => m.user_id === owner);
  if (owner && owner !== MASTER_USER && !isMember) {
    throw authError(
      403,
      `User=${owner} is not a member of the team=${teamId}. Check team members via \`/team/info\`.`,
    );
  }
  return { team_id: teamId };
}

function durationChanges(
  gateway: Gateway,
  request: UpdateRequest,
): Partial<KeyRow> {
  const { clock, profile } = gateway;
  const changes: Partial<KeyRow> = {};
  const { duration, budget_duration: period } = request;
  if (duration === null || duration === '-1') {
    changes.expires = null;
  } else if (duration) {
    const end = exactEnd(duration, clock.now());
    if (end === undefined) {
      throw authError(400, 'Authentication Error, Invalid duration format');
    }
    changes.expires = end;
  }
  // 1.82.1 takes neither null nor "" for a wish
  if (period === null && profile.newer) {
    changes.budget_duration = null;
    changes.budget_reset_at = null;
  } else if (period || (period === '' && profile.newer)) {
    changes.budget_reset_at = resetOf(gateway, period, 'auth_error', 'None');
    changes.budget_duration = period;
  }
  return changes;
}

function metadataChange(request: UpdateRequest, key: KeyRow): Partial<KeyRow> {
  const { metadata, model_rpm_limit: rpm, model_tpm_limit: tpm } = request;
  if (!metadata && !rpm && !tpm) {
    return {};
  }
  return { metadata: foldedMetadata(metadata ?? key.metadata, request) };
}

/** The linked row is changed for everybody who shares it, or a new one made. */
function linkSoftBudget(
  gateway: Gateway,
  key: KeyRow,
  amount: number,
  now: number,
): void {
  const { store } = gateway;
  const linked = key.budget_id ? store.budgets.get(key.budget_id) : undefined;
  if (linked) {
    linked.soft_budget = amount;
    linked.updated_at = now;
  } else {
    const row = newBudget(gateway, { soft_budget: amount }, key.created_by);
    key.budget_id = row.budget_id;
  }
}
