import type { Profile } from '../profile';
import type { BudgetRow } from '../store/rows';
import { zulu } from '../time/format';

const RELATIONS = [
  'organization',
  'projects',
  'keys',
  'end_users',
  'tags',
  'team_membership',
  'organization_membership',
];

const NEWER_MEMBERS = {
  allowed_models: [],
  temp_budget_increase: null,
  temp_budget_expiry: null,
};

/** A whole row of the budget table. */
export function budgetTableView(
  row: BudgetRow,
  profile: Profile,
  time: (ms: number | null) => string | null = zulu,
): Record<string, unknown> {
  const { newer } = profile;
  return {
    budget_id: row.budget_id,
    max_budget: row.max_budget,
    soft_budget: row.soft_budget,
    max_parallel_requests: row.max_parallel_requests,
    tpm_limit: row.tpm_limit,
    rpm_limit: row.rpm_limit,
    ...(newer && { tpd_limit: null }),
    model_max_budget: null,
    budget_duration: row.budget_duration,
    budget_reset_at: time(row.budget_reset_at),
    ...(newer && NEWER_MEMBERS),
    created_at: time(row.created_at),
    created_by: row.created_by,
    updated_at: time(row.updated_at),
    updated_by: row.updated_by,
    ...Object.fromEntries(RELATIONS.map(relation => [relation, null])),
    ...(newer && { model_access_groups: null }),
  };
}

/** The shorter form within a team membership. */
export function memberBudgetView(
  row: BudgetRow,
  profile: Profile,
): Record<string, unknown> {
  const { newer } = profile;
  return {
    budget_id: row.budget_id,
    soft_budget: row.soft_budget,
    max_budget: row.max_budget,
    max_parallel_requests: row.max_parallel_requests,
    tpm_limit: row.tpm_limit,
    rpm_limit: row.rpm_limit,
    ...(newer && { tpd_limit: null }),
    model_max_budget: null,
    budget_duration: row.budget_duration,
    ...(newer && NEWER_MEMBERS),
    ...(newer && {
      budget_reset_at: zulu(row.budget_reset_at),
      created_at: zulu(row.created_at),
    }),
  };
}
