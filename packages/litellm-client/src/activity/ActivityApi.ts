import type { CallOptions, Http } from '../http';
import { ownHash } from '../keys/identity';
import { DayMerge, type ActivityDay } from './merge';
import { activityPage } from './schemas';

/** The most that `/user/daily/activity` takes: its pages are unstable, so few are better. */
const PAGE_SIZE = 1000;

/** @public */
export interface ActivityQuery {
  /** First UTC day, `YYYY-MM-DD`. */
  from: string;
  /** Last UTC day, included. */
  to: string;
  /** sha256 of a key. */
  keyHash?: string;
}

/**
 * Sums per day that LiteLLM keeps beside its log of calls: what it holds more
 * than the log was lost there.
 *
 * @public
 */
export class ActivityApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Days with at least one call, oldest first, of the whole gateway or of one
   * key. Ask for few days at a time.
   *
   * @throws RangeError for days that are none, or reversed: versions answer
   * that with an error or with nothing
   */
  async daily(
    query: ActivityQuery,
    options?: CallOptions,
  ): Promise<ActivityDay[]> {
    if (!isDay(query.from) || !isDay(query.to) || query.from > query.to) {
      throw new RangeError('Daily activity is asked by days, in order.');
    }
    const merge = new DayMerge();
    for (let page = 1; ; page++) {
      const answer = await this.#http.json(
        {
          ...options,
          method: 'GET',
          path: '/user/daily/activity',
          query: {
            start_date: query.from,
            end_date: query.to,
            api_key: query.keyHash && ownHash(query.keyHash),
            page,
            page_size: PAGE_SIZE,
          },
        },
        activityPage,
      );
      answer.results.forEach(day => merge.add(day));
      if (!answer.metadata.has_more) return merge.days();
    }
  }
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
  );
}
