import type { Knex } from 'knex';
import type { Clock } from '../platform/clock';
import { newId } from '../platform/database';
import type {
  CanonicalState,
  CanonicalValue,
  SyncRef,
} from './ExternalResource';
import {
  refColumns,
  type Claim,
  type Push,
  type SyncObject,
} from './SyncStore';

/** One decision that did something. */
export interface Operation {
  operation: 'create' | 'update' | 'delete' | 'adopt' | 'park' | 'pull';
  outcome: 'done' | 'failed';
  reason: string;
  fields?: Record<string, { from: CanonicalValue; to: CanonicalValue }>;
  errorCode?: string;
}

/** Somebody else has the reference now: what this worker found out does not count. */
export class ClaimLost extends Error {}

/** What became of a claim, written under it; and every decision that did something, in `sync_operations`. */
export class SyncOutcomes {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #onEnd: (db: Knex, ref: SyncRef) => void;

  constructor(options: {
    db: Knex;
    clock: Clock;
    /** Told of every claim that ends, in the transaction that ends it if there is one. */
    onEnd(db: Knex, ref: SyncRef): void;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#onEnd = options.onEnd;
  }

  /** Records a step, and what was pushed, so that a push in vain is known as such. */
  async stepped(
    tx: Knex.Transaction,
    claim: Claim,
    operation: Operation,
    seen: { remoteId?: string; pushes: Record<string, Push> },
  ): Promise<void> {
    await this.#update(tx, claim, {
      ...(seen.remoteId && { remote_id: seen.remoteId }),
      not_applied: JSON.stringify(seen.pushes),
    });
    await this.#record(tx, claim, operation);
  }

  /** Both sides agree. A change of intent that came meanwhile leaves the reference due. */
  async agreed(
    tx: Knex.Transaction,
    claim: Claim,
    seen: {
      base: CanonicalState | null;
      remoteId: string | null;
      pushes: Record<string, Push>;
    },
  ): Promise<void> {
    const now = this.#clock.now();
    await this.#finish(tx, claim, {
      state: 'in_sync',
      nextAttemptAt: null,
      more: {
        base: seen.base && JSON.stringify(seen.base),
        remote_id: seen.remoteId,
        synced_version: claim.desiredVersion,
        not_applied:
          Object.keys(seen.pushes).length > 0
            ? JSON.stringify(seen.pushes)
            : null,
        last_synced_at: now,
        pending_since: this.#db.raw(
          'case when desired_version = ? then null else pending_since end',
          [claim.desiredVersion],
        ),
        attempts: 0,
        error_code: null,
        error_message: null,
      },
    });
  }

  /** Something was done that only a later read can confirm. */
  async recheck(tx: Knex.Transaction, claim: Claim, at: Date): Promise<void> {
    await this.#finish(tx, claim, {
      state: 'pending',
      nextAttemptAt: at,
      more: { attempts: 0, error_code: null, error_message: null },
    });
  }

  /** The attempt failed; another one is made at `at`. */
  async retry(
    claim: Claim,
    failure: { code: string; message: string; at: Date },
  ): Promise<void> {
    await this.#finish(this.#db, claim, {
      state: 'pending',
      nextAttemptAt: failure.at,
      more: {
        attempts: claim.attempts + 1,
        error_code: failure.code,
        error_message: failure.message,
      },
    });
  }

  /** Nothing more is tried until the intent changes. */
  async park(
    tx: Knex.Transaction,
    claim: Claim,
    failure: { code: string; message: string },
  ): Promise<void> {
    await this.#finish(tx, claim, {
      state: 'parked',
      nextAttemptAt: null,
      more: {
        attempts: claim.attempts + 1,
        error_code: failure.code,
        error_message: failure.message,
      },
    });
    await this.#record(tx, claim, {
      operation: 'park',
      outcome: 'done',
      reason: failure.message,
      errorCode: failure.code,
    });
  }

  /** Gives a claim back untouched. */
  async release(claim: Claim): Promise<void> {
    await this.#update(this.#db, claim, {
      claimed_by: null,
      claim_expires_at: null,
    });
  }

  async recordFailure(
    claim: Claim,
    operation: Omit<Operation, 'outcome'>,
  ): Promise<void> {
    await this.#record(this.#db, claim, { ...operation, outcome: 'failed' });
  }

  /**
   * Ends a claim. A version that moved since the claim was made means that the intent changed during the reconcile:
   * the reference stays pending and due as that change left it.
   */
  async #finish(
    db: Knex,
    claim: Claim,
    end: {
      state: SyncObject['state'];
      nextAttemptAt: Date | null;
      more: Record<string, unknown>;
    },
  ): Promise<void> {
    const unlessMoved = (value: unknown, otherwise: string) =>
      this.#db.raw(
        `case when desired_version = ? then ? else ${otherwise} end`,
        [claim.desiredVersion, value as Knex.Value],
      );
    await this.#update(db, claim, {
      ...end.more,
      state: unlessMoved(end.state, `'pending'`),
      next_attempt_at: unlessMoved(end.nextAttemptAt, 'next_attempt_at'),
      claimed_by: null,
      claim_expires_at: null,
    });
    this.#onEnd(db, claim);
  }

  /** Every write of a worker goes through its claim: one that lapsed and was taken over writes nothing. */
  async #update(
    db: Knex,
    claim: Claim,
    columns: Record<string, unknown>,
  ): Promise<void> {
    const updated = await db('sync_objects')
      .where(refColumns(claim))
      .where('claimed_by', claim.token)
      .update({ ...columns, updated_at: this.#clock.now() });
    if (updated === 0) {
      throw new ClaimLost();
    }
  }

  async #record(db: Knex, ref: SyncRef, operation: Operation): Promise<void> {
    const now = this.#clock.now();
    await db('sync_operations').insert({
      id: newId(),
      ...refColumns(ref),
      operation: operation.operation,
      outcome: operation.outcome,
      reason: operation.reason,
      fields: operation.fields ? JSON.stringify(operation.fields) : null,
      error_code: operation.errorCode ?? null,
      created_at: now,
      updated_at: now,
    });
  }
}
