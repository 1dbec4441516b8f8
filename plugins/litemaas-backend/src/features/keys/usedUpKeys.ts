import type { Knex } from 'knex';
import { inRunningPeriod } from '../../platform/database/runningPeriod';
import { LIVE } from './KeyRecord';

/**
 * Keys whose own budget is used up by our books, while the gateway, which enforces it, may let calls pass: it asks for
 * no budget where a model's tokens cost nothing, and does not know of calls that cost something by our price only.
 */
export function usedUpKeys(db: Knex, now: Date): Knex.QueryBuilder {
  const isRunning = inRunningPeriod(db, {
    scope: 'key',
    owner: 'api_keys',
    alias: 'running',
    now,
  });
  return db('api_keys')
    .join('budget_periods as running', join => join.on(isRunning))
    .whereIn('api_keys.state', LIVE)
    .whereRaw('running.spent_nanos >= api_keys.budget_nanos')
    .where(passes =>
      passes
        .whereRaw('running.gateway_nanos < api_keys.budget_nanos')
        .orWhereExists(
          uncheckedModels(db).whereRaw('api_key_models.key_id = api_keys.id'),
        ),
    );
}

/** Rows of `api_key_models` whose model has no price above zero for tokens, as far as we know. */
export function uncheckedModels(db: Knex): Knex.QueryBuilder {
  return db('api_key_models').whereNotExists(
    db('model_prices')
      .whereRaw('model_prices.model_id = api_key_models.model_id')
      .whereNull('model_prices.valid_to')
      .where(either =>
        either.where('input_nanos', '>', 0).orWhere('output_nanos', '>', 0),
      ),
  );
}
