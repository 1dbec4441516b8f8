import { isAdmin, type Caller } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { adminOnly } from '../enforcement/routeAccess';
import { bodyError } from '../http/validation';
import { requireBudgetAmount, resetOf } from '../keys/keyRequest';
import type { UserRow } from '../store/rows';
import {
  findByEmail,
  newUserRow,
  roleOf,
  type UpdateUserRequest,
} from './userRequest';

/** Null clears these: on 1.82.1 `max_budget` only. */
const CLEARED_BY_NULL = ['max_budget', 'tpm_limit', 'rpm_limit'] as const;

/** Creates the user if it is unknown. Empty lists and objects are ignored, like most nulls. */
export function updateUser(
  gateway: Gateway,
  request: UpdateUserRequest,
  caller: Caller,
): UserRow {
  const { cache, clock, profile, random, store } = gateway;
  if (!request.user_id && !request.user_email) {
    throw bodyError('Either user id or user email must be provided', request);
  }
  const role = roleOf(request.user_role);
  requireBudgetAmount(gateway, request.max_budget);
  const existing = request.user_id
    ? store.users.get(request.user_id)
    : findByEmail(gateway, request.user_email ?? '');
  if (!isAdmin(caller) && existing?.user_id !== caller.userId) {
    throw adminOnly(profile, '/user/update', caller);
  }
  const changes = changesOf(gateway, request, role);
  const row = existing ?? newUserRow(gateway, request.user_id || random.uuid());
  Object.assign(row, changes, { updated_at: clock.now() });
  store.users.set(row.user_id, row);
  cache.evict('user', row.user_id);
  store.touch();
  return row;
}

function changesOf(
  gateway: Gateway,
  request: UpdateUserRequest,
  role: string | null,
): Partial<UserRow> {
  const { newer } = gateway.profile;
  const changes: Partial<UserRow> = {};
  for (const column of CLEARED_BY_NULL) {
    const value = request[column];
    if (
      typeof value === 'number' ||
      (value === null && (newer || column === 'max_budget'))
    ) {
      changes[column] = value;
    }
  }
  const { budget_duration: period } = request;
  if (period) {
    changes.budget_duration = period;
    changes.budget_reset_at = resetOf(gateway, period);
  } else if (period === null && newer) {
    changes.budget_duration = null;
    changes.budget_reset_at = null;
  }
  for (const column of [
    'user_email',
    'user_alias',
    'spend',
    'max_parallel_requests',
  ] as const) {
    const value = request[column];
    if (value !== undefined && value !== null) {
      Object.assign(changes, { [column]: value });
    }
  }
  if (role !== null) {
    changes.user_role = role;
  }
  if (request.models?.length) {
    changes.models = request.models;
  }
  if (request.metadata && Object.keys(request.metadata).length > 0) {
    changes.metadata = request.metadata;
  }
  return changes;
}
