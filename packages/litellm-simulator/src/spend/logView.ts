import type { Profile } from '../profile';
import type { LogRow } from '../store/rows';
import { logTime } from '../time/format';

/** A row of the spend log as LiteLLM prints it. Absent ids are empty texts. */
export function logView(
  row: LogRow,
  profile: Profile,
  time: (ms: number) => string | null = logTime,
): Record<string, unknown> {
  const { newer } = profile;
  return {
    request_id: row.id,
    call_type: row.callType,
    api_key: row.token,
    spend: row.spend,
    total_tokens: row.totalTokens,
    prompt_tokens: row.promptTokens,
    completion_tokens: row.completionTokens,
    startTime: time(row.start),
    endTime: time(row.end),
    completionStartTime: time(row.firstToken),
    model: row.model,
    model_id: row.modelId,
    model_group: row.modelGroup,
    custom_llm_provider: row.provider,
    api_base: '',
    user: row.user,
    metadata: metadataOf(row, newer),
    cache_hit: row.status === 'success' ? 'None' : 'False',
    cache_key: 'Cache OFF',
    request_tags: row.tags,
    team_id: row.team,
    organization_id: '',
    end_user: row.endUser,
    requester_ip_address: row.ip,
    session_id: row.session,
    status: row.status,
    mcp_namespaced_tool_name: null,
    agent_id: null,
    ...(newer && { litellm_call_id: row.callId }),
    request_duration_ms: row.end - row.start,
  };
}

function metadataOf(row: LogRow, newer: boolean): Record<string, unknown> {
  const succeeded = row.status === 'success';
  return {
    status: succeeded ? null : 'failure',
    user_api_key: newer ? row.token || null : row.token,
    user_api_key_alias: row.keyAlias,
    user_api_key_team_id: row.team || null,
    user_api_key_team_alias: row.teamAlias,
    user_api_key_user_id: row.user || null,
    user_api_key_org_id: null,
    usage_object: usageOf(row, newer),
    cost_breakdown: succeeded
      ? {
          input_cost: row.inputCost,
          output_cost: row.spend - row.inputCost,
          total_cost: row.spend,
          original_cost: row.spend,
          discount_amount: 0,
          margin_total_amount: 0,
          tool_usage_cost: 0,
        }
      : null,
    attempted_retries: succeeded ? 0 : null,
    error_information: errorOf(row, newer),
    spend_logs_metadata: row.spendLogsMetadata,
    ...(newer && {
      litellm_call_id: row.callId,
      user_agent: row.userAgent,
      attempted_fallbacks: null,
    }),
    requester_ip_address: row.ip,
  };
}

function usageOf(row: LogRow, newer: boolean) {
  if (row.status === 'failure') {
    return newer ? {} : null;
  }
  return {
    total_tokens: row.totalTokens,
    prompt_tokens: row.promptTokens,
    completion_tokens: row.completionTokens,
  };
}

function errorOf({ error }: LogRow, newer: boolean) {
  if (!error) {
    return null;
  }
  return {
    error_code: error.code,
    error_class: error.class,
    error_message: error.message,
    llm_provider: error.provider,
    traceback: '',
    ...(newer && {
      normalized_error: error.normalized,
      error_rate_limit_type: error.limitType,
      error_rate_limit_category: null,
      error_provider_request_id: null,
      error_budget_entity_type: error.budget?.type ?? null,
      error_budget_entity_id: error.budget?.id ?? null,
      error_budget_limit: error.budget?.limit ?? null,
      error_budget_spend: error.budget?.spend ?? null,
    }),
  };
}
