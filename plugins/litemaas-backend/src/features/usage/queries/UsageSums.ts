import type { Knex } from 'knex';
import {
  toDate,
  type DbBigint,
  type DbInstant,
} from '../../../platform/database';
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

  /**
   * Models that fail at their provider: at least half of five or more calls in the last ten minutes; with the time of
   * the first failure, as far back as each quarter of an hour with calls was as bad, at most a day.
   */
  async failingSince(
    modelNames: string[],
    now: Date,
  ): Promise<Map<string, Date>> {
    const failing = await this.#failing(
      modelNames,
      new Date(now.getTime() - FAILING_WITHIN),
    );
    return failing.length > 0
      ? this.#firstFailures(await this.#badQuarters(failing, now))
      : new Map();
  }

  async #failing(modelNames: string[], since: Date): Promise<string[]> {
    const rows: { model_name: string }[] = await this.#events()
      .where('started_at', '>=', since)
      .whereIn('model_name', modelNames)
      .whereIn('outcome', ['answered', 'failed'])
      .groupBy('model_name')
      .havingRaw('count(*) >= ?', [FEWEST_CALLS])
      .havingRaw(
        "sum(case when outcome = 'failed' then 2 else 0 end) >= count(*)",
      )
      .select('model_name');
    return rows.map(row => row.model_name);
  }

  /** Start of the first quarter of an hour since which a model failed in half of its calls, quarter by quarter. */
  async #badQuarters(
    modelNames: string[],
    now: Date,
  ): Promise<Map<string, Date>> {
    const rows: {
      model_name: string;
      bucket_start: DbInstant;
      answered: DbBigint;
      failed: DbBigint;
    }[] = await this.#rollups(new Date(now.getTime() - DAY))
      .whereIn('model_name', modelNames)
      .groupBy('model_name', 'bucket_start')
      .orderBy('bucket_start', 'desc')
      .select('model_name', 'bucket_start')
      .sum({ answered: 'answered', failed: 'failed' });
    const began = new Map<string, Date>();
    const good = new Set<string>();
    for (const row of rows) {
      const name = row.model_name;
      const failed = Number(row.failed);
      const answered = Number(row.answered);
      // The latest quarter may hold better times before the ten minutes.
      if (!began.has(name) || (failed >= answered && failed > 0)) {
        if (failed > 0 && !good.has(name)) {
          began.set(name, toDate(row.bucket_start));
        }
      } else if (answered > 0) {
        good.add(name);
      }
    }
    return began;
  }

  async #firstFailures(began: Map<string, Date>): Promise<Map<string, Date>> {
    const rows: { model_name: string; first: DbInstant }[] =
      await this.#events()
        .where('outcome', 'failed')
        .where(any =>
          began.forEach((quarter, name) =>
            any.orWhere(one =>
              one.where('model_name', name).where('started_at', '>=', quarter),
            ),
          ),
        )
        .groupBy('model_name')
        .select('model_name')
        .min({ first: 'started_at' });
    return new Map(rows.map(row => [row.model_name, toDate(row.first)]));
  }

  #events(): Knex.QueryBuilder {
    return this.#db('usage_events').where('gateway_id', this.#gatewayId);
  }

  #rollups(since: Date): Knex.QueryBuilder {
    return this.#db('usage_rollups')
      .where('gateway_id', this.#gatewayId)
      .where('bucket_start', '>=', quarterStart(since));
  }
}
