import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { isPostgres } from './dialect';

/** A table that only LiteLLM's own database has. */
const LITELLM_TABLE = 'LiteLLM_VerificationToken';

/**
 * The plugin's database, brought to the present schema unless the host does that itself.
 * @throws Error when the database is LiteLLM's own: neither side would survive the other's migrations
 */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const db = await database.getClient();
  if (await holdsLiteLlm(db)) {
    throw new Error(
      `The database of LiteMaaS holds LiteLLM's tables (${LITELLM_TABLE}); give LiteMaaS a database of its own, see backend.database.`,
    );
  }
  if (!database.migrations?.skip) {
    await db.migrate.latest({
      directory: resolvePackagePath(
        '@litemaas/backstage-plugin-litemaas-backend',
        'migrations',
      ),
    });
  }
  return db;
}

/** On PostgreSQL whatever the schema: where plugins have one each, LiteLLM's tables lie in another one than ours. */
async function holdsLiteLlm(db: Knex): Promise<boolean> {
  return isPostgres(db)
    ? (await db('pg_class').where('relname', LITELLM_TABLE).first('oid')) !==
        undefined
    : db.schema.hasTable(LITELLM_TABLE);
}
