import type { Knex } from 'knex';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { toIsoOrNull, type DbInstant } from '../../platform/database';

/** A caller's own access to one model, before names are looked up. */
export interface AccessRow {
  state: Model['access']['state'];
  subscriptionId: string | null;
  decidedByRef: string | null;
  decidedAt: string | null;
  reason: string | null;
}

/**
 * SQL for the caller's own access state of `models`: a live subscription wins, else a denial that nothing followed,
 * else what the model's visibility says. In SQL, so that filtering by it keeps counts and pages exact.
 */
export function accessExpression(db: Knex, ownerRef: string): Knex.Raw {
  return db.raw(
    `case (
       select s.status from subscriptions s
       where s.model_id = models.id and s.owner_ref = ?
       order by s.requested_at desc, s.id desc limit 1
     )
     when 'active' then 'subscribed'
     when 'suspended' then 'subscribed'
     when 'requested' then 'waiting'
     when 'denied' then 'denied'
     else case when models.visibility = 'public' then 'public' else 'restricted' end
     end`,
    [ownerRef],
  );
}

interface DbAccessRow {
  model_id: string;
  id: string;
  status: string;
  decided_by: string | null;
  decided_at: DbInstant | null;
  decision_reason: string | null;
}

/** The caller's own access to each of some models, in one statement. */
export async function readAccess(
  db: Knex,
  ownerRef: string,
  models: { id: string; visibility: string }[],
): Promise<Map<string, AccessRow>> {
  const rows: DbAccessRow[] = await db('subscriptions')
    .where('owner_ref', ownerRef)
    .whereIn(
      'model_id',
      models.map(model => model.id),
    )
    .orderBy([
      { column: 'requested_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .select(
      'model_id',
      'id',
      'status',
      'decided_by',
      'decided_at',
      'decision_reason',
    );
  const latest = new Map<string, DbAccessRow>();
  for (const row of rows) {
    if (!latest.has(row.model_id)) {
      latest.set(row.model_id, row);
    }
  }
  return new Map(
    models.map(model => [model.id, toAccess(model, latest.get(model.id))]),
  );
}

const LIVE_STATES: Record<string, AccessRow['state']> = {
  active: 'subscribed',
  suspended: 'subscribed',
  requested: 'waiting',
  denied: 'denied',
};

function toAccess(
  model: { visibility: string },
  row: DbAccessRow | undefined,
): AccessRow {
  const state = row && LIVE_STATES[row.status];
  if (!row || !state) {
    return {
      state: model.visibility === 'public' ? 'public' : 'restricted',
      subscriptionId: null,
      decidedByRef: null,
      decidedAt: null,
      reason: null,
    };
  }
  return {
    state,
    subscriptionId: row.id,
    decidedByRef: row.decided_by,
    decidedAt: toIsoOrNull(row.decided_at),
    reason: row.decision_reason,
  };
}
