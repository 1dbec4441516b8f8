import {
  periodSchema,
  periodStart,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Clock } from '../../../platform/clock';
import { inTransaction, isPostgres } from '../../../platform/database';
import { inRunningPeriod } from '../../../platform/database/runningPeriod';

/**
 * The loop that enforces subscriptions' budgets, which LiteLLM cannot: an exhausted one's model is taken from its
 * owner's keys, and given back when its period is over. Runs after each ingest and by the clock, whether or not the
 * gateway answers.
 */
export class BudgetEnforcement {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #exhaust: (
    tx: Knex.Transaction,
    subscriptionId: string,
    at: Date,
  ) => Promise<void>;
  readonly #restore: (
    tx: Knex.Transaction,
    subscriptionIds: string[],
  ) => Promise<void>;

  constructor(options: {
    db: Knex;
    clock: Clock;
    /** Marks the running period as used up, takes the model away and tells people; once a period. */
    exhaust(
      tx: Knex.Transaction,
      subscriptionId: string,
      at: Date,
    ): Promise<void>;
    /** Forgets the mark and gives the model back. */
    restore(tx: Knex.Transaction, subscriptionIds: string[]): Promise<void>;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#exhaust = options.exhaust;
    this.#restore = options.restore;
  }

  /** Gives back first: a subscription whose new period is used up already is taken away again, not overlooked. */
  async run(): Promise<void> {
    for (const id of await this.#ended()) {
      await inTransaction(this.#db, tx => this.#restore(tx, [id]));
    }
    for (const id of await this.#spent()) {
      await this.#take(id);
    }
  }

  /** Active subscriptions whose exhausted period is over. */
  #ended(): Promise<string[]> {
    const now = this.#clock.now();
    return this.#db('budget_periods')
      .join('subscriptions', 'subscriptions.budget_id', 'scope_id')
      .where('scope', 'subscription')
      .where('subscriptions.status', 'active')
      .whereNotNull('exhausted_at')
      .where(over =>
        periodSchema.options.forEach(period =>
          over.orWhere(of =>
            of
              .where('budget_periods.period', period)
              .where('period_start', '<', periodStart(period, now)),
          ),
        ),
      )
      .orderBy('subscriptions.id')
      .distinct('subscriptions.id')
      .pluck('subscriptions.id');
  }

  /** Active subscriptions whose running budget is used up and that still have their model. */
  #spent(): Promise<string[]> {
    return this.#running(this.#db)
      .where('subscriptions.status', 'active')
      .orderBy('subscriptions.id')
      .pluck('subscriptions.id');
  }

  /**
   * Takes the model away, once: of two at the same time the second one waits for the lock on the period's row and then
   * finds it marked.
   */
  async #take(id: string): Promise<void> {
    await inTransaction(this.#db, async tx => {
      const still = this.#running(tx).where('subscriptions.id', id);
      const row = await (isPostgres(tx)
        ? still.forUpdate('running')
        : still
      ).first('subscriptions.id');
      if (row) {
        await this.#exhaust(tx, id, this.#clock.now());
      }
    });
  }

  #running(db: Knex): Knex.QueryBuilder {
    const isRunning = inRunningPeriod(this.#db, {
      scope: 'subscription',
      owner: 'subscriptions',
      alias: 'running',
      now: this.#clock.now(),
    });
    return db('subscriptions')
      .join('budget_periods as running', join => join.on(isRunning))
      .whereNull('running.exhausted_at')
      .whereRaw('running.spent_nanos >= subscriptions.budget_nanos');
  }
}
