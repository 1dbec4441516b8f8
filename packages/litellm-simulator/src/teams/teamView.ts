import type { Profile } from '../profile';
import { memberBudgetView } from '../budgets/budgetView';
import type { MembershipRow, TeamRow } from '../store/rows';
import type { Store } from '../store/Store';
import { zulu } from '../time/format';

/** A team as most routes show it. */
export function teamView(
  row: TeamRow,
  profile: Profile,
): Record<string, unknown> {
  const { newer } = profile;
  return {
    team_alias: row.team_alias,
    team_id: row.team_id,
    organization_id: row.organization_id,
    admins: [],
    members: [],
    members_with_roles: row.members_with_roles,
    team_member_permissions: [],
    metadata: row.metadata,
    tpm_limit: row.tpm_limit,
    rpm_limit: row.rpm_limit,
    ...(newer && { tpd_limit: null }),
    max_budget: row.max_budget,
    soft_budget: row.soft_budget,
    budget_duration: row.budget_duration,
    ...(newer && { budget_limits: null }),
    models: row.models,
    blocked: row.blocked,
    router_settings: {},
    access_group_ids: [],
    ...(newer && { default_team_member_models: [] }),
    spend: row.spend,
    max_parallel_requests: row.max_parallel_requests,
    budget_reset_at: zulu(row.budget_reset_at),
    model_id: null,
    ...(newer && {
      model_spend: {},
      model_max_budget: {},
      policies: [],
      allow_team_guardrail_config: false,
    }),
    litellm_model_table: null,
    object_permission: null,
    object_permission_id: null,
    updated_at: zulu(row.updated_at),
    created_at: zulu(row.created_at),
  };
}

/** A raw row, as update and block answer. */
export function teamRowView(
  row: TeamRow,
  profile: Profile,
): Record<string, unknown> {
  return {
    ...teamView(row, profile),
    model_spend: {},
    model_max_budget: {},
    policies: [],
    allow_team_guardrail_config: false,
    litellm_organization_table: null,
    projects: null,
  };
}

export function membershipView(
  row: MembershipRow,
  profile: Profile,
  store: Store,
): Record<string, unknown> {
  const budget = row.budget_id ? store.budgets.get(row.budget_id) : undefined;
  return {
    user_id: row.user_id,
    team_id: row.team_id,
    budget_id: row.budget_id,
    spend: row.spend,
    ...(profile.newer && { total_spend: row.total_spend }),
    litellm_budget_table: budget ? memberBudgetView(budget, profile) : null,
  };
}
