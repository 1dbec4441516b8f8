/*
 * When which part of the gateway's log is read. A row appears up to 15 s after its call ended, under the time at which
 * the call began; so the near past is read again and again, and older windows ever more rarely.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Calls shorter than this show within a cycle of having been written. */
const SHORT_CALL = 2 * MINUTE;
/** How long the gateway may keep a row back after the call's end. */
const FLUSH = 15 * SECOND;
/** What a read says nothing about: calls that may still run, or wait to be written. */
const UNSETTLED = SHORT_CALL + FLUSH;
/** Read in every cycle: what is unsettled, and once more. */
const HOT = UNSETTLED + 15 * SECOND;
/** After a pause the hot range begins where it ended, at most this far back; older windows are due by then. */
const LONGEST_HOT = 10 * MINUTE;
/** The gateway's clock may be ahead of ours. */
const CLOCK_LEAD = MINUTE;
/** A little under the ten minutes within which a long call must show. */
const REREAD = 9 * MINUTE;
/** Behind this no call of a window runs any more: LiteLLM gives up on a call after 100 minutes. */
const SETTLED = 2 * HOUR;
/** Windows before this are days, not hours: a first start reads a month in some dozens of requests. */
const YOUNG = 2 * DAY;

/** A stretch of time by the starts of calls; whole seconds, both ends included. */
export interface TimeRange {
  from: Date;
  to: Date;
}

/** A stretch of the log with what is known about it. */
export interface LogWindow {
  start: Date;
  end: Date;
  /** Latest read that came to its end. */
  readAt: Date | null;
  /** Calls that began before this were all read. */
  completeTo: Date | null;
  /** Rows the gateway said it has, at the latest read. */
  total: number;
  /** Complete reads in a row, of a time when no call ran any more, that found the same total. */
  agreements: number;
  /** No longer read. */
  sealedAt: Date | null;
}

/** How far the reads of every cycle are without a gap: calls that began in it are all counted. */
export interface HotRun {
  since: Date;
  to: Date;
}

/** What a read of a range found. `complete`: as many distinct rows as the gateway says there are. */
export interface ReadResult {
  total: number;
  complete: boolean;
  /** Rows that were no rows of a call: they may be usage, so that nothing is complete with them. */
  unreadable: number;
}

/** The range to read in this cycle: the last two and a half minutes, longer after a pause. */
export function hotRange(run: HotRun | undefined, now: Date): TimeRange {
  const at = now.getTime();
  const usual = at - HOT;
  const from = Math.max(
    at - LONGEST_HOT,
    Math.min(run?.to.getTime() ?? usual, usual),
  );
  return { from: floorTo(SECOND, from), to: floorTo(SECOND, at + CLOCK_LEAD) };
}

/** The run after a complete read of `range`, which began at `now`. It starts anew when the range left a gap. */
export function extendHotRun(
  run: HotRun | undefined,
  range: TimeRange,
  now: Date,
): HotRun {
  const to = new Date(now.getTime() - UNSETTLED);
  return run && range.from <= run.to && run.to <= to
    ? { since: run.since, to }
    : { since: range.from, to };
}

/** Where an installation begins to read: the start of a UTC day. */
export function firstStart(now: Date, backfillDays: number): Date {
  return floorTo(DAY, now.getTime() - backfillDays * DAY);
}

/** Windows from `after` up to the one that holds `now`, which have to be made. */
export function newWindows(after: Date, now: Date): LogWindow[] {
  const windows: LogWindow[] = [];
  let start = after.getTime();
  while (start <= now.getTime()) {
    const wholeDay = start % DAY === 0 && start + DAY <= now.getTime() - YOUNG;
    const end = start + (wholeDay ? DAY : HOUR);
    windows.push(unread(new Date(start), new Date(end)));
    start = end;
  }
  return windows;
}

/**
 * Halves of a window that holds too many rows for one read, as much read as it was; `undefined` when it is one second
 * already.
 */
export function halves(window: LogWindow): LogWindow[] | undefined {
  const start = window.start.getTime();
  const middle = start + Math.floor((window.end.getTime() - start) / 2);
  const cut = floorTo(SECOND, middle);
  const part = (from: Date, to: Date): LogWindow => ({
    ...window,
    start: from,
    end: to,
    completeTo: window.completeTo && earlier(window.completeTo, to),
    total: 0,
    agreements: 0,
  });
  return cut.getTime() > start
    ? [part(window.start, cut), part(cut, window.end)]
    : undefined;
}

/**
 * Whether to read a window now: at once when it never was; every nine minutes until two hours after its end, and until
 * two reads agreed; then daily.
 */
export function isDue(window: LogWindow, now: Date): boolean {
  if (window.sealedAt || window.start > now) {
    return false;
  }
  if (!window.readAt) {
    return true;
  }
  const interval = window.agreements >= 2 ? DAY : REREAD;
  return now.getTime() - window.readAt.getTime() >= interval;
}

/**
 * What is known of a window after a read that began at `now`. Only reads of settled windows are counted as agreements;
 * two of them seal a window that is a day old.
 */
export function afterRead(
  window: LogWindow,
  { total, complete }: Pick<ReadResult, 'total' | 'complete'>,
  now: Date,
): LogWindow {
  const age = now.getTime() - window.end.getTime();
  const before = Math.min(window.end.getTime(), now.getTime() - UNSETTLED);
  const agreements = agreementsAfter(window, total, complete && age >= SETTLED);
  return {
    ...window,
    readAt: now,
    completeTo: complete
      ? new Date(Math.max(before, window.completeTo?.getTime() ?? 0))
      : window.completeTo,
    total,
    agreements,
    sealedAt: agreements >= 2 && age >= DAY ? now : null,
  };
}

/**
 * Up to when all calls are counted: the windows' unbroken beginning (`windowsTo`), carried on by the hot run where the
 * two meet. What was true before stays true.
 */
export function completeUpTo(
  before: Date | undefined,
  windowsTo: Date,
  run: HotRun | undefined,
): Date {
  const candidates = [windowsTo];
  if (before) {
    candidates.push(before);
  }
  if (run && run.since <= windowsTo) {
    candidates.push(run.to);
  }
  return new Date(Math.max(...candidates.map(Number)));
}

function agreementsAfter(
  window: LogWindow,
  total: number,
  counts: boolean,
): number {
  if (!counts) {
    return 0;
  }
  return window.agreements > 0 && window.total === total
    ? window.agreements + 1
    : 1;
}

function earlier(left: Date, right: Date): Date {
  return left < right ? left : right;
}

function unread(start: Date, end: Date): LogWindow {
  return {
    start,
    end,
    readAt: null,
    completeTo: null,
    total: 0,
    agreements: 0,
    sealedAt: null,
  };
}

function floorTo(unit: number, at: number): Date {
  return new Date(Math.floor(at / unit) * unit);
}
