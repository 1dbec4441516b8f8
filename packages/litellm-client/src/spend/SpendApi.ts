import type { CallOptions, Http } from '../http';
import { ownHash } from '../keys/identity';
import { readPages, type Page } from '../paging';
import { logList, type SpendLog } from './schemas';

/**
 * A window on the **start** of calls, both ends included, of whole seconds.
 *
 * @public
 */
export interface SpendLogWindow {
  from: Date;
  to: Date;
  /** sha256 of a key. */
  keyHash?: string;
  userId?: string;
  teamId?: string;
  status?: 'success' | 'failure';
}

/** @public */
export interface SpendLogQuery extends SpendLogWindow {
  /** From 1. */
  page?: number;
  /** At most `SpendApi.maxPageSize`. */
  pageSize?: number;
}

/** @public */
export interface SpendLogPage extends Page<SpendLog> {
  totalIsCapped: boolean;
}

/**
 * The log of calls.
 *
 * @public
 */
export class SpendApi {
  readonly #http: Http;
  /** 100, or 1000 where the gateway's version is known to take it. */
  readonly maxPageSize: number;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
    this.maxPageSize = maxSpendLogPageSize(http.version);
  }

  /**
   * One page of calls in a window, oldest first. Rows appear up to 15 s after
   * their call ended, so a window is read again later.
   *
   * @throws RangeError for an edge with a fraction of a second, which LiteLLM
   * cannot be asked for
   */
  async logs(
    query: SpendLogQuery,
    options?: CallOptions,
  ): Promise<SpendLogPage> {
    return this.#http.json(
      {
        ...options,
        method: 'GET',
        path: '/spend/logs/v2',
        query: {
          start_date: second(query.from),
          end_date: second(query.to),
          page: query.page ?? 1,
          page_size: query.pageSize ?? this.maxPageSize,
          sort_by: 'startTime',
          sort_order: 'asc',
          api_key: query.keyHash && ownHash(query.keyHash),
          user_id: query.userId,
          team_id: query.teamId,
          status_filter: query.status,
        },
      },
      logList,
    );
  }

  /**
   * All calls in a window, page by page until one is empty; see `collect`.
   * `total` is capped by newer versions at 10 000, pages are not.
   */
  logPages(
    window: SpendLogWindow,
    options?: CallOptions,
  ): AsyncGenerator<Page<SpendLog>> {
    return readPages(
      page => this.logs({ ...window, page }, options),
      log => log.requestId,
    );
  }
}

/** `YYYY-MM-DD HH:MM:SS` in UTC: the only form both versions take. */
function second(date: Date): string {
  if (date.getTime() % 1000 !== 0) {
    throw new RangeError('A window of spend logs has edges of whole seconds.');
  }
  return date.toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * The longest page of the log that a version of LiteLLM gives: 1000 seen on 1.108.2, 100 on 1.82.1. Between them
 * nothing is known, so 100.
 *
 * @public
 */
export function maxSpendLogPageSize(version: string | undefined): number {
  const [major, minor] = (version ?? '').split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 108) ? 1000 : 100;
}
