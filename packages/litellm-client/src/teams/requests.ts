import type { Duration, JsonObject, ModelNames } from '../fields';

/**
 * A team to create. The owner of the credential becomes its admin member.
 *
 * @public
 */
export interface TeamCreate {
  teamId: string;
  /** Not unique. */
  alias?: string;
  models?: ModelNames;
  /** USD; 0 is no limit. */
  maxBudget?: number;
  budgetDuration?: Duration;
  tpmLimit?: number;
  rpmLimit?: number;
  maxParallelRequests?: number;
  metadata?: JsonObject;
}

/**
 * Changes to a team: a member left out stays as it is, null clears it where
 * its type has null. For the others LiteLLM answers null with 500.
 *
 * @public
 */
export interface TeamPatch {
  alias?: string | null;
  models?: ModelNames;
  /** USD; 0 is no limit. */
  maxBudget?: number | null;
  /** null leaves `budgetResetAt` behind on 1.82.1. */
  budgetDuration?: Duration | null;
  tpmLimit?: number | null;
  rpmLimit?: number | null;
  maxParallelRequests?: number | null;
  /** Replaces all of it. */
  metadata?: JsonObject;
}

export function toBody(team: Omit<TeamCreate, 'teamId'> | TeamPatch) {
  return {
    team_alias: team.alias,
    models: team.models,
    max_budget: team.maxBudget,
    budget_duration: team.budgetDuration,
    tpm_limit: team.tpmLimit,
    rpm_limit: team.rpmLimit,
    max_parallel_requests: team.maxParallelRequests,
    metadata: team.metadata,
  };
}
