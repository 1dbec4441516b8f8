import type { Knex } from 'knex';
import { toIso } from '../../platform/database';

const settingOf = (gatewayId: string) => `models.imported_at.${gatewayId}`;

/** Remembers, in the import's transaction, that our models are what the gateway offers. */
export async function writeImportedAt(
  tx: Knex.Transaction,
  gatewayId: string,
  at: Date,
): Promise<void> {
  await tx('settings')
    .insert({
      name: settingOf(gatewayId),
      value: toIso(at),
      created_at: at,
      updated_at: at,
    })
    .onConflict('name')
    .merge(['value', 'updated_at']);
}

/** When the models were last read; `null` before the first time, when nothing can be said of what is gone. */
export async function readImportedAt(
  db: Knex,
  gatewayId: string,
): Promise<string | null> {
  const row = await db('settings')
    .where({ name: settingOf(gatewayId) })
    .first('value');
  return row?.value ?? null;
}
