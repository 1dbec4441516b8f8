import type { Knex } from 'knex';
import {
  periodSchema,
  periodStart,
} from '@litemaas/backstage-plugin-litemaas-common';

/**
 * SQL that is true for the row of `budget_periods` (as `alias`) that holds the running period of a row of `owner`, a
 * table or alias with the columns of a subscription or key. Periods are calendar periods, so three instants cover all rows.
 */
export function inRunningPeriod(
  db: Knex,
  options: {
    scope: 'subscription' | 'key';
    owner: string;
    alias: string;
    now: Date;
  },
): Knex.Raw {
  const { scope, owner, alias, now } = options;
  const periods = periodSchema.options;
  const id = scope === 'subscription' ? 'budget_id' : 'id';
  return db.raw(
    `${alias}.scope = ? and ${alias}.scope_id = ${owner}.${id} and ${alias}.period = ${owner}.period and (${periods
      .map(() => `(${owner}.period = ? and ${alias}.period_start = ?)`)
      .join(' or ')})`,
    [scope, ...periods.flatMap(period => [period, periodStart(period, now)])],
  );
}
