import type { Knex } from 'knex';
import { NO_MODELS } from '../../platform/litellm';
import { callableModels } from './KeyModelsService';
import type { KeyRecord } from './KeyRecord';
import type { GatewayKey } from './keyState';

/** What our rows say: the key's own limits, the lowest rates of its plans, the models that may be called now. */
export async function wishOf(
  key: KeyRecord,
  { db, installation, now }: { db: Knex; installation: string; now: Date },
): Promise<GatewayKey> {
  const models: { name: string; rpm: unknown; tpm: unknown }[] =
    await callableModels(db, now)
      .join('models', 'models.id', 'api_key_models.model_id')
      .where('api_key_models.key_id', key.id)
      .select('models.name', 'subscriptions.rpm', 'subscriptions.tpm');
  const held = await db('key_holds').where({ key_id: key.id }).first('id');
  const names = models.map(model => model.name).sort();
  return {
    alias: key.alias,
    mark: key.id,
    userId: key.personId && `${installation}-${key.personId}`,
    teamId: key.teamId && `${installation}-${key.teamId}`,
    models: names.length > 0 ? names : [...NO_MODELS],
    allowedRoutes: ['llm_api_routes'],
    blocked: held !== undefined,
    expires: key.expiresAt?.toISOString() ?? null,
    maxBudget: key.budgetNanos?.toString() ?? null,
    budgetPeriod: key.budgetNanos === null ? null : key.period,
    rpm: lowest([key.rpm, ...models.map(model => model.rpm)]),
    tpm: lowest([key.tpm, ...models.map(model => model.tpm)]),
    maxParallel: key.maxParallel,
  };
}

function lowest(rates: unknown[]): number | null {
  const limited = rates.filter(rate => rate !== null).map(Number);
  return limited.length > 0 ? Math.min(...limited) : null;
}
