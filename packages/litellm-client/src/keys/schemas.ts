import { z } from 'zod';
import {
  amount,
  flag,
  id,
  limit,
  number,
  object,
  rows,
  strictText,
  strictTexts,
  strictTime,
  text,
  texts,
  time,
} from '../fields';

const members = z.object({
  key_name: text,
  key_alias: text,
  user_id: strictText,
  team_id: strictText,
  organization_id: text,
  budget_id: text,
  models: strictTexts,
  allowed_routes: texts,
  blocked: flag,
  expires: strictTime,
  spend: amount,
  total_spend: number,
  max_budget: limit,
  budget_duration: strictText,
  budget_reset_at: time,
  tpm_limit: limit,
  rpm_limit: limit,
  max_parallel_requests: limit,
  metadata: object,
  created_at: time,
  created_by: text,
  updated_at: time,
  last_active: time,
});

function toKey(hash: string, row: z.output<typeof members>) {
  return {
    /** sha256 of the raw key. */
    hash,
    /** `sk-...` and the last four characters, unless the gateway hides it. */
    name: row.key_name,
    alias: row.key_alias,
    userId: row.user_id,
    teamId: row.team_id,
    organizationId: row.organization_id,
    budgetId: row.budget_id,
    /** Empty means all that the owner may call. */
    models: row.models,
    /** Empty means all that its type and owner may call. */
    allowedRoutes: row.allowed_routes,
    blocked: row.blocked,
    expires: row.expires,
    /** USD since the last reset. */
    spend: row.spend,
    /** USD in its life; only newer versions tell. */
    totalSpend: row.total_spend,
    /** USD. */
    maxBudget: row.max_budget,
    budgetDuration: row.budget_duration,
    budgetResetAt: row.budget_reset_at,
    tpmLimit: row.tpm_limit,
    rpmLimit: row.rpm_limit,
    maxParallelRequests: row.max_parallel_requests,
    /** Also holds `model_rpm_limit` and `model_tpm_limit`. */
    metadata: row.metadata,
    createdAt: row.created_at,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
    lastActive: row.last_active,
  };
}

/**
 * A key as stored.
 *
 * @public
 */
export type KeyInfo = ReturnType<typeof toKey>;

/** `/key/block`, `/key/unblock`, `/key/update` answer the row with its hash; so does the list. */
export const keyRow = members
  .extend({ token: id })
  .transform(row => toKey(row.token, row));

const deleted = z
  .object({ status: z.literal('deleted') })
  .or(z.object({ deleted_at: z.string().min(1) }))
  .transform(() => undefined);

/** `/key/info`; undefined for a key of the archive. */
export const keyAnswer = (hash: string) =>
  z
    .object({
      info: z.union([deleted, members.transform(row => toKey(hash, row))]),
    })
    .transform(answer => answer.info);

export const keyList = z
  .object({ keys: rows(keyRow), total_count: z.number() })
  .transform(({ keys, total_count }) => ({ ...keys, total: total_count }));

/** What of a create's answer is the stored row's; the rest echoes the request. */
export const createdKey = z
  .object({ key: id, token: id, created_at: time, expires: time })
  .transform(row => ({
    /** Raw: this is the only time it is told. */
    key: row.key,
    /** sha256 of it. */
    hash: row.token,
    /** Of the stored row: long before the call, if the key existed already. */
    createdAt: row.created_at,
    expires: row.expires,
  }));

/** `/get/ui_settings` tells what is in force, whether config.yaml or the dashboard says so. */
export const uiSettings = z.object({
  values: z.object({ disable_custom_api_keys: z.boolean().nullish() }),
});

/** @public */
export type CreatedKey = z.output<typeof createdKey>;
