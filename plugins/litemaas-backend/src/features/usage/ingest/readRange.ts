import type { SpendApi, SpendLog } from '@litemaas/litellm-client';
import type { ReadResult, TimeRange } from './windows';

/** More rows than this are not read in one go: it bounds the memory, and newer versions stop counting here. */
export const MOST_ROWS = 10_000;

/**
 * Reads a range of the gateway's log page by page, oldest first, and gives each page on before it asks for the next.
 * `too_many`: the range holds more than {@link MOST_ROWS}; nothing was given on. Not asked for `unbounded` ranges.
 *
 * LiteLLM pages by offset without a snapshot: a row written meanwhile shifts the others. So a read is complete only
 * when its distinct ids are as many as the total at the end, and no row was unreadable.
 */
export async function readRange(options: {
  spend: Pick<SpendApi, 'logs'>;
  range: TimeRange;
  pageSize: number;
  unbounded?: boolean;
  signal: AbortSignal;
  onPage(rows: SpendLog[]): Promise<void>;
}): Promise<ReadResult | 'too_many'> {
  const { spend, range, pageSize, unbounded, signal, onPage } = options;
  const ids = new Set<string>();
  let unreadable = 0;
  for (let page = 1; ; page++) {
    signal.throwIfAborted();
    const answer = await spend.logs({ ...range, page, pageSize }, { signal });
    const { items, dropped, total, totalIsCapped } = answer;
    if (page === 1 && !unbounded && (totalIsCapped || total > MOST_ROWS)) {
      return 'too_many';
    }
    const fresh = items.filter(item => !ids.has(item.requestId));
    fresh.forEach(item => ids.add(item.requestId));
    unreadable += dropped;
    if (fresh.length > 0) {
      await onPage(fresh);
    }
    const isLast = items.length + dropped < pageSize;
    // A gateway that repeats a page would be read for ever.
    if (isLast || fresh.length + dropped === 0) {
      const all = totalIsCapped ? isLast : ids.size === total;
      return {
        total: totalIsCapped ? ids.size : total,
        complete: all && unreadable === 0,
        unreadable,
      };
    }
  }
}
