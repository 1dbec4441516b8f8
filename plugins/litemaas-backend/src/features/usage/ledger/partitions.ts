import type { Knex } from 'knex';
import { isPostgres } from '../../../platform/database';
import { firstStart } from '../ingest/windows';

/** Months made ahead, besides the present one. */
const AHEAD = 2;

/**
 * Makes the monthly partitions of the ledger, from the backfill to two months ahead. A month whose rows are in the default
 * partition already stays there. On SQLite there is nothing to do. Again, or by two at once, it changes nothing.
 */
export async function preparePartitions(
  db: Knex,
  backfillDays: number,
  now: Date,
): Promise<void> {
  if (!isPostgres(db)) {
    return;
  }
  const last = monthOf(now) + AHEAD;
  const first = monthOf(firstStart(now, backfillDays));
  for (let month = first; month <= last; month++) {
    await preparePartition(db, month);
  }
}

async function preparePartition(db: Knex, month: number): Promise<void> {
  const [from, to] = [startOf(month), startOf(month + 1)];
  const strayed = await db('usage_events_default')
    .where('started_at', '>=', from)
    .where('started_at', '<', to)
    .first(db.raw('1'));
  if (strayed) {
    return;
  }
  const name = `usage_events_${from
    .toISOString()
    .slice(0, 7)
    .replace('-', '_')}`;
  try {
    await db.raw(
      `create table if not exists ?? partition of usage_events for values from ('${from.toISOString()}') to ('${to.toISOString()}')`,
      [name],
    );
    await db.raw(`comment on table ?? is 'Calls of one month (UTC)'`, [name]);
  } catch (error) {
    if (!madeMeanwhile(error)) {
      throw error;
    }
  }
}

/** Another replica was faster, or an ingest put a row of that month into the default partition. */
function madeMeanwhile(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['42P07', '23505', '23514', 'XX000'].includes(String(error.code))
  );
}

/** Months since the year 0. */
function monthOf(at: Date): number {
  return at.getUTCFullYear() * 12 + at.getUTCMonth();
}

function startOf(month: number): Date {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12));
}
