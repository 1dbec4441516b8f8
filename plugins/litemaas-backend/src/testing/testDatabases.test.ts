import { TestDatabases } from '@backstage/backend-test-utils';

// TestDatabases leaves out an engine that it cannot reach and says nothing: every store test would pass on SQLite alone.
// `npm test unit` brings a PostgreSQL; to run a file by itself, set BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING.
const databases = TestDatabases.create({ ids: ['POSTGRES_15', 'SQLITE_3'] });

it('has a PostgreSQL that answers, so that no store test is left out', async () => {
  expect(databases.eachSupportedId()).toEqual([['POSTGRES_15'], ['SQLITE_3']]);
  const knex = await databases.init('POSTGRES_15');
  const { rows } = await knex.raw('select version()');
  expect(rows[0].version).toMatch(/^PostgreSQL /);
});
