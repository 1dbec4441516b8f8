/** Rows as LiteLLM's database has them. Times are milliseconds since 1970, money is US dollars. */

export type JsonObject = Record<string, unknown>;

/** Limits that keys, users, teams and budget rows have in common. */
export interface Limits {
  max_budget: number | null;
  budget_duration: string | null;
  budget_reset_at: number | null;
  tpm_limit: number | null;
  rpm_limit: number | null;
  max_parallel_requests: number | null;
}

export interface BudgetWindow {
  budget_duration: string;
  max_budget: number;
  reset_at: number;
  spend: number;
}

export interface KeyRow extends Limits {
  token: string;
  key_name: string;
  key_alias: string | null;
  spend: number;
  total_spend: number;
  expires: number | null;
  models: string[];
  aliases: JsonObject;
  permissions: JsonObject;
  metadata: JsonObject;
  user_id: string | null;
  team_id: string | null;
  organization_id: string | null;
  blocked: boolean | null;
  allowed_routes: string[];
  key_type: string | null;
  budget_id: string | null;
  budget_limits: BudgetWindow[] | null;
  created_at: number;
  created_by: string | null;
  updated_at: number;
  updated_by: string | null;
  settings_updated_at: number | null;
  last_active: number | null;
}

export interface DeletedKeyRow extends KeyRow {
  id: string;
  deleted_at: number;
  deleted_by: string | null;
  deleted_by_api_key: string;
}

export interface UserRow extends Limits {
  user_id: string;
  user_email: string | null;
  user_alias: string | null;
  user_role: string | null;
  spend: number;
  models: string[];
  teams: string[];
  metadata: JsonObject;
  created_at: number;
  updated_at: number;
}

export interface TeamMember {
  user_id: string | null;
  user_email: string | null;
  role: string;
}

export interface TeamRow extends Limits {
  team_id: string;
  team_alias: string | null;
  organization_id: string | null;
  members_with_roles: TeamMember[];
  spend: number;
  soft_budget: number | null;
  models: string[];
  metadata: JsonObject;
  blocked: boolean;
  created_at: number;
  updated_at: number;
}

export interface MembershipRow {
  team_id: string;
  user_id: string;
  budget_id: string | null;
  spend: number;
  total_spend: number;
}

export interface BudgetRow extends Limits {
  budget_id: string;
  soft_budget: number | null;
  created_at: number;
  created_by: string;
  updated_at: number;
  updated_by: string;
}

export interface OrganizationRow {
  organization_id: string;
  organization_alias: string;
  budget_id: string;
  spend: number;
  metadata: JsonObject;
  models: string[];
  members: { user_id: string; user_role: string; created_at: number }[];
  created_at: number;
  updated_at: number;
}

/** A deployment added by the API; those of the configuration have no row. */
export interface ModelRow {
  model_id: string;
  model_name: string;
  litellm_params: JsonObject;
  model_info: JsonObject;
  created_at: number;
  created_by: string;
  updated_at: number;
  updated_by: string;
}

export interface CallError {
  code: string;
  class: string;
  message: string;
  provider: string;
  normalized: string;
  limitType: string | null;
  budget: { type: string; id: string; limit: number; spend: number } | null;
}

/** One call as the spend log keeps it; made into LiteLLM's row when read. */
export interface LogRow {
  id: string;
  callId: string;
  callType: string;
  endpoint: string;
  status: 'success' | 'failure';
  start: number;
  end: number;
  firstToken: number;
  token: string;
  keyAlias: string | null;
  user: string;
  team: string;
  teamAlias: string | null;
  endUser: string;
  model: string;
  modelId: string;
  modelGroup: string;
  provider: string;
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  spend: number;
  inputCost: number;
  tags: string[];
  session: string;
  ip: string | null;
  userAgent: string | null;
  spendLogsMetadata: JsonObject | null;
  error: CallError | null;
}

/** A row of the daily activity tables. */
export interface ActivityRow {
  date: string;
  user: string;
  team: string;
  token: string;
  model: string;
  modelGroup: string;
  provider: string;
  endpoint: string;
  spend: number;
  promptTokens: number;
  completionTokens: number;
  successes: number;
  failures: number;
  responseMs: number;
}
