import type {
  UsageGroupBy,
  UsageReport,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import { isPostgres, type DbBigint } from '../../../platform/database';
import {
  NOTHING,
  requests,
  toSums,
  type DbSumsRow,
  type Sums,
} from './figures';
import { bucketMs, type UsageRange } from './range';
import type { Narrow } from './UsageAccess';

/** Groups that are drawn as series of their own, by each of the three measures. */
const DRAWN = 8;

/** A group of a report before it has its title. */
export interface ReportGroup extends Sums {
  /** Value of the grouping column. */
  value: string;
  /** Of our row, where there is one, else the value; likewise its title. */
  id: string;
  title: string;
  buckets: Map<number, Sums>;
}

/** Figures of a period, by the starts of its buckets in milliseconds. */
export interface ReportFigures {
  previous: Sums;
  buckets: Map<number, Sums>;
  groups: ReportGroup[];
}

/** What each grouping groups by, and the table its titles come from. */
const GROUPINGS: Record<
  UsageGroupBy,
  { column: string; titles?: { table: string; key: string; title: string } }
> = {
  model: {
    column: 'model_name',
    titles: { table: 'models', key: 'name', title: 'title' },
  },
  key: {
    column: 'key_id',
    titles: { table: 'api_keys', key: 'id', title: 'name' },
  },
  owner: { column: 'owner_ref' },
  provider: { column: 'provider' },
  person: { column: 'person_ref' },
};

/** Sums rollups for reports: three statements, whatever the size. */
export class UsageReports {
  readonly #db: Knex;
  readonly #gatewayId: string;

  constructor(options: { db: Knex; gatewayId: string }) {
    this.#db = options.db;
    this.#gatewayId = options.gatewayId;
  }

  async figures(
    range: UsageRange,
    groupBy: UsageGroupBy,
    narrow: Narrow,
  ): Promise<ReportFigures> {
    const [byBucket, groups] = await Promise.all([
      this.#byBucket(range, narrow),
      this.#byGroup(range, groupBy, narrow),
    ]);
    await this.#addBuckets(range, groupBy, narrow, drawn(groups));
    return { ...byBucket, groups };
  }

  /** Buckets of the period; the period before is one bucket more. */
  async #byBucket(range: UsageRange, narrow: Narrow) {
    const bucket = `case when bucket_start < ? then -1 else ${this.#bucketOf(
      range,
    )} end`;
    const rows: (DbSumsRow & { bucket: DbBigint })[] = await this.#sums(
      range.previousFrom,
      range.upTo,
      narrow,
    )
      .select(this.#db.raw(`${bucket} as bucket`, [range.from]))
      .groupBy('bucket');
    const buckets = new Map<number, Sums>();
    let previous = NOTHING;
    for (const row of rows) {
      if (Number(row.bucket) < 0) {
        previous = toSums(row);
      } else {
        buckets.set(startOf(row.bucket, range), toSums(row));
      }
    }
    return { previous, buckets };
  }

  async #byGroup(
    range: UsageRange,
    groupBy: UsageGroupBy,
    narrow: Narrow,
  ): Promise<ReportGroup[]> {
    const { column, titles } = GROUPINGS[groupBy];
    const sums = this.#sums(range.from, range.upTo, narrow)
      .select({ value: column })
      .groupBy(column)
      .as('sums');
    const named = this.#db.from(sums).select('sums.*');
    if (titles) {
      const { table, key, title } = titles;
      named
        .leftJoin(table, join =>
          join
            .on(`${table}.${key}`, 'sums.value')
            .andOnVal(`${table}.gateway_id`, this.#gatewayId),
        )
        .select({ id: `${table}.id`, title: `${table}.${title}` });
    }
    const rows: (DbSumsRow & {
      value: string;
      id?: string | null;
      title?: string | null;
    })[] = await named;
    return rows
      .map(row => ({
        ...toSums(row),
        value: row.value,
        id: row.id ?? row.value,
        title: row.title ?? row.value,
        buckets: new Map<number, Sums>(),
      }))
      .sort(
        (left, right) =>
          Number(right.spendNanos - left.spendNanos) ||
          requests(right) - requests(left) ||
          left.value.localeCompare(right.value),
      );
  }

  async #addBuckets(
    range: UsageRange,
    groupBy: UsageGroupBy,
    narrow: Narrow,
    groups: Map<string, ReportGroup>,
  ): Promise<void> {
    if (groups.size === 0) {
      return;
    }
    const { column } = GROUPINGS[groupBy];
    const rows: (DbSumsRow & { value: string; bucket: DbBigint })[] =
      await this.#sums(range.from, range.upTo, narrow)
        .whereIn(column, [...groups.keys()])
        .select({ value: column })
        .select(this.#db.raw(`${this.#bucketOf(range)} as bucket`))
        .groupBy(column, 'bucket');
    for (const row of rows) {
      groups
        .get(row.value)
        ?.buckets.set(startOf(row.bucket, range), toSums(row));
    }
  }

  #sums(from: Date, upTo: Date, narrow: Narrow): Knex.QueryBuilder {
    const query = this.#db('usage_rollups')
      .where('gateway_id', this.#gatewayId)
      .where('bucket_start', '>=', from)
      .where('bucket_start', '<', upTo)
      .sum({
        answered: 'answered',
        failed: 'failed',
        refused: 'refused',
        prompt_tokens: 'prompt_tokens',
        completion_tokens: 'completion_tokens',
        total_tokens: 'total_tokens',
      })
      // As a text: SQLite's driver would round what is above nine million dollars.
      .select(
        this.#db.raw('cast(sum(cost_nanos) as varchar(30)) as spend_nanos'),
      );
    narrow(query);
    return query;
  }

  /** Hours or days since 1970. SQLite keeps instants as milliseconds. */
  #bucketOf(range: UsageRange): string {
    const length = bucketMs(range.bucket);
    return isPostgres(this.#db)
      ? `cast(extract(epoch from bucket_start) as bigint) / ${length / 1000}`
      : `bucket_start / ${length}`;
  }
}

/** A group's series: every bucket for those that are drawn, none for the others. */
export function seriesOf(
  group: ReportGroup,
  range: UsageRange,
): UsageReport['groups'][number]['buckets'] {
  return group.buckets.size === 0
    ? []
    : range.bucketStarts.map(start => {
        const sums = group.buckets.get(start.getTime()) ?? NOTHING;
        return {
          start: start.toISOString(),
          spendNanos: sums.spendNanos.toString(),
          requests: requests(sums),
          totalTokens: sums.totalTokens,
        };
      });
}

/** The groups among the first eight by spend, by requests or by tokens. `groups` come by spend. */
function drawn(groups: ReportGroup[]): Map<string, ReportGroup> {
  const first = (measure: (group: ReportGroup) => number) =>
    groups
      .toSorted((left, right) => measure(right) - measure(left))
      .slice(0, DRAWN);
  return new Map(
    [
      ...groups.slice(0, DRAWN),
      ...first(requests),
      ...first(group => group.totalTokens),
    ].map(group => [group.value, group]),
  );
}

function startOf(bucket: DbBigint, range: UsageRange): number {
  return Number(bucket) * bucketMs(range.bucket);
}
