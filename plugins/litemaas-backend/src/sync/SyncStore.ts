import type { Knex } from 'knex';
import type { Clock } from '../platform/clock';
import {
  isPostgres,
  newId,
  toDateOrNull,
  type DbBigint,
  type DbInstant,
} from '../platform/database';
import type {
  CanonicalState,
  CanonicalValue,
  SyncRef,
} from './ExternalResource';

/** A field that was pushed and stayed as it was: not pushed again until one of these changes. */
export interface Push {
  desired: CanonicalValue;
  observed: CanonicalValue;
  gatewayVersion: string | null;
}

/** Where a reference stands. */
export interface SyncObject extends SyncRef {
  remoteId: string | null;
  base: CanonicalState | null;
  desiredVersion: string;
  state: 'in_sync' | 'pending' | 'conflict' | 'parked' | 'orphan';
  attempts: number;
  pushes: Record<string, Push>;
  lastSyncedAt: Date | null;
}

/** A reference that a worker has to itself until the claim lapses. */
export interface Claim extends SyncObject {
  token: string;
}

interface DbSyncObjectRow {
  gateway_id: string;
  kind: string;
  local_id: string;
  remote_id: string | null;
  base: string | null;
  desired_version: DbBigint;
  state: SyncObject['state'];
  attempts: number;
  claimed_by: string | null;
  not_applied: string | null;
  last_synced_at: DbInstant | null;
}

/** The columns that name a reference. */
export function refColumns(ref: SyncRef) {
  return {
    gateway_id: ref.gatewayId,
    kind: ref.kind,
    local_id: ref.localId,
  };
}

/** The figures of health and freshness. */
export interface SyncFigures {
  pending: number;
  parked: number;
  oldestPendingAt: Date | null;
  lastSyncAt: Date | null;
}

/** A reconcile must end well before its claim lapses. */
export const CLAIM_MS = 60_000;

/** `sync_objects`: where every reference stands, and who has claimed it. */
export class SyncStore {
  readonly #db: Knex;
  readonly #clock: Clock;

  constructor(options: { db: Knex; clock: Clock }) {
    this.#db = options.db;
    this.#clock = options.clock;
  }

  async find(ref: SyncRef): Promise<SyncObject | undefined> {
    const row: DbSyncObjectRow | undefined = await this.#db('sync_objects')
      .where(refColumns(ref))
      .first();
    return row && toObject(row);
  }

  /** Makes a row for a reference that nobody asked for yet, e.g. the team of a first key. */
  async ensure(ref: SyncRef): Promise<void> {
    const now = this.#clock.now();
    await this.#db('sync_objects')
      .insert({
        ...refColumns(ref),
        desired_version: 1,
        synced_version: 0,
        state: 'pending',
        attempts: 0,
        next_attempt_at: now,
        pending_since: now,
        created_at: now,
        updated_at: now,
      })
      .onConflict(['gateway_id', 'kind', 'local_id'])
      .ignore();
  }

  /**
   * Claims what is due, the longest waiting first. On PostgreSQL replicas step over each other's locked rows; on SQLite
   * there is one writer, so that the statement sees no half-claimed row.
   */
  async claimDue(limit: number): Promise<Claim[]> {
    const due = this.#db('sync_objects')
      .select('gateway_id', 'kind', 'local_id')
      .where('next_attempt_at', '<=', this.#clock.now())
      .whereNull('claimed_by')
      .orderBy('next_attempt_at')
      .limit(limit);
    if (isPostgres(this.#db)) {
      due.forUpdate().skipLocked();
    }
    return this.#claim(query =>
      query.whereIn(['gateway_id', 'kind', 'local_id'], due),
    );
  }

  /** Claims one reference, due or not; `undefined` when another worker has it. */
  async claim(ref: SyncRef): Promise<Claim | undefined> {
    const [claim] = await this.#claim(query => query.where(refColumns(ref)));
    return claim;
  }

  /** Frees what was claimed by workers that are gone. */
  async freeLapsedClaims(): Promise<number> {
    return this.#db('sync_objects')
      .where('claim_expires_at', '<=', this.#clock.now())
      .update({ claimed_by: null, claim_expires_at: null });
  }

  /** Erases what was done before an instant. */
  async eraseOperations(before: Date): Promise<void> {
    await this.#db('sync_operations').where('created_at', '<', before).del();
  }

  async figures(): Promise<SyncFigures> {
    const counts: { state: string; count: DbBigint; oldest: DbInstant }[] =
      await this.#db('sync_objects')
        .whereIn('state', ['pending', 'parked'])
        .groupBy('state')
        .select('state')
        .count({ count: '*' })
        .min({ oldest: 'pending_since' });
    const [last] = await this.#db('sync_objects').max<
      { at: DbInstant | null }[]
    >({ at: 'last_synced_at' });
    const of = (state: string) => counts.find(row => row.state === state);
    return {
      pending: Number(of('pending')?.count ?? 0),
      parked: Number(of('parked')?.count ?? 0),
      oldestPendingAt: toDateOrNull(of('pending')?.oldest),
      lastSyncAt: toDateOrNull(last.at),
    };
  }

  async #claim(
    which: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  ): Promise<Claim[]> {
    const now = this.#clock.now();
    const token = newId();
    const rows: DbSyncObjectRow[] = await which(this.#db('sync_objects'))
      .whereNull('claimed_by')
      .update({
        claimed_by: token,
        claim_expires_at: new Date(now.getTime() + CLAIM_MS),
      })
      .returning('*');
    return rows.map(row => ({ ...toObject(row), token }));
  }
}

function toObject(row: DbSyncObjectRow): SyncObject {
  return {
    gatewayId: row.gateway_id,
    kind: row.kind,
    localId: row.local_id,
    remoteId: row.remote_id,
    base: row.base === null ? null : JSON.parse(row.base),
    desiredVersion: String(row.desired_version),
    state: row.state,
    attempts: row.attempts,
    pushes: row.not_applied === null ? {} : JSON.parse(row.not_applied),
    lastSyncedAt: toDateOrNull(row.last_synced_at),
  };
}
