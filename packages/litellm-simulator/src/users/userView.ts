import type { Profile } from '../profile';
import type { UserRow } from '../store/rows';
import { zulu } from '../time/format';

/** A whole row of the user table, relations unread. */
export function userRowView(
  row: UserRow,
  profile: Profile,
): Record<string, unknown> {
  const { newer } = profile;
  return {
    ...(newer && { verified_subjects: null }),
    ...userColumns(row),
    ...(newer
      ? { password_reset_required: null, last_breach_check_at: null }
      : { password: null }),
    litellm_organization_table: null,
    organization_memberships: null,
    invitations_created: null,
    invitations_updated: null,
    invitations_user: null,
    object_permission: null,
  };
}

function userColumns(row: UserRow): Record<string, unknown> {
  return {
    user_id: row.user_id,
    user_alias: row.user_alias,
    team_id: null,
    sso_user_id: null,
    organization_id: null,
    object_permission_id: null,
    teams: row.teams,
    user_role: row.user_role,
    max_budget: row.max_budget,
    spend: row.spend,
    user_email: row.user_email,
    models: row.models,
    metadata: row.metadata,
    max_parallel_requests: row.max_parallel_requests,
    tpm_limit: row.tpm_limit,
    rpm_limit: row.rpm_limit,
    budget_duration: row.budget_duration,
    budget_reset_at: zulu(row.budget_reset_at),
    allowed_cache_controls: [],
    policies: [],
    model_spend: {},
    model_max_budget: {},
    created_at: zulu(row.created_at),
    updated_at: zulu(row.updated_at),
  };
}

/** An element of /user/list and of `updated_users`. */
export function listedUser(
  row: UserRow,
  profile: Profile,
): Record<string, unknown> {
  if (profile.newer) {
    return {
      ...userColumns(row),
      password_reset_required: null,
      last_breach_check_at: null,
      organization_memberships: null,
      object_permission: null,
    };
  }
  const {
    team_id: _team,
    organization_id: _organization,
    object_permission_id: _permission,
    allowed_cache_controls: _controls,
    policies: _policies,
    max_parallel_requests: _parallel,
    ...columns
  } = userColumns(row);
  return {
    ...columns,
    organization_memberships: null,
    object_permission: null,
  };
}

/** /v2/user/info of 1.108.2. */
export function shortUser(row: UserRow): Record<string, unknown> {
  return {
    user_id: row.user_id,
    user_email: row.user_email,
    user_alias: row.user_alias,
    user_role: row.user_role,
    spend: row.spend,
    max_budget: row.max_budget,
    tpm_limit: row.tpm_limit,
    rpm_limit: row.rpm_limit,
    models: row.models,
    budget_duration: row.budget_duration,
    budget_reset_at: zulu(row.budget_reset_at),
    metadata: row.metadata,
    created_at: zulu(row.created_at),
    updated_at: zulu(row.updated_at),
    sso_user_id: null,
    teams: row.teams,
    object_permission: null,
    model_max_budget: {},
    model_max_budget_usage: {},
  };
}
