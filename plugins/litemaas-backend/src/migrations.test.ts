import { resolvePackagePath } from '@backstage/backend-plugin-api';
import createKnex, { type Knex } from 'knex';
import { isPostgres } from './platform/database';
import { openDatabase } from './platform/database/migrate';
import { databaseIds, emptyDatabase } from './testing/databases';

const directory = resolvePackagePath(
  '@litemaas/backstage-plugin-litemaas-backend',
  'migrations',
);

async function ownTables(db: Knex): Promise<string[]> {
  const rows: { name: string }[] = isPostgres(db)
    ? await db('pg_class')
        .join('pg_namespace', 'pg_namespace.oid', 'pg_class.relnamespace')
        .whereRaw('nspname = current_schema()')
        .whereIn('relkind', ['r', 'p'])
        .whereNot('relispartition', true)
        .select('relname as name')
    : await db('sqlite_master').where('type', 'table').select('name');
  return rows
    .map(row => row.name)
    .filter(name => !/^(knex_|sqlite_)/.test(name))
    .sort();
}

describe.each(databaseIds)('schema on %s', databaseId => {
  it('goes up, down and up again, and leaves nothing behind', async () => {
    const db = await emptyDatabase(databaseId);
    await db.migrate.latest({ directory });
    const tables = await ownTables(db);
    expect(tables).toHaveLength(23);
    await db.migrate.rollback({ directory }, true);
    expect(await ownTables(db)).toEqual([]);
    await db.migrate.latest({ directory });
    expect(await ownTables(db)).toEqual(tables);
  });

  it("refuses a database that holds LiteLLM's tables", async () => {
    const db = await emptyDatabase(databaseId);
    await db.schema.createTable('LiteLLM_VerificationToken', table => {
      table.string('token').primary();
    });
    await expect(openDatabase({ getClient: async () => db })).rejects.toThrow(
      /give LiteMaaS a database of its own/,
    );
    expect(await ownTables(db)).toEqual(['LiteLLM_VerificationToken']);
  });

  it('leaves the migrations to a host that runs them itself', async () => {
    const db = await emptyDatabase(databaseId);
    await openDatabase({
      getClient: async () => db,
      migrations: { skip: true },
    });
    expect(await ownTables(db)).toEqual([]);
  });
});

it("refuses LiteLLM's database on PostgreSQL from a schema of its own too", async () => {
  const db = await emptyDatabase('POSTGRES_15');
  await db.schema.createTable('LiteLLM_VerificationToken', table => {
    table.string('token').primary();
  });
  await db.schema.createSchema('litemaas');
  const ours = createKnex({ ...db.client.config, searchPath: ['litemaas'] });
  try {
    await expect(openDatabase({ getClient: async () => ours })).rejects.toThrow(
      /give LiteMaaS a database of its own/,
    );
    expect(await ownTables(ours)).toEqual([]);
  } finally {
    await ours.destroy();
  }
});

it('says on PostgreSQL what every table and column is for', async () => {
  const db = await emptyDatabase('POSTGRES_15');
  await db.migrate.latest({ directory });
  const { rows } = await db.raw(`
    select c.relname as table, a.attname as column
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
    join pg_attribute a on a.attrelid = c.oid and a.attnum >= 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and c.relname not like 'knex_%'
      and coalesce(col_description(c.oid, a.attnum), '') = ''
    union
    select c.relname, '(table)'
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
    where c.relkind in ('r', 'p') and not c.relispartition and c.relname not like 'knex_%'
      and coalesce(obj_description(c.oid), '') = ''`);
  expect(rows).toEqual([]);
});
