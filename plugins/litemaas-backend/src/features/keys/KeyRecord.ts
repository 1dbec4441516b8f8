import type {
  KeyLabel,
  KeyState,
  Period,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  toDate,
  toDateOrNull,
  toNanosOrNull,
  type DbBigint,
  type DbInstant,
} from '../../platform/database';

/** A key as our rows have it. The value is nowhere. */
export interface KeyRecord {
  id: string;
  gatewayId: string;
  name: string;
  purpose: string | null;
  ownerRef: string;
  state: KeyState;
  label: KeyLabel;
  /** sha256 of the value; null while the gateway is to make one and nobody was told it. */
  hash: string | null;
  alias: string;
  lastFour: string;
  budgetNanos: bigint | null;
  period: Period;
  rpm: number | null;
  tpm: number | null;
  maxParallel: number | null;
  expiresAt: Date | null;
  createdBy: string;
  createdAt: Date;
  askedAt: Date;
  confirmedAt: Date | null;
  /** Which of our parties it is kept under at the gateway: one of the two. */
  personId: string | null;
  teamId: string | null;
  sentAt: Date | null;
  stoppedAt: Date | null;
  lastUsedAt: Date | null;
  valueLost: boolean;
}

/** The same as a driver gives it. */
export interface DbKeyRow {
  id: string;
  gateway_id: string;
  name: string;
  purpose: string | null;
  owner_ref: string;
  state: KeyState;
  label: KeyLabel;
  hash: string | null;
  alias: string;
  last_four: string;
  budget_nanos: DbBigint | null;
  period: Period;
  rpm: DbBigint | null;
  tpm: DbBigint | null;
  max_parallel: number | null;
  expires_at: DbInstant | null;
  created_by: string;
  created_at: DbInstant;
  asked_at: DbInstant;
  confirmed_at: DbInstant | null;
  person_id: string | null;
  team_id: string | null;
  sent_at: DbInstant | null;
  stopped_at: DbInstant | null;
  last_used_at: DbInstant | null;
  value_lost: boolean | number;
}

/** States in which a key can be used, now or soon. Names are unique among these. */
export const LIVE: KeyState[] = ['pending', 'active'];

/** Reads a row. */
export function toRecord(row: DbKeyRow): KeyRecord {
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    name: row.name,
    purpose: row.purpose,
    ownerRef: row.owner_ref,
    state: row.state,
    label: row.label,
    hash: row.hash,
    alias: row.alias,
    lastFour: row.last_four,
    budgetNanos: toNanosOrNull(row.budget_nanos),
    period: row.period,
    rpm: row.rpm === null ? null : Number(row.rpm),
    tpm: row.tpm === null ? null : Number(row.tpm),
    maxParallel: row.max_parallel,
    expiresAt: toDateOrNull(row.expires_at),
    createdBy: row.created_by,
    createdAt: toDate(row.created_at),
    askedAt: toDate(row.asked_at),
    confirmedAt: toDateOrNull(row.confirmed_at),
    personId: row.person_id,
    teamId: row.team_id,
    sentAt: toDateOrNull(row.sent_at),
    stoppedAt: toDateOrNull(row.stopped_at),
    lastUsedAt: toDateOrNull(row.last_used_at),
    valueLost: Boolean(row.value_lost),
  };
}
