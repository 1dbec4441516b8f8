import { z } from 'zod';
import { amount, number, rows, text, texts, time, toUtc } from '../fields';
import { isKeyHash } from '../keys/identity';
import { scrub } from '../scrub';

/**
 * LiteLLM refused the call itself: such a message tells why. Those of
 * providers may quote the prompt.
 */
const REFUSED_BY_GATEWAY = new Set([
  'BudgetExceededError',
  'ProxyException',
  'ProxyModelNotFoundError',
  'HTTPException',
]);

const errorInformation = z
  .object({
    error_code: text,
    error_class: text,
    error_message: text,
    normalized_error: text,
    error_budget_entity_type: text,
    error_budget_entity_id: text,
    error_budget_limit: number,
    error_budget_spend: number,
    error_rate_limit_type: text,
  })
  .transform(error => ({
    /** HTTP status as text; 1.82.1 often leaves it out. */
    code: error.error_code,
    class: error.error_class,
    /** Only where LiteLLM itself refused. One line, without keys. */
    message:
      error.error_message && REFUSED_BY_GATEWAY.has(error.error_class ?? '')
        ? scrub(error.error_message)
        : undefined,
    /** E.g. `429_BUDGET_EXCEEDED`; newer versions. */
    normalized: error.normalized_error,
    rateLimitType: error.error_rate_limit_type,
    /** Whose budget was used up; newer versions. USD. */
    budget: error.error_budget_entity_type
      ? {
          entityType: error.error_budget_entity_type,
          entityId: error.error_budget_entity_id,
          limit: error.error_budget_limit,
          spend: error.error_budget_spend,
        }
      : undefined,
  }));

const details = z
  .object({
    cached_tokens: number,
    cache_creation_tokens: number,
    reasoning_tokens: number,
    audio_tokens: number,
  })
  .partial()
  .nullish()
  .catch(undefined);

const usageObject = z
  .object({
    prompt_tokens_details: details,
    completion_tokens_details: details,
    cache_read_input_tokens: number,
    cache_creation_input_tokens: number,
  })
  .transform(usage => ({
    cacheReadTokens:
      usage.cache_read_input_tokens ??
      usage.prompt_tokens_details?.cached_tokens,
    cacheWriteTokens:
      usage.cache_creation_input_tokens ??
      usage.prompt_tokens_details?.cache_creation_tokens,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens,
  }));

const metadata = z
  .object({
    status: text,
    user_api_key_alias: text,
    usage_object: usageObject.nullish().catch(undefined),
    error_information: errorInformation.nullish().catch(undefined),
  })
  .nullish()
  .catch(undefined);

/** A call without its start cannot be placed in time. */
const startTime = z.string().transform((value, context) => {
  const utc = toUtc(value);
  if (!utc) {
    context.addIssue({ code: 'custom', message: 'not a time' });
    return z.NEVER;
  }
  return utc;
});

/** 1.82.1 writes a bearer that is no key in clear: only a hash passes. */
const keyHash = text.transform(value =>
  value && isKeyHash(value) ? value : undefined,
);

const logRow = z
  .object({
    // A caller may have chosen it, on 1.82.1 an empty one: such a call counts like any other.
    request_id: z.string(),
    litellm_call_id: text,
    session_id: text,
    call_type: text,
    api_key: keyHash,
    user: text,
    team_id: text,
    end_user: text,
    model: text,
    model_group: text,
    model_id: text,
    custom_llm_provider: text,
    spend: amount,
    total_tokens: amount,
    prompt_tokens: amount,
    completion_tokens: amount,
    startTime,
    endTime: time,
    completionStartTime: time,
    request_duration_ms: number,
    status: text,
    cache_hit: text,
    request_tags: texts,
    metadata,
  })
  .transform(row => ({
    /** Unique among rows: the id of the answer, or of the call when there was none. */
    requestId: row.request_id,
    /** Newer versions. */
    callId: row.litellm_call_id,
    sessionId: row.session_id,
    /** `acompletion`, `aembedding`, …; 1.82.1 leaves it out of failures. */
    callType: row.call_type,
    /** sha256 of the key; undefined for the master key and for what was no key. */
    keyHash: row.api_key,
    keyAlias: row.metadata?.user_api_key_alias,
    userId: row.user,
    teamId: row.team_id,
    /** Not to be trusted on 1.82.1: kept from earlier calls. */
    endUser: row.end_user,
    /** What was called at the provider, e.g. `openai/gpt-4o`. */
    model: row.model,
    /** The public name; undefined where no deployment was chosen. */
    modelGroup: row.model_group,
    /** The deployment. */
    modelId: row.model_id,
    provider: row.custom_llm_provider,
    /** USD. */
    spend: row.spend,
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    totalTokens: row.total_tokens,
    cacheReadTokens: row.metadata?.usage_object?.cacheReadTokens,
    cacheWriteTokens: row.metadata?.usage_object?.cacheWriteTokens,
    reasoningTokens: row.metadata?.usage_object?.reasoningTokens,
    startTime: row.startTime,
    endTime: row.endTime,
    completionStartTime: row.completionStartTime,
    durationMs: row.request_duration_ms,
    status:
      (row.status ?? row.metadata?.status) === 'failure'
        ? ('failure' as const)
        : ('success' as const),
    cacheHit: row.cache_hit?.toLowerCase() === 'true',
    requestTags: row.request_tags,
    error: row.metadata?.error_information ?? undefined,
  }));

/**
 * One call, as LiteLLM logged it, refused ones too. Never a prompt, an answer
 * or a key.
 *
 * @public
 */
export type SpendLog = z.output<typeof logRow>;

export const logList = z
  .object({
    data: rows(logRow),
    total: z.number(),
    total_is_capped: z.boolean().nullish(),
  })
  .transform(({ data, total, total_is_capped }) => ({
    ...data,
    total,
    /** Newer versions stop counting at 10 000. */
    totalIsCapped: total_is_capped ?? false,
  }));
