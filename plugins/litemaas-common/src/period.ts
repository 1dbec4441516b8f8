import { z } from 'zod';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A budget's period. All periods are calendar periods in UTC: a day from midnight, a week from Monday, a month from
 * its first day, as LiteLLM resets them.
 * @public
 */
export const periodSchema = z.enum(['day', 'week', 'month']);

/** {@inheritDoc periodSchema} @public */
export type Period = z.infer<typeof periodSchema>;

/**
 * First instant of the period that holds `at`.
 * @public
 */
export function periodStart(period: Period, at: Date): Date {
  const day = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  switch (period) {
    case 'day':
      return new Date(day);
    case 'week':
      return new Date(day - ((at.getUTCDay() + 6) % 7) * DAY_MS);
    default:
      return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  }
}

/**
 * First instant after the period that holds `at`: when its budget resets.
 * @public
 */
export function periodEnd(period: Period, at: Date): Date {
  const start = periodStart(period, at);
  switch (period) {
    case 'day':
      return new Date(start.getTime() + DAY_MS);
    case 'week':
      return new Date(start.getTime() + 7 * DAY_MS);
    default:
      return new Date(
        Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1),
      );
  }
}
