import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Clock } from '../clock';
import { inTransaction, newId, toDate, type DbInstant } from '../database';
import { markCommit } from '../database/inTransaction';
import { conflict } from './errors';

/** A change that may be repeated, as the router describes it. */
export interface RepeatableChange {
  /** Who asks for what: the first part of the scope of a key. */
  principal: string;
  route: string;
  key: string;
  body: unknown;
  status: number;
  forRepeat(answer: unknown): unknown;
}

interface DbIdempotencyRow {
  body_hash: string;
  attempt: string;
  committed_at: DbInstant | null;
  status: number | null;
  answer: string | null;
  erase_at: DbInstant;
  updated_at: DbInstant;
}

/** How long a request counts as under way before a repeat may take it over. */
const LEASE_MS = 60_000;
const KEEP_MS = 24 * 60 * 60 * 1000;

/**
 * First answers to changes, by the `Idempotency-Key` of the request: a repeat is answered, not done again.
 *
 * The story of a crash. The key is taken in a statement of its own (1); the change's transaction writes `committed_at`
 * (2); the answer is written at the end, since it tells what the gateway said after the commit (3).
 * - Down between 1 and 2: nothing was changed. Once the lease is over a repeat takes the key over and does the change.
 *   A first request that was only slow finds at 2 that the key is another's, and rolls back: never two changes.
 * - Down between 2 and 3: the change is there, its answer (and a secret in it) is lost. A repeat is told so.
 * - A refusal before 2 gives the key back: correct the request and send it again.
 */
export class IdempotencyKeys {
  readonly #db: Knex;
  readonly #clock: Clock;

  constructor(options: { db: Knex; clock: Clock }) {
    this.#db = options.db;
    this.#clock = options.clock;
  }

  /** Does the change, or answers what the first request under this key was answered. */
  async run(
    change: RepeatableChange,
    work: () => Promise<unknown>,
  ): Promise<{ status: number; answer: unknown }> {
    const scope = sha256(
      [change.principal, change.route, change.key].join('|'),
    );
    const attempt = newId();
    const first = await this.#take(
      scope,
      attempt,
      sha256(JSON.stringify(change.body)),
    );
    if (first) {
      return first;
    }
    const mine = () => this.#db('idempotency_keys').where({ scope, attempt });
    return markCommit(
      tx => this.#markCommitted(tx, scope, attempt),
      async mark => {
        try {
          const answer = await work();
          await mine().update({
            status: change.status,
            answer: JSON.stringify(change.forRepeat(answer)),
            updated_at: this.#clock.now(),
          });
          return { status: change.status, answer };
        } catch (error) {
          if (!mark.committed) {
            await mine().delete();
          }
          throw error;
        }
      },
    );
  }

  /** Forgets answers after a day. */
  async eraseExpired(): Promise<void> {
    await this.#db('idempotency_keys')
      .where('erase_at', '<=', this.#clock.now())
      .delete();
  }

  /** Takes the key for `attempt`; answers the first answer when there is one. */
  async #take(scope: string, attempt: string, bodyHash: string) {
    const now = this.#clock.now();
    return inTransaction(this.#db, async tx => {
      await tx('idempotency_keys')
        .where({ scope })
        .where('erase_at', '<=', now)
        .delete();
      // Two requests at once: the primary key lets one insert, the other waits for it and then reads its row.
      const taken = await tx('idempotency_keys')
        .insert({
          scope,
          attempt,
          body_hash: bodyHash,
          erase_at: new Date(now.getTime() + KEEP_MS),
          created_at: now,
          updated_at: now,
        })
        .onConflict('scope')
        .ignore()
        .returning('scope');
      if (taken.length > 0) {
        return undefined;
      }
      const row: DbIdempotencyRow = await tx('idempotency_keys')
        .where({ scope })
        .first();
      if (row.body_hash !== bodyHash) {
        throw conflict(
          'request.idempotency_mismatch',
          'This idempotency key was used for another request; use a new one.',
        );
      }
      if (row.status !== null) {
        return { status: row.status, answer: JSON.parse(row.answer ?? 'null') };
      }
      const age = now.getTime() - toDate(row.updated_at).getTime();
      if (age < LEASE_MS) {
        throw underWay();
      }
      if (row.committed_at !== null) {
        throw conflict(
          'request.answer_lost',
          'This change was made, but its answer was lost; look at what is there now.',
        );
      }
      const takenOver = await tx('idempotency_keys')
        .where({ scope, attempt: row.attempt })
        .whereNull('committed_at')
        .update({ attempt, updated_at: now });
      if (takenOver === 0) {
        throw underWay();
      }
      return undefined;
    });
  }

  async #markCommitted(tx: Knex.Transaction, scope: string, attempt: string) {
    const marked = await tx('idempotency_keys')
      .where({ scope, attempt })
      .update({ committed_at: this.#clock.now() });
    if (marked === 0) {
      throw underWay();
    }
  }
}

function underWay() {
  return Object.assign(
    conflict(
      'request.under_way',
      'The first request under this idempotency key is still under way; try again shortly.',
    ),
    { retryAfterSeconds: 2 },
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
