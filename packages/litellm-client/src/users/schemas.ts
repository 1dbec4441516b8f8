import { z } from 'zod';
import {
  amount,
  id,
  limit,
  object,
  rows,
  strictText,
  strictTexts,
  text,
  texts,
  time,
} from '../fields';

export const userRow = z
  .object({
    user_id: id,
    user_email: text,
    user_alias: text,
    user_role: text,
    teams: texts,
    models: strictTexts,
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
    userId: row.user_id,
    email: row.user_email,
    alias: row.user_alias,
    role: row.user_role,
    /** Ids of teams. */
    teams: row.teams,
    /** Empty means all. */
    models: row.models,
    /** USD since the last reset. */
    spend: row.spend,
    /** USD. */
    maxBudget: row.max_budget,
    budgetDuration: row.budget_duration,
    budgetResetAt: row.budget_reset_at,
    tpmLimit: row.tpm_limit,
    rpmLimit: row.rpm_limit,
    /** Not told by lists of 1.82.1. */
    maxParallelRequests: row.max_parallel_requests,
    metadata: row.metadata,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));

/**
 * A user as stored.
 *
 * @public
 */
export type UserInfo = z.output<typeof userRow>;

/** Keys and teams come along: left out. */
export const userAnswer = z
  .object({ user_info: userRow })
  .transform(answer => answer.user_info);

export const createdUser = z.object({ user_id: id });

export const userList = z
  .object({ users: rows(userRow), total: z.number() })
  .transform(({ users, total }) => ({ ...users, total }));
