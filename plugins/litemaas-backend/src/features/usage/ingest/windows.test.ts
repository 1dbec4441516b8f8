import {
  afterRead,
  completeUpTo,
  extendHotRun,
  firstStart,
  halves,
  hotRange,
  isDue,
  newWindows,
  type HotRun,
  type LogWindow,
  type TimeRange,
} from './windows';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-24T10:17:03.421Z');

/** A call as the gateway logs it: under its start, once it is written. */
interface Call {
  start: number;
  /** From its start to its row. */
  writtenAfter: number;
}

/** Plays cycles of five seconds against a log, as `UsageIngest` does. */
class Play {
  now: number;
  seenAt = new Map<Call, number>();
  windows: LogWindow[] = [];
  run: HotRun | undefined;
  upTo: Date | undefined;
  readonly calls: Call[];
  #seenTo = 0;
  readonly backfillDays: number;

  constructor(now: number, calls: Call[], backfillDays = 0) {
    this.now = now;
    this.calls = calls.toSorted((left, right) => left.start - right.start);
    this.backfillDays = backfillDays;
  }

  cycle() {
    const now = new Date(this.now);
    const after =
      this.windows.at(-1)?.end ?? firstStart(now, this.backfillDays);
    this.windows.push(...newWindows(after, now));
    const hot = hotRange(this.run, now);
    this.#read(hot);
    this.run = extendHotRun(this.run, hot, now);
    this.windows = this.windows.map(window => {
      if (!isDue(window, now)) {
        return window;
      }
      const total = this.#read({ from: window.start, to: window.end });
      return afterRead(window, { total, complete: true }, now);
    });
    const gap = this.windows.find(
      window => !window.completeTo || window.completeTo < window.end,
    );
    const windowsTo = gap
      ? new Date(Math.max(+gap.start, +(gap.completeTo ?? 0)))
      : this.windows[this.windows.length - 1].end;
    this.upTo = completeUpTo(this.upTo, windowsTo, this.run);
  }

  /** From a row's being written to its being read; endless for one that was not. */
  longestDelay(): number {
    return Math.max(
      ...this.calls.map(call => {
        const seen = this.seenAt.get(call) ?? Infinity;
        return seen - call.start - call.writtenAfter;
      }),
    );
  }

  unseenBefore(at: number): boolean {
    const until = this.#firstFrom(at);
    for (; this.#seenTo < until; this.#seenTo++) {
      if (!this.seenAt.has(this.calls[this.#seenTo])) {
        return true;
      }
    }
    return false;
  }

  /** Cycles until `until`; none while the gateway is away. */
  playTo(until: number, away: [number, number][] = []) {
    while (this.now < until) {
      this.now += 5 * SECOND;
      if (!away.some(([from, to]) => this.now >= from && this.now < to)) {
        this.cycle();
      }
    }
  }

  #read({ from, to }: TimeRange): number {
    if (Number(from) % 1000 || Number(to) % 1000) {
      throw new RangeError('LiteLLM cannot be asked for fractions of a second');
    }
    let found = 0;
    for (
      let index = this.#firstFrom(Number(from));
      index < this.calls.length;
      index++
    ) {
      const call = this.calls[index];
      if (call.start > Number(to)) {
        break;
      }
      if (call.start + call.writtenAfter <= this.now) {
        found += 1;
        if (!this.seenAt.has(call)) {
          this.seenAt.set(call, this.now);
        }
      }
    }
    return found;
  }

  #firstFrom(at: number): number {
    let [low, high] = [0, this.calls.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.calls[middle].start < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

/** Calls all over `length`, with a generator of its own: the same in every run. */
function callsOver(length: number, count: number, longest: number): Call[] {
  let state = 42;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return Array.from({ length: count }, () => ({
    start: START + random() * length,
    writtenAfter: random() * longest + random() * 15 * SECOND,
  }));
}

it('sees calls under two minutes within a cycle of their being written', () => {
  const play = new Play(START, callsOver(2 * HOUR, 3_000, 2 * MINUTE));
  play.playTo(START + 3 * HOUR);
  expect(play.longestDelay()).toBeLessThan(6 * SECOND);
});

it('sees calls up to the longest the gateway allows within ten minutes', () => {
  const play = new Play(START, callsOver(4 * HOUR, 1_000, 100 * MINUTE));
  play.playTo(START + 7 * HOUR);
  expect(play.longestDelay()).toBeLessThan(10 * MINUTE);
});

it.each([2 * MINUTE, 11 * MINUTE, 5 * HOUR])(
  'never claims to be complete over a call it has not seen, and catches up after %d ms without the gateway',
  length => {
    const away: [number, number] = [START + HOUR, START + HOUR + length];
    const play = new Play(START, callsOver(7 * HOUR, 2_000, 2 * MINUTE));
    const broken: string[] = [];
    let last = 0;
    while (play.now < START + 8 * HOUR) {
      play.playTo(play.now + 5 * SECOND, [away]);
      const upTo = Number(play.upTo);
      const isAway = play.now >= away[0] && play.now < away[1];
      if (play.unseenBefore(upTo)) {
        broken.push(`a call before ${upTo} was not seen`);
      }
      if (isAway ? upTo > away[0] : upTo < play.now - 3 * MINUTE) {
        broken.push(`complete up to ${upTo} at ${play.now}`);
      }
      if (upTo < last) {
        broken.push(`what was complete at ${last} is so up to ${upTo} only`);
      }
      last = upTo;
    }
    expect(broken).toEqual([]);
  },
);

it('reads a month once more before it seals it, and then never again', () => {
  const past = callsOver(30 * DAY, 500, MINUTE);
  const play = new Play(START + 30 * DAY, past, 30);
  play.cycle();
  expect(play.seenAt.size).toBe(500);
  expect(play.windows.filter(window => window.sealedAt)).toEqual([]);
  expect(play.windows.length).toBeLessThan(28 + 3 * 24);

  const late: Call = {
    start: START + 10 * DAY,
    writtenAfter: 20 * DAY + SECOND,
  };
  play.calls.splice(
    play.calls.findIndex(call => call.start > late.start),
    0,
    late,
  );
  play.playTo(play.now + 10 * MINUTE);
  expect(play.seenAt.has(late)).toBe(true);
  const held = play.windows.find(
    window => +window.start <= late.start && +window.end > late.start,
  );
  expect(held?.sealedAt).toBeNull();

  play.now += 3 * DAY;
  play.cycle();
  play.now += DAY;
  play.cycle();
  const old = play.windows.filter(window => +window.end < START + 30 * DAY);
  expect(old.every(window => window.sealedAt)).toBe(true);
});

it('seals no window whose rows were not all read, however often', () => {
  const [window] = newWindows(new Date(0), new Date(HOUR - 1));
  let open = window;
  for (let day = 2; day < 10; day++) {
    open = afterRead(open, { total: 5, complete: false }, new Date(day * DAY));
  }
  expect(open).toMatchObject({ sealedAt: null, completeTo: null });
  open = afterRead(open, { total: 5, complete: true }, new Date(11 * DAY));
  open = afterRead(open, { total: 6, complete: true }, new Date(12 * DAY));
  expect(open.sealedAt).toBeNull();
  open = afterRead(open, { total: 6, complete: true }, new Date(13 * DAY));
  expect(open.sealedAt).toEqual(new Date(13 * DAY));
});

it('halves a window to whole seconds until one is left', () => {
  const [window] = newWindows(new Date(0), new Date(HOUR - 1));
  let parts = [window];
  while (halves(parts[0])) {
    parts = [...(halves(parts[0]) ?? []), ...parts.slice(1)];
  }
  expect(parts[0]).toMatchObject({ start: new Date(0), end: new Date(1000) });
  parts.forEach((part, index) => {
    expect(Number(part.end) % 1000).toBe(0);
    expect(part.end).toEqual(parts[index + 1]?.start ?? window.end);
  });
});

it('covers a gateway whose clock is a minute ahead', () => {
  const now = new Date(START);
  expect(+hotRange(undefined, now).to).toBeGreaterThan(START + 59 * SECOND);
});
