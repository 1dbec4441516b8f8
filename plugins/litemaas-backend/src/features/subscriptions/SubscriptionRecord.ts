import type {
  ModelMode,
  Period,
  SubscriptionStatus,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  toDate,
  toDateOrNull,
  toNanos,
  toNanosOrNull,
  type DbBigint,
  type DbInstant,
} from '../../platform/database';
import type { Limits } from './limits';
import { isLive } from './states';

/** A subscription as our rows have it, with what its page needs of its model, plan and running period. */
export interface SubscriptionRecord extends Limits {
  id: string;
  gatewayId: string;
  model: {
    id: string;
    name: string;
    title: string;
    mode: ModelMode;
    ownerRef: string;
  };
  ownerRef: string;
  plan: { id: string; title: string };
  status: SubscriptionStatus;
  requestReason: string | null;
  requestedBy: string;
  requestedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  activeSince: Date | null;
  endsAt: Date | null;
  endedAt: Date | null;
  /** Of the running period. */
  spentNanos: bigint;
  exhausted: boolean;
}

/** The same as a driver gives it. */
export interface DbSubscriptionRow {
  id: string;
  gateway_id: string;
  model_id: string;
  model_name: string;
  model_title: string;
  model_mode: ModelMode;
  model_owner_ref: string;
  owner_ref: string;
  plan_id: string;
  plan_title: string;
  status: SubscriptionStatus;
  budget_nanos: DbBigint | null;
  period: Period;
  rpm: DbBigint | null;
  tpm: DbBigint | null;
  request_reason: string | null;
  requested_by: string;
  requested_at: DbInstant;
  decided_by: string | null;
  decided_at: DbInstant | null;
  decision_reason: string | null;
  active_since: DbInstant | null;
  ends_at: DbInstant | null;
  ended_at: DbInstant | null;
  spent_nanos: DbBigint | null;
  exhausted_at: DbInstant | null;
}

/** Reads a row. */
export function toRecord(row: DbSubscriptionRow): SubscriptionRecord {
  // What one that is over shared with its successor is the successor's.
  const counts = isLive(row.status);
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    model: {
      id: row.model_id,
      name: row.model_name,
      title: row.model_title,
      mode: row.model_mode,
      ownerRef: row.model_owner_ref,
    },
    ownerRef: row.owner_ref,
    plan: { id: row.plan_id, title: row.plan_title },
    status: row.status,
    budgetNanos: toNanosOrNull(row.budget_nanos),
    period: row.period,
    rpm: row.rpm === null ? null : Number(row.rpm),
    tpm: row.tpm === null ? null : Number(row.tpm),
    requestReason: row.request_reason,
    requestedBy: row.requested_by,
    requestedAt: toDate(row.requested_at),
    decidedBy: row.decided_by,
    decidedAt: toDateOrNull(row.decided_at),
    decisionReason: row.decision_reason,
    activeSince: toDateOrNull(row.active_since),
    endsAt: toDateOrNull(row.ends_at),
    endedAt: toDateOrNull(row.ended_at),
    spentNanos: toNanos((counts && row.spent_nanos) || 0),
    exhausted: counts && row.exhausted_at !== null,
  };
}
