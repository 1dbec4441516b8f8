import type { Duration, JsonObject, ModelNames } from '../fields';

/**
 * What a key may reach: `llm_api` calls models, `management` administrates,
 * `read_only` reads, `default` does what its owner may.
 *
 * @public
 */
export type KeyType = 'default' | 'llm_api' | 'management' | 'read_only';

/**
 * A key to create. LiteLLM checks neither user, team nor models for existence.
 *
 * @public
 */
export interface KeyCreate {
  /** Raw; see `mintKey`. Left out, the gateway mints one. */
  key?: string;
  type?: KeyType;
  /** Unique among live keys, by a check that concurrent creates pass together. */
  alias?: string;
  userId?: string;
  teamId?: string;
  models: ModelNames;
  /** USD. */
  maxBudget?: number;
  budgetDuration?: Duration;
  tpmLimit?: number;
  rpmLimit?: number;
  maxParallelRequests?: number;
  /** Requests per minute by public model name; kept inside `metadata`. */
  modelRpmLimit?: Record<string, number>;
  /** Tokens per minute by public model name; kept inside `metadata`. */
  modelTpmLimit?: Record<string, number>;
  /** Its life, from now; an instant cannot be sent. */
  duration?: Duration;
  blocked?: boolean;
  allowedRoutes?: readonly [string, ...string[]];
  metadata?: JsonObject;
}

/**
 * Changes to a key: a member left out stays as it is, null clears it where
 * its type has null. Members without null cannot be cleared by it: LiteLLM
 * answers null for them with 400 or ignores it.
 *
 * @public
 */
export interface KeyPatch {
  alias?: string | null;
  userId?: string | null;
  /** The owner must be a member of the team. */
  teamId?: string | null;
  models?: ModelNames;
  /** USD. */
  maxBudget?: number | null;
  /** 1.82.1 ignores null. */
  budgetDuration?: Duration | null;
  tpmLimit?: number | null;
  rpmLimit?: number | null;
  maxParallelRequests?: number | null;
  /** `{}` clears; null would change nothing. */
  modelRpmLimit?: Record<string, number>;
  /** `{}` clears; null would change nothing. */
  modelTpmLimit?: Record<string, number>;
  /** Its life, from now; null is for ever. */
  duration?: Duration | null;
  blocked?: boolean;
  allowedRoutes?: readonly [string, ...string[]];
  /** Replaces all of it, also the per-model limits unless sent along. */
  metadata?: JsonObject;
  /** USD; 0 resets. */
  spend?: number;
}

/** Both write the same names; `undefined` is left out by JSON. */
export function toBody(key: KeyCreate | KeyPatch) {
  return {
    key_alias: key.alias,
    user_id: key.userId,
    team_id: key.teamId,
    models: key.models,
    max_budget: key.maxBudget,
    budget_duration: key.budgetDuration,
    tpm_limit: key.tpmLimit,
    rpm_limit: key.rpmLimit,
    max_parallel_requests: key.maxParallelRequests,
    model_rpm_limit: key.modelRpmLimit,
    model_tpm_limit: key.modelTpmLimit,
    duration: key.duration,
    blocked: key.blocked,
    allowed_routes: key.allowedRoutes,
    metadata: key.metadata,
  };
}
