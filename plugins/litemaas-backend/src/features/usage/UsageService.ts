import type {
  Outcome,
  Page,
  UsageGroupBy,
  UsageReport,
  UsageRequest,
  usageFilterSchema,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { z } from 'zod';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import type { PeopleService } from '../people/PeopleService';
import { resolveRange } from './queries/range';
import type { Closeness, Narrow, UsageAccess } from './queries/UsageAccess';
import { sumUp, toTotals } from './queries/figures';
import {
  seriesOf,
  type ReportGroup,
  type UsageReports,
} from './queries/UsageReports';
import type { UsageRequests } from './queries/UsageRequests';
import type { UsageSums } from './queries/UsageSums';

type Filter = z.output<typeof usageFilterSchema>;

/** How closely each grouping looks. */
const CLOSENESS: Record<UsageGroupBy, Closeness> = {
  model: 'totals',
  provider: 'totals',
  owner: 'totals',
  key: 'keys',
  person: 'persons',
};

/** What was used and what it cost, from our own books: the gateway is never asked. */
export class UsageService {
  readonly #clock: Clock;
  readonly #people: PeopleService;
  readonly #access: UsageAccess;
  readonly #reports: UsageReports;
  readonly #requests: UsageRequests;
  readonly #sums: UsageSums;
  readonly #completeUpTo: () => Promise<Date | null>;

  constructor(options: {
    clock: Clock;
    people: PeopleService;
    access: UsageAccess;
    reports: UsageReports;
    requests: UsageRequests;
    sums: UsageSums;
    completeUpTo(): Promise<Date | null>;
  }) {
    this.#clock = options.clock;
    this.#people = options.people;
    this.#access = options.access;
    this.#reports = options.reports;
    this.#requests = options.requests;
    this.#sums = options.sums;
    this.#completeUpTo = options.completeUpTo;
  }

  /**
   * The figures of a period, as far as the caller may see them.
   * @throws InputError `usage.period_invalid`
   * @throws NotAllowedError `usage.owner_not_allowed`
   * @throws NotFoundError `key.not_found`
   */
  async report(
    caller: Caller,
    query: Filter & { groupBy: UsageGroupBy },
  ): Promise<UsageReport> {
    const range = resolveRange(query, this.#clock.now());
    const narrow = await this.#narrow(caller, query, CLOSENESS[query.groupBy]);
    const [{ previous, buckets, groups }, completeUpTo] = await Promise.all([
      this.#reports.figures(range, query.groupBy, narrow),
      this.#completeUpTo(),
    ]);
    const titles = await this.#titlesOf(groups, query.groupBy);
    return {
      from: range.from.toISOString(),
      to: range.to.toISOString(),
      bucket: range.bucket,
      totals: toTotals(sumUp(buckets.values())),
      previous: toTotals(previous),
      buckets: range.bucketStarts.map(start => ({
        start: start.toISOString(),
        totals: toTotals(buckets.get(start.getTime())),
      })),
      groups: groups.map(group => ({
        id: group.id,
        title: titles.get(group.value) ?? group.title,
        totals: toTotals(group),
        buckets: seriesOf(group, range),
      })),
      completeUpTo: completeUpTo?.toISOString() ?? null,
    };
  }

  /**
   * A page of single calls, the latest first; errors as {@link UsageService.report}, and
   * @throws InputError `request.cursor_invalid`
   */
  async requests(
    caller: Caller,
    query: Filter & { limit: number; cursor?: string; outcome?: Outcome },
  ): Promise<Page<UsageRequest>> {
    const range = resolveRange(query, this.#clock.now());
    const narrow = await this.#narrow(caller, query, 'keys');
    return this.#requests.page(range, query, narrow);
  }

  /** Calls of each key in the last 24 hours. */
  requestsLast24h(keyIds: string[]): Promise<Map<string, number>> {
    return this.#sums.requestsLast24h(keyIds, this.#clock.now());
  }

  /** Models that fail at their provider, and since when (ISO 8601). */
  async failingSince(modelNames: string[]): Promise<Map<string, string>> {
    const failing = await this.#sums.failingSince(
      modelNames,
      this.#clock.now(),
    );
    return new Map(
      [...failing].map(([name, since]) => [name, since.toISOString()]),
    );
  }

  /** Up to when all calls are counted; `null` before anything was read. */
  completeUpTo(): Promise<Date | null> {
    return this.#completeUpTo();
  }

  async #narrow(
    caller: Caller,
    query: Filter,
    closeness: Closeness,
  ): Promise<Narrow> {
    const narrow = await this.#access.narrow(caller, query, closeness);
    return rows => {
      narrow(rows);
      if (query.modelId) {
        rows.where('model_id', query.modelId);
      }
    };
  }

  async #titlesOf(
    groups: ReportGroup[],
    groupBy: UsageGroupBy,
  ): Promise<Map<string, string>> {
    if (groupBy !== 'owner' && groupBy !== 'person') {
      return new Map();
    }
    const named = await this.#people.namedRefs(
      groups.map(group => group.value),
    );
    return new Map([...named].map(([ref, { title }]) => [ref, title]));
  }
}
