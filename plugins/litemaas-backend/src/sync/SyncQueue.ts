import type { Knex } from 'knex';
import type { Clock } from '../platform/clock';
import type { SyncRef } from './ExternalResource';
import { refColumns } from './SyncStore';
import type { SyncWorker } from './SyncWorker';

/** How features say that something must become true at the gateway. */
export class SyncQueue {
  readonly #clock: Clock;
  readonly #worker: Pick<SyncWorker, 'run'>;
  readonly #deadlineMs: number;

  constructor(options: {
    clock: Clock;
    worker: Pick<SyncWorker, 'run'>;
    /** How long {@link SyncQueue.runNow} waits. Default 3000. */
    deadlineMs?: number;
  }) {
    this.#clock = options.clock;
    this.#worker = options.worker;
    this.#deadlineMs = options.deadlineMs ?? 3_000;
  }

  /**
   * Records a change of intent in the transaction of the change: due now, pending until the gateway was seen to agree.
   * A change during a reconcile is not lost: the version it raises is compared when that reconcile completes.
   */
  async request(tx: Knex.Transaction, ref: SyncRef): Promise<void> {
    const now = this.#clock.now();
    const due = {
      state: 'pending',
      attempts: 0,
      next_attempt_at: now,
      error_code: null,
      error_message: null,
      updated_at: now,
    };
    await tx('sync_objects')
      .insert({
        ...refColumns(ref),
        ...due,
        desired_version: 1,
        synced_version: 0,
        pending_since: now,
        created_at: now,
      })
      .onConflict(['gateway_id', 'kind', 'local_id'])
      .merge({
        ...due,
        desired_version: tx.raw('sync_objects.desired_version + 1'),
        pending_since: tx.raw('coalesce(sync_objects.pending_since, ?)', [now]),
      });
  }

  /**
   * Has a reference looked at again at `at`, e.g. to delete a key once no cache of the gateway knows it any more. The
   * version rises too, so that a reconcile under way does not clear the date.
   */
  async recheckLater(
    tx: Knex.Transaction,
    ref: SyncRef,
    at: Date,
  ): Promise<void> {
    await tx('sync_objects')
      .where(refColumns(ref))
      .update({
        desired_version: tx.raw('desired_version + 1'),
        next_attempt_at: at,
        updated_at: this.#clock.now(),
      });
  }

  /**
   * Tries at once, after the commit. Waits for a short time only and never throws for the gateway's troubles: what did
   * not come through stays due, and what is still under way goes on.
   */
  async runNow(ref: SyncRef, deadlineMs = this.#deadlineMs): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>(resolve => {
      timer = setTimeout(resolve, deadlineMs);
    });
    try {
      await Promise.race([this.#worker.run(ref), deadline]);
    } finally {
      clearTimeout(timer);
    }
  }
}
