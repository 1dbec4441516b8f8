import type { Profile } from '../profile';

const UNIT_MS: Record<string, number> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

interface Duration {
  count: number;
  unit: string;
}

function parse(text: string): Duration | undefined {
  const match = /^(\d+)(mo|s|m|h|d|w)$/.exec(text);
  return match ? { count: Number(match[1]), unit: match[2] } : undefined;
}

export function isDuration(text: string): boolean {
  return parse(text) !== undefined;
}

/** Now plus the duration to the millisecond; undefined for nonsense. A month is the same day of the next one. */
export function exactEnd(text: string, now: number): number | undefined {
  const duration = parse(text);
  if (!duration) {
    return undefined;
  }
  if (duration.unit === 'mo') {
    const end = new Date(now);
    end.setUTCMonth(end.getUTCMonth() + duration.count);
    return end.getTime();
  }
  return now + duration.count * UNIT_MS[duration.unit];
}

/**
 * The next budget reset: at the end of a calendar period, so that the first one is shorter than its name
 * (litellm-observed 4.2). Undefined for nonsense.
 */
export function nextReset(
  text: string,
  now: number,
  profile: Profile,
): number | undefined {
  const duration = parse(text);
  if (!duration) {
    return undefined;
  }
  const { count, unit } = duration;
  switch (unit) {
    case 'mo':
      return firstOfMonth(now, count);
    case 'w':
      return weeks(count, now, profile);
    case 'd':
      return days(count, now);
    default: {
      const period = count * UNIT_MS[unit];
      return period === UNIT_MS.d
        ? midnight(now, 1)
        : (Math.floor(now / period) + 1) * period;
    }
  }
}

function days(count: number, now: number): number {
  if (count === 7) {
    return nextMonday(now);
  }
  if (count === 30) {
    return firstOfMonth(now, 1);
  }
  return midnight(now, count);
}

function weeks(count: number, now: number, profile: Profile): number {
  if (!profile.newer) {
    return midnight(now, 1);
  }
  return count === 1 ? nextMonday(now) : midnight(now, 7 * count);
}

function midnight(now: number, daysAhead: number): number {
  return (Math.floor(now / UNIT_MS.d) + daysAhead) * UNIT_MS.d;
}

function nextMonday(now: number): number {
  const weekday = new Date(now).getUTCDay();
  return midnight(now, (8 - weekday) % 7 || 7);
}

function firstOfMonth(now: number, monthsAhead: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsAhead, 1);
}
