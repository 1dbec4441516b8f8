import type { Knex } from 'knex';
import { toNanos } from '../../../platform/database';
import { quarterStart } from '../ledger/sums';

/** A call that a key's own budget refused. */
export interface Refusal {
  requestId: string;
  keyId: string;
  /** Start of the budget's period. */
  since: Date;
  at: Date;
}

/**
 * Nano-dollars each refused call's key had used of its budget by calls that began before it, by id of the request. The
 * whole quarters of an hour from their sums, the last one from the calls themselves; one statement for a page.
 */
export async function usedWhenRefused(
  db: Knex,
  refusals: Refusal[],
): Promise<Map<string, bigint>> {
  if (refusals.length === 0) {
    return new Map();
  }
  const rows: { request_id: string; used: string }[] = await db.unionAll(
    refusals.map(refusal => usedBy(db, refusal)),
  );
  return new Map(rows.map(row => [row.request_id, toNanos(row.used)]));
}

function usedBy(db: Knex, refusal: Refusal): Knex.QueryBuilder {
  const { requestId, keyId, since, at } = refusal;
  const quarter = quarterStart(at);
  const whole = db('usage_rollups')
    .where('key_id', keyId)
    .where('bucket_start', '>=', since)
    .where('bucket_start', '<', quarter)
    .sum('cost_nanos');
  const begun = db('usage_events')
    .where('key_id', keyId)
    .where('started_at', '>=', quarter)
    .where('started_at', '<', at)
    .sum('cost_nanos');
  return db.select(
    db.raw('cast(? as varchar(255)) as request_id', [requestId]),
    db.raw('cast(coalesce((?), 0) + coalesce((?), 0) as varchar(30)) as used', [
      whole,
      begun,
    ]),
  );
}
