import type { Duration, JsonObject, ModelNames } from '../fields';

/** @public */
export type UserRole =
  | 'proxy_admin'
  | 'proxy_admin_viewer'
  | 'internal_user'
  | 'internal_user_viewer';

/**
 * A user to create.
 *
 * @public
 */
export interface UserCreate {
  userId: string;
  alias?: string;
  /** Unique, whatever its case; concurrent creates pass together. */
  email?: string;
  role?: UserRole;
  models?: ModelNames;
  /** USD. */
  maxBudget?: number;
  budgetDuration?: Duration;
  tpmLimit?: number;
  rpmLimit?: number;
  maxParallelRequests?: number;
  metadata?: JsonObject;
}

/**
 * Changes to a user: a member left out stays as it is, null clears it where
 * its type has null. The others can be replaced, never cleared: LiteLLM
 * ignores null and empty values for them.
 *
 * @public
 */
export interface UserPatch {
  alias?: string;
  email?: string;
  role?: UserRole;
  models?: ModelNames;
  /** USD. */
  maxBudget?: number | null;
  /** 1.82.1 ignores null. */
  budgetDuration?: Duration | null;
  /** 1.82.1 ignores null. */
  tpmLimit?: number | null;
  /** 1.82.1 ignores null. */
  rpmLimit?: number | null;
  maxParallelRequests?: number;
  /** Replaces all of it; `{}` is ignored. */
  metadata?: JsonObject;
}

export function toBody(user: Omit<UserCreate, 'userId'> | UserPatch) {
  return {
    user_alias: user.alias,
    user_email: user.email,
    user_role: user.role,
    models: user.models,
    max_budget: user.maxBudget,
    budget_duration: user.budgetDuration,
    tpm_limit: user.tpmLimit,
    rpm_limit: user.rpmLimit,
    max_parallel_requests: user.maxParallelRequests,
    metadata: user.metadata,
  };
}
