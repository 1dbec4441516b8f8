import type { Knex } from 'knex';
import type { Harness } from './harness';

/** Holds that no value is in the database or the log, and that the search sees both. */
export async function expectNowhere(litemaas: Harness, values: string[]) {
  const rows = await dump(litemaas.db);
  const lines = litemaas.logs.join('\n');
  expect(rows).toContain('Fast and cheap.');
  expect(lines).toContain('litemaas.key');
  for (const value of values) {
    expect(rows).not.toContain(value);
    expect(lines).not.toContain(value);
  }
}

/** Everything in a database, as text. */
export async function dump(db: Knex): Promise<string> {
  const isSqlite = String(db.client.config.client).includes('sqlite');
  const tables: { name: string }[] = isSqlite
    ? await db('sqlite_master').where('type', 'table').select('name')
    : await db('pg_tables')
        .where('schemaname', db.raw('current_schema()'))
        .select('tablename as name');
  const rows = await Promise.all(tables.map(({ name }) => db(name)));
  return JSON.stringify(rows);
}
