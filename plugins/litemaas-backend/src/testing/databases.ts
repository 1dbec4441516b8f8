import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

/** Both engines, for `describe.each`. */
export const databaseIds = databases.eachSupportedId();

/** A new database of an engine, without our schema. */
export function emptyDatabase(id: TestDatabaseId): Promise<Knex> {
  return databases.init(id);
}

/** A new database of an engine, with our schema. */
export async function migratedDatabase(id: TestDatabaseId): Promise<Knex> {
  const db = await databases.init(id);
  await db.migrate.latest({
    directory: resolvePackagePath(
      '@litemaas/backstage-plugin-litemaas-backend',
      'migrations',
    ),
  });
  return db;
}

/** Tables that refer to others come first. */
const TABLES = [
  'idempotency_keys',
  'notices',
  'change_log',
  'sync_operations',
  'sync_objects',
  'ingest_windows',
  'usage_rollups',
  'usage_events',
  'budget_periods',
  'sealed_keys',
  'key_deliveries',
  'key_holds',
  'api_key_models',
  'api_keys',
  'subscriptions',
  'model_plans',
  'model_grants',
  'model_prices',
  'models',
  'teams',
  'persons',
];

/** Empties every table but the plans, which come from the configuration, and the installation's own facts. */
export async function emptyTables(db: Knex): Promise<void> {
  for (const table of TABLES) {
    await db(table).delete();
  }
  await db('settings')
    .whereNotIn('name', ['installation_id', 'development_ring_key'])
    .delete();
}

/** Remembers every row that {@link emptyTables} takes away. The result puts them back. */
export async function snapshotTables(db: Knex): Promise<() => Promise<void>> {
  const tables = [...TABLES].reverse();
  const rows = await Promise.all(tables.map(table => db(table)));
  return async () => {
    await emptyTables(db);
    for (const [index, table] of tables.entries()) {
      if (rows[index].length > 0) {
        await db(table).insert(rows[index]);
      }
    }
  };
}
