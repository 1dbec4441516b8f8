import type { Knex } from 'knex';

/** PostgreSQL in production, SQLite as the embedded default; whoever needs to know which asks here. */
export function isPostgres(db: Knex): boolean {
  return String(db.client.config.client).includes('pg');
}
