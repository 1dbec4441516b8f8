import type { Profile } from '../profile';
import { budgetTableView } from '../budgets/budgetView';
import type { DeletedKeyRow, KeyRow } from '../store/rows';
import type { Store } from '../store/Store';
import { offsetTime, zulu } from '../time/format';
import { userRowView } from '../users/userView';

type Time = (ms: number | null) => string | null;

const ROTATION = {
  rotation_count: 0,
  auto_rotate: false,
  rotation_interval: null,
  last_rotation_at: null,
  key_rotation_at: null,
};

/** The columns of a key, without its token, as /key/info and the update routes show them. */
export function keyColumns(
  row: KeyRow,
  profile: Profile,
  time: Time = offsetTime,
): Record<string, unknown> {
  const { newer } = profile;
  return {
    key_name: row.key_name,
    key_alias: row.key_alias,
    soft_budget_cooldown: false,
    spend: row.spend,
    ...(newer && { total_spend: row.total_spend }),
    expires: time(row.expires),
    models: row.models,
    aliases: row.aliases,
    config: {},
    router_settings: {},
    user_id: row.user_id,
    team_id: row.team_id,
    agent_id: null,
    project_id: null,
    permissions: row.permissions,
    max_parallel_requests: row.max_parallel_requests,
    metadata: row.metadata,
    blocked: row.blocked,
    tpm_limit: row.tpm_limit,
    rpm_limit: row.rpm_limit,
    ...(newer && { tpd_limit: null }),
    max_budget: row.max_budget,
    budget_duration: row.budget_duration,
    budget_reset_at: time(row.budget_reset_at),
    allowed_cache_controls: [],
    allowed_routes: row.allowed_routes,
    ...(newer && { key_type: row.key_type }),
    policies: [],
    access_group_ids: [],
    model_spend: {},
    model_max_budget: {},
    ...(newer && { budget_fallbacks: {} }),
    budget_id: row.budget_id,
    organization_id: row.organization_id,
    object_permission_id: null,
    created_at: time(row.created_at),
    created_by: row.created_by,
    updated_at: time(row.updated_at),
    updated_by: row.updated_by,
    ...(newer && { settings_updated_at: time(row.settings_updated_at) }),
    last_active: time(row.last_active),
    ...ROTATION,
    ...(newer && { budget_limits: budgetLimits(row, time) }),
    litellm_budget_table: null,
    litellm_organization_table: null,
    litellm_project_table: null,
    object_permission: null,
    jwt_key_mappings: null,
  };
}

function budgetLimits(row: KeyRow, time: Time) {
  return (
    row.budget_limits?.map(window => ({
      budget_duration: window.budget_duration,
      max_budget: window.max_budget,
      reset_at: time(window.reset_at),
    })) ?? null
  );
}

/** `info` of /key/info. */
export function keyInfo(
  row: KeyRow,
  profile: Profile,
  store: Store,
  now: number,
): Record<string, unknown> {
  const budget = row.budget_id ? store.budgets.get(row.budget_id) : undefined;
  return {
    ...keyColumns(row, profile),
    litellm_budget_table: budget
      ? budgetTableView(budget, profile, offsetTime)
      : null,
    ...(profile.newer && { status: statusOf(row, now) }),
    ...(profile.newer &&
      row.budget_limits && {
        budget_limits_usage: Object.fromEntries(
          row.budget_limits.map(window => [
            window.budget_duration,
            { current_spend: window.spend },
          ]),
        ),
      }),
  };
}

export function statusOf(row: KeyRow, now: number): string {
  if (row.blocked) {
    return 'revoked';
  }
  return row.expires !== null && row.expires <= now ? 'expired' : 'active';
}

/** A key in lists of users and teams: with its token, times in Prisma's form. */
export function keyOfOwner(
  row: KeyRow,
  profile: Profile,
  store: Store,
): Record<string, unknown> {
  const budget = row.budget_id ? store.budgets.get(row.budget_id) : undefined;
  return {
    token: row.token,
    ...keyColumns(row, profile, zulu),
    litellm_budget_table: budget ? budgetTableView(budget, profile) : null,
  };
}

/** The auth object's own columns, as /key/block answers and the full list begins. */
export function authColumns(
  row: KeyRow,
  profile: Profile,
  time: Time = zulu,
): Record<string, unknown> {
  const { newer } = profile;
  return {
    token: row.token,
    key_name: row.key_name,
    key_alias: row.key_alias,
    spend: row.spend,
    ...(newer && { total_spend: row.total_spend }),
    max_budget: row.max_budget,
    expires: time(row.expires),
    models: row.models,
    aliases: row.aliases,
    config: {},
    user_id: row.user_id,
    team_id: row.team_id,
    agent_id: null,
    project_id: null,
    max_parallel_requests: row.max_parallel_requests,
    metadata: row.metadata,
    tpm_limit: row.tpm_limit,
    rpm_limit: row.rpm_limit,
    ...(newer && { tpd_limit: null }),
    budget_duration: row.budget_duration,
    budget_reset_at: time(row.budget_reset_at),
    allowed_cache_controls: [],
    allowed_routes: row.allowed_routes,
    ...(newer && { key_type: row.key_type }),
    permissions: row.permissions,
    model_spend: {},
    model_max_budget: {},
    ...(newer && { budget_fallbacks: {} }),
    soft_budget_cooldown: false,
    blocked: row.blocked,
    litellm_budget_table: null,
    ...(newer && { budget_id: row.budget_id }),
    org_id: row.organization_id,
    created_at: time(row.created_at),
    created_by: row.created_by,
    updated_at: time(row.updated_at),
    updated_by: row.updated_by,
    ...(newer && { settings_updated_at: time(row.settings_updated_at) }),
    last_active: time(row.last_active),
    object_permission_id: null,
    object_permission: null,
    access_group_ids: [],
    ...ROTATION,
    router_settings: {},
    ...(newer && { budget_limits: budgetLimits(row, time) }),
  };
}

/** Members of the full list that hold what the key's team, user and organization would say, and never do. */
const UNFILLED = [
  'team_spend',
  'team_alias',
  'team_tpm_limit',
  'team_rpm_limit',
  'team_max_budget',
  'team_soft_budget',
  'soft_budget',
  'team_model_aliases',
  'team_member',
  'team_metadata',
  'team_object_permission_id',
  'team_member_spend',
  'team_member_tpm_limit',
  'team_member_rpm_limit',
  'end_user_id',
  'end_user_tpm_limit',
  'end_user_rpm_limit',
  'end_user_max_budget',
  'end_user_model_max_budget',
  'organization_max_budget',
  'organization_tpm_limit',
  'organization_rpm_limit',
  'organization_metadata',
  'project_metadata',
  'last_refreshed_at',
  'api_key',
  'user_role',
  'allowed_model_region',
  'parent_otel_span',
  'rpm_limit_per_model',
  'tpm_limit_per_model',
  'user_tpm_limit',
  'user_rpm_limit',
  'user_email',
  'user_spend',
  'user_max_budget',
  'request_route',
  'user',
  'end_user_object_permission',
];

/** An element of /key/list with `return_full_object`. */
export function fullKey(
  row: KeyRow,
  profile: Profile,
  store: Store,
  expandUser: boolean,
): Record<string, unknown> {
  const budget = row.budget_id ? store.budgets.get(row.budget_id) : undefined;
  const owner = row.user_id ? store.users.get(row.user_id) : undefined;
  return {
    ...authColumns(row, profile),
    litellm_budget_table: budget ? budgetTableView(budget, profile) : null,
    ...Object.fromEntries(UNFILLED.map(member => [member, null])),
    team_models: [],
    team_blocked: false,
    ...(expandUser && owner && { user: userRowView(owner, profile) }),
  };
}

/** `info` of a key that is in the archive only. */
export function deletedKeyInfo(
  row: DeletedKeyRow,
  profile: Profile,
): Record<string, unknown> {
  const { token: _, ...columns } = deletedKey(row, profile, offsetTime);
  return { ...columns, status: 'deleted' };
}

/** An element of the full list of deleted keys. */
export function deletedKey(
  row: DeletedKeyRow,
  profile: Profile,
  time: Time = zulu,
): Record<string, unknown> {
  return {
    ...authColumns(row, profile, time),
    id: row.id,
    deleted_at: time(row.deleted_at),
    deleted_by: row.deleted_by,
    deleted_by_api_key: row.deleted_by_api_key,
  };
}
