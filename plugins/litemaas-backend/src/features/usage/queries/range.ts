import type { z } from 'zod';
import type { usageFilterSchema } from '@litemaas/backstage-plugin-litemaas-common';
import { badRequest } from '../../../platform/http/errors';
import { quarterStart } from '../ledger/sums';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const QUARTER = 15 * MINUTE;
const LONGEST = 366 * DAY;

/** The period of a usage query. Its edges lie on quarters of an hour, as the sums do. */
export interface UsageRange {
  from: Date;
  to: Date;
  /** First quarter after the period: `to` may lie within one. */
  upTo: Date;
  /** Start of the period of the same length before. */
  previousFrom: Date;
  bucket: 'hour' | 'day';
  /** Starts of all buckets, the first of which may begin before the period. */
  bucketStarts: Date[];
}

type Filter = Pick<
  z.output<typeof usageFilterSchema>,
  'period' | 'from' | 'to'
>;

/**
 * Reads the period of a query; presets end now and begin with a whole hour or UTC day, this one included.
 * @throws InputError `usage.period_invalid`
 */
export function resolveRange(filter: Filter, now: Date): UsageRange {
  const to = endOf(filter, now);
  const from = quarterStart(startOf(filter, to));
  if (from.getTime() < 0) {
    throw badRequest('usage.period_invalid', 'There is no usage before 1970.', {
      from: 'must be after 1970',
    });
  }
  if (from >= to) {
    throw badRequest(
      'usage.period_invalid',
      'The period must begin before it ends.',
      {
        from: 'must be before the end of the period, and not in the future',
      },
    );
  }
  if (to.getTime() - from.getTime() > LONGEST) {
    throw badRequest(
      'usage.period_invalid',
      'A period can be a year at most.',
      {
        from: 'must be within 366 days of the end',
      },
    );
  }
  const upTo = new Date(Math.ceil(to.getTime() / QUARTER) * QUARTER);
  const length = upTo.getTime() - from.getTime();
  const bucket = length <= 2 * DAY ? 'hour' : 'day';
  return {
    from,
    to,
    upTo,
    previousFrom: new Date(from.getTime() - length),
    bucket,
    bucketStarts: startsOf(from, upTo, bucketMs(bucket)),
  };
}

/** Length of a bucket; both kinds begin at multiples of it since 1970. */
export function bucketMs(bucket: UsageRange['bucket']): number {
  return bucket === 'hour' ? HOUR : DAY;
}

function endOf(filter: Filter, now: Date): Date {
  const to = filter.to ? new Date(filter.to) : now;
  return to < now ? to : now;
}

function startOf(filter: Filter, to: Date): Date {
  if (filter.from) {
    return new Date(filter.from);
  }
  if (filter.period === '24h') {
    return floorTo(HOUR, to.getTime() - 23 * HOUR);
  }
  const days = Number.parseInt(filter.period, 10);
  return floorTo(DAY, to.getTime() - (days - 1) * DAY);
}

function startsOf(from: Date, upTo: Date, length: number): Date[] {
  const starts: Date[] = [];
  for (
    let at = floorTo(length, from.getTime()).getTime();
    at < upTo.getTime();
    at += length
  ) {
    starts.push(new Date(at));
  }
  return starts;
}

function floorTo(unit: number, at: number): Date {
  return new Date(Math.floor(at / unit) * unit);
}
