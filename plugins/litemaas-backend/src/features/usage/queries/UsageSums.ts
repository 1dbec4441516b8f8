import type { Knex } from 'knex';
import {
  toDate,
  toNanos,
  type DbBigint,
  type DbInstant,
} from '../../../platform/database';
import { inRunningPeriod } from '../../../platform/database/runningPeriod';
import { quarterStart } from '../ledger/sums';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FAILING_WITHIN = 10 * MINUTE;
const FEWEST_CALLS = 5;

/** Figures that other features show beside their own; one statement each, whatever the number of ids. */
export class UsageSums {
  readonly #db: Knex;
  readonly #gatewayId: string;

  constructor(options: { db: Knex; gatewayId: string }) {
    this.#db = options.db;
    this.#gatewayId = options.gatewayId;
  }

  /** Nano-dollars spent by each subscription or key in the period of its budget that holds `at`. */
  async spentIn(
    scope: 'subscription' | 'key',
    ids: string[],
    at: Date,
  ): Promise<Map<string, bigint>> {
    const owner = scope === 'key' ? 'api_keys' : 'subscriptions';
    const isRunning = inRunningPeriod(this.#db, {
      scope,
      owner,
      alias: 'running',
      now: at,
    });
    const rows: { id: string; spent_nanos: DbBigint }[] = await this.#db(owner)
      .join('budget_periods as running', join => join.on(isRunning))
      .whereIn(`${owner}.id`, ids)
      .select(`${owner}.id`, 'running.spent_nanos');
    return new Map(rows.map(row => [row.id, toNanos(row.spent_nanos)]));
  }

  /** Calls of each key in the last 24 hours, to a quarter of an hour. */
  async requestsLast24h(
    keyIds: string[],
    now: Date,
  ): Promise<Map<string, number>> {
    const rows: { key_id: string; count: DbBigint }[] = await this.#rollups(
      new Date(now.getTime() - DAY),
    )
      .whereIn('key_id', keyIds)
      .groupBy('key_id')
      .select('key_id')
      .sum({ count: this.#db.raw('answered + failed + refused') });
    return new Map(rows.map(row => [row.key_id, Number(row.count)]));
  }

  /** Nano-dollars spent by each owner since `since`, to a quarter of an hour. */
  async spentByOwners(
    ownerRefs: string[],
    since: Date,
  ): Promise<Map<string, bigint>> {
    const rows: { owner_ref: string; spent: string }[] = await this.#rollups(
      since,
    )
      .whereIn('owner_ref', ownerRefs)
      .groupBy('owner_ref')
      .select(
        'owner_ref',
        this.#db.raw('cast(sum(cost_nanos) as varchar(30)) as spent'),
      );
    return new Map(rows.map(row => [row.owner_ref, toNanos(row.spent)]));
  }

  /**
   * Models that fail at their provider, with the time since when: at least half of five or more calls in the last ten
   * minutes. The time is that of the first failure in the quarters of an hour before, as far back as each of them was
   * as bad, at most a day.
   */
  async failingSince(
    modelNames: string[],
    now: Date,
  ): Promise<Map<string, Date>> {
    const recent = await this.#failures(
      modelNames,
      new Date(now.getTime() - FAILING_WITHIN),
    );
    const failing = recent.filter(
      row =>
        Number(row.calls) >= FEWEST_CALLS &&
        Number(row.failed) * 2 >= Number(row.calls),
    );
    const since = new Map(
      failing.map(row => [row.model_name, toDate(row.first_failure)]),
    );
    if (since.size > 0) {
      await this.#lookBack(since, now);
    }
    return since;
  }

  #failures(
    modelNames: string[],
    since: Date,
  ): Promise<
    {
      model_name: string;
      calls: DbBigint;
      failed: DbBigint;
      first_failure: DbInstant;
    }[]
  > {
    return this.#db('usage_events')
      .where('gateway_id', this.#gatewayId)
      .where('started_at', '>=', since)
      .whereIn('model_name', modelNames)
      .whereIn('outcome', ['answered', 'failed'])
      .groupBy('model_name')
      .select(
        'model_name',
        this.#db.raw('count(*) as calls'),
        this.#db.raw(
          "sum(case when outcome = 'failed' then 1 else 0 end) as failed",
        ),
        this.#db.raw(
          "min(case when outcome = 'failed' then started_at end) as first_failure",
        ),
      );
  }

  /** Moves each time back over the quarters before in which the model failed as badly. */
  async #lookBack(since: Map<string, Date>, now: Date): Promise<void> {
    const rows: {
      model_name: string;
      bucket_start: DbInstant;
      answered: DbBigint;
      failed: DbBigint;
    }[] = await this.#rollups(new Date(now.getTime() - DAY))
      .whereIn('model_name', [...since.keys()])
      .groupBy('model_name', 'bucket_start')
      .orderBy('bucket_start', 'desc')
      .select('model_name', 'bucket_start')
      .sum({ answered: 'answered', failed: 'failed' });
    const recovered = new Set<string>();
    for (const row of rows) {
      const answered = Number(row.answered);
      const failed = Number(row.failed);
      const start = toDate(row.bucket_start);
      const first = since.get(row.model_name);
      if (!first || start >= first || recovered.has(row.model_name)) {
        continue;
      }
      if (failed > 0 && failed >= answered) {
        since.set(row.model_name, start);
      } else if (answered > 0 && start < quarterStart(first)) {
        recovered.add(row.model_name);
      }
    }
  }

  #rollups(since: Date): Knex.QueryBuilder {
    return this.#db('usage_rollups')
      .where('gateway_id', this.#gatewayId)
      .where('bucket_start', '>=', quarterStart(since));
  }
}
