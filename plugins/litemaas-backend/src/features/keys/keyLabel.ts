import type { Knex } from 'knex';
import { inRunningPeriod } from '../../platform/database/runningPeriod';

/** A key that stops working within so many days is Expiring. */
export const EXPIRING_DAYS = 7;

/**
 * SQL for the label of a row of `api_keys`: what the gateway confirmed, not what was wished; the first that applies. In
 * SQL, so that filtering by it keeps counts and pages exact.
 *
 * A key that is held only because its budget or its subscriptions are used up is Over limit: it comes back by itself,
 * and nobody can unblock it.
 */
export function labelExpression(db: Knex, now: Date): Knex.Raw {
  const soon = new Date(now.getTime() + EXPIRING_DAYS * 24 * 60 * 60 * 1000);
  const held = `exists (select 1 from key_holds h where h.key_id = api_keys.id)`;
  const heldByOthers = `exists (select 1 from key_holds h where h.key_id = api_keys.id and h.kind not in ('subscription', 'budget'))`;
  const over = overLimit(db, now);
  return db.raw(
    `case
      when api_keys.state in ('revoked', 'revoking', 'expired') then api_keys.state
      when api_keys.expires_at <= ? then 'expired'
      when api_keys.state = 'pending' then 'pending'
      when ${held} and not api_keys.blocked_at_gateway then 'blocking'
      when not ${held} and api_keys.blocked_at_gateway then 'unblocking'
      when ${heldByOthers} then 'blocked'
      when ? then 'over-limit'
      when ${held} then 'blocked'
      when api_keys.expires_at <= ? then 'expiring'
      else 'active'
    end`,
    [now, over, soon],
  );
}

/** True when the running budget of the key, or of a subscription that gives it a model, is used up. */
function overLimit(db: Knex, now: Date): Knex.Raw {
  const running = (scope: 'key' | 'subscription', owner: string) =>
    inRunningPeriod(db, { scope, owner, alias: 'b', now });
  return db.raw(
    `(exists (
       select 1 from budget_periods b
       where ? and b.spent_nanos >= api_keys.budget_nanos
     ) or exists (
       select 1 from api_key_models m
       join subscriptions s on s.id = m.subscription_id and s.status = 'active'
       join budget_periods b on ?
       where m.key_id = api_keys.id
         and (b.spent_nanos >= s.budget_nanos or b.exhausted_at is not null)
     ))`,
    [running('key', 'api_keys'), running('subscription', 's')],
  );
}
