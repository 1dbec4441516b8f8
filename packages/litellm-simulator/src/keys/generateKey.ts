import type { Caller } from '../enforcement/Caller';
import { isAdmin } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { budgetTableView } from '../budgets/budgetView';
import { newBudget } from '../budgets/newBudget';
import { keyName, masked, sha256 } from '../http/credentials';
import { ProxyError, wrappedError } from '../http/errors';
import type { BudgetRow, KeyRow } from '../store/rows';
import { roundTrip } from '../store/roundTrip';
import { exactEnd } from '../time/durations';
import { zulu } from '../time/format';
import {
  customKeyRefusal,
  foldedMetadata,
  modelBudgetText,
  requireBudgetAmount,
  requireFreeAlias,
  requireLicence,
  requireSaneAlias,
  resetOf,
  type GenerateRequest,
} from './keyRequest';

const ROUTES_OF_TYPE: Record<string, string[]> = {
  llm_api: ['llm_api_routes'],
  management: ['management_routes'],
  read_only: ['info_routes'],
  default: [],
};

/**
 * Creates a key, or echoes the request if the key exists: the insert is an upsert that updates nothing. The alias is
 * looked for first, so a repeat with the same alias is refused.
 */
export async function generateKey(
  gateway: Gateway,
  request: GenerateRequest,
  caller: Caller,
): Promise<Record<string, unknown>> {
  const { clock, profile, store } = gateway;
  check(gateway, request, caller);
  const raw = request.key ?? newKey(gateway);
  const token = sha256(raw);
  const now = clock.now();
  const expires = expiryOf(gateway, request.duration, now);
  const resetAt = request.budget_duration
    ? resetOf(gateway, request.budget_duration)
    : null;
  await roundTrip(gateway);
  // also when the key exists: the row is an orphan then
  const budget =
    typeof request.soft_budget === 'number'
      ? newBudget(gateway, { soft_budget: request.soft_budget }, caller.userId)
      : undefined;
  const row: KeyRow = {
    token,
    key_name: keyName(raw),
    key_alias: request.key_alias ?? null,
    spend: request.spend ?? 0,
    total_spend: 0,
    expires,
    models: request.models ?? [],
    aliases: request.aliases ?? {},
    permissions: request.permissions ?? {},
    metadata: foldedMetadata(request.metadata ?? {}, request),
    // 1.82.1 makes a key without owner here
    user_id:
      request.user_id ??
      (isAdmin(caller) || !profile.newer ? null : caller.userId),
    team_id: request.team_id ?? null,
    organization_id: request.organization_id ?? null,
    blocked: request.blocked ?? null,
    allowed_routes:
      request.allowed_routes ??
      ROUTES_OF_TYPE[request.key_type ?? 'default'] ??
      [],
    key_type: profile.newer ? request.key_type ?? 'default' : null,
    budget_id: budget?.budget_id ?? request.budget_id ?? null,
    budget_limits: windowsOf(gateway, request),
    max_budget: request.max_budget ?? null,
    budget_duration: request.budget_duration ?? null,
    budget_reset_at: resetAt,
    tpm_limit: request.tpm_limit ?? null,
    rpm_limit: request.rpm_limit ?? null,
    max_parallel_requests: request.max_parallel_requests ?? null,
    created_at: now,
    created_by: caller.userId,
    updated_at: now,
    updated_by: caller.userId,
    settings_updated_at: null,
    last_active: null,
  };
  const existing = store.keys.get(token);
  if (!existing) {
    store.keys.set(token, row);
    gateway.cache.evict('key', token);
  }
  store.touch();
  return answer(gateway, raw, row, existing ?? row, budget);
}

function check(
  gateway: Gateway,
  request: GenerateRequest,
  caller: Caller,
): void {
  const { profile, store } = gateway;
  if (
    !isAdmin(caller) &&
    request.user_id &&
    request.user_id !== caller.userId
  ) {
    throw new ProxyError(
      403,
      `User can only create keys for themselves. Got user_id=${request.user_id}, Your ID=${caller.userId}`,
    );
  }
  requireSaneAlias(gateway, request.key_alias);
  requireBudgetAmount(gateway, request.max_budget);
  requireFreeAlias(gateway, request.key_alias);
  requireLicence(request, 'internal_server_error');
  const internal = (text: string) =>
    new ProxyError(500, `${profile.internalErrorPrefix}${text}`);
  const organization = request.organization_id;
  if (organization && !store.organizations.has(organization)) {
    throw internal(
      `Organization doesn't exist in db. Organization=${organization}. Create organization via \`/organization/new\` call.`,
    );
  }
  if (request.budget_id && !store.budgets.has(request.budget_id)) {
    throw wrappedError(500, 'Internal Server Error.');
  }
  if (Object.keys(request.model_max_budget ?? {}).length > 0) {
    throw internal(modelBudgetText());
  }
  const raw = request.key;
  const refusal = customKeyRefusal(gateway, raw);
  if (refusal) {
    throw wrappedError(403, refusal);
  }
  if (typeof raw === 'string' && !raw.startsWith('sk-')) {
    throw wrappedError(
      400,
      `Invalid key format. LiteLLM Virtual Key must start with 'sk-'. Received: ${masked(
        raw,
      )}`,
    );
  }
  if (typeof raw === 'string' && raw.length < 16 && profile.newer) {
    throw wrappedError(
      400,
      'Invalid key format. LiteLLM Virtual Key must be at least 16 characters long.',
    );
  }
}

function newKey({ random }: Gateway): string {
  const bytes = Buffer.from(
    Array.from({ length: 16 }, () => random.integer(0, 255)),
  );
  return `sk-${bytes.toString('base64url')}`;
}

function expiryOf(
  { profile }: Gateway,
  duration: string | null | undefined,
  now: number,
): number | null {
  if (!duration) {
    return null;
  }
  const end = exactEnd(duration, now);
  if (end === undefined) {
    throw new ProxyError(
      500,
      `${profile.internalErrorPrefix}Invalid duration format`,
    );
  }
  return end;
}

function windowsOf(gateway: Gateway, request: GenerateRequest) {
  if (!gateway.profile.newer || !request.budget_limits?.length) {
    return null;
  }
  return request.budget_limits.map(window => ({
    ...window,
    reset_at: resetOf(gateway, window.budget_duration),
    spend: 0,
  }));
}

/** Echoes the request's values; identity and times are the stored row's. */
function answer(
  gateway: Gateway,
  raw: string,
  row: KeyRow,
  stored: KeyRow,
  budget: BudgetRow | undefined,
): Record<string, unknown> {
  const { newer } = gateway.profile;
  return {
    key_alias: row.key_alias,
    duration: null,
    models: row.models,
    spend: row.spend,
    max_budget: row.max_budget,
    user_id: row.user_id,
    team_id: row.team_id,
    agent_id: null,
    max_parallel_requests: row.max_parallel_requests,
    metadata: row.metadata,
    tpm_limit: row.tpm_limit,
    rpm_limit: row.rpm_limit,
    budget_duration: row.budget_duration,
    ...(newer && { budget_limits: row.budget_limits }),
    allowed_cache_controls: [],
    config: {},
    permissions: row.permissions,
    model_max_budget: {},
    ...(newer && { budget_fallbacks: {} }),
    model_rpm_limit: null,
    model_tpm_limit: null,
    ...(newer && { mcp_rpm_limit: null, tag_rpm_limit: null }),
    guardrails: null,
    policies: null,
    prompts: null,
    blocked: row.blocked,
    aliases: row.aliases,
    object_permission: null,
    key: raw,
    ...(newer && { tpd_limit: null }),
    budget_id: row.budget_id,
    tags: null,
    enforced_params: null,
    allowed_routes: row.allowed_routes,
    allowed_passthrough_routes: null,
    allowed_vector_store_indexes: null,
    rpm_limit_type: null,
    tpm_limit_type: null,
    router_settings: {},
    access_group_ids: [],
    key_name: row.key_name,
    ...(newer && { key_type: row.key_type }),
    expires: zulu(row.expires),
    token_id: stored.token,
    organization_id: row.organization_id,
    project_id: null,
    litellm_budget_table: budget
      ? budgetTableView(budget, gateway.profile)
      : null,
    token: stored.token,
    created_by: stored.created_by,
    updated_by: stored.updated_by,
    created_at: zulu(stored.created_at),
    updated_at: zulu(stored.updated_at),
  };
}
