import { AsyncLocalStorage } from 'node:async_hooks';
import type { Knex } from 'knex';

/** What is written along with the first transaction that commits in a request. */
interface CommitMark {
  write(tx: Knex.Transaction): Promise<void>;
  committed: boolean;
}

const commitMark = new AsyncLocalStorage<CommitMark | undefined>();

/**
 * Runs `work` in one transaction: all of it is written or nothing.
 *
 * A transaction that lost against another one (deadlock, serialization, a busy SQLite file) runs again, at most three
 * times: `work` must touch nothing but `tx`. On SQLite the transaction holds the only connection, so that a statement
 * on `db` inside `work` waits for ever.
 */
export async function inTransaction<T>(
  db: Knex,
  work: (tx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  const mark = commitMark.getStore();
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await db.transaction(async tx => {
        const done = await work(tx);
        if (mark && !mark.committed) {
          await mark.write(tx);
        }
        return done;
      });
      if (mark) {
        mark.committed = true;
      }
      return result;
    } catch (error) {
      if (attempt === 3 || !lostAgainstAnother(error)) {
        throw error;
      }
    }
  }
}

/**
 * Runs `work`; the first transaction that commits in it also writes `write`, and `mark` tells whether one did. With it
 * a request's idempotency key learns of the change in the very transaction that makes the change.
 */
export async function markCommit<T>(
  write: (tx: Knex.Transaction) => Promise<void>,
  work: (mark: { readonly committed: boolean }) => Promise<T>,
): Promise<T> {
  const mark: CommitMark = { write, committed: false };
  return commitMark.run(mark, () => work(mark));
}

/** Runs `work` outside the request that started it, e.g. a reconcile that outlives the answer. */
export function outsideRequest<T>(work: () => Promise<T>): Promise<T> {
  return commitMark.run(undefined, work);
}

/**
 * Runs `work` once others can see what was written through `db`: at once outside a transaction (and waits for it), after
 * the commit inside one, never after a rollback. `work` does not throw.
 */
export async function afterCommit(
  db: Knex | Knex.Transaction,
  work: () => Promise<void> | void,
): Promise<void> {
  if ('executionPromise' in db) {
    db.executionPromise.then(work, () => undefined);
  } else {
    await work();
  }
}

/** Codes of PostgreSQL and SQLite after which the same transaction may succeed. */
const LOST = new Set(['40001', '40P01', 'SQLITE_BUSY']);

function lostAgainstAnother(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    LOST.has(error.code)
  );
}
