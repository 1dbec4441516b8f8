import { z } from 'zod';
import {
  amount,
  flag,
  id,
  limit,
  object,
  rows,
  strictText,
  strictTexts,
  text,
  time,
} from '../fields';

const member = z
  .object({ user_id: id, role: text })
  .transform(row => ({ userId: row.user_id, role: row.role }));

export const teamRow = z
  .object({
    team_id: id,
    team_alias: text,
    organization_id: text,
    members_with_roles: rows(member)
      .nullish()
      .transform(list => list?.items ?? []),
    models: strictTexts,
    blocked: flag,
    spend: amount,
    max_budget: limit,
    budget_duration: strictText,
    budget_reset_at: time,
    tpm_limit: limit,
    rpm_limit: limit,
    max_parallel_requests: limit,
    metadata: object,
    created_at: time,
    updated_at: time,
  })
  .transform(row => ({
    teamId: row.team_id,
    alias: row.team_alias,
    organizationId: row.organization_id,
    members: row.members_with_roles,
    /** Empty means all. */
    models: row.models,
    blocked: row.blocked,
    /** USD since the last reset. */
    spend: row.spend,
    /** USD. */
    maxBudget: row.max_budget,
    budgetDuration: row.budget_duration,
    budgetResetAt: row.budget_reset_at,
    tpmLimit: row.tpm_limit,
    rpmLimit: row.rpm_limit,
    maxParallelRequests: row.max_parallel_requests,
    metadata: row.metadata,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));

/**
 * A team as stored.
 *
 * @public
 */
export type TeamInfo = z.output<typeof teamRow>;

/** Keys and memberships come along: left out. */
export const teamAnswer = z
  .object({ team_info: teamRow })
  .transform(answer => answer.team_info);

export const teamList = z
  .object({ teams: rows(teamRow), total: z.number() })
  .transform(({ teams, total }) => ({ ...teams, total }));
