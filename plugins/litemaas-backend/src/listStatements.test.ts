import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { RESOURCE_TYPE_KEY } from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import { litemaasKeyConditions } from './platform/access/rules';
import { newId } from './platform/database';
import { databaseIds, startLitemaas, type Harness } from './testing/harness';
import { allowAll, type TestPolicy } from './testing/hostServices';
import {
  assemble,
  CONFIG,
  LUCAS,
  MEI,
  PAYMENTS,
  type Cast,
} from './testing/permissions/cast';

jest.setTimeout(120_000);

const LIMIT = 10;
const LISTS = [
  `/models?limit=${LIMIT}`,
  '/models/facets',
  `/subscriptions?owner=all&limit=${LIMIT}`,
  `/approvals?limit=${LIMIT}`,
  `/keys?owner=all&limit=${LIMIT}`,
  `/usage/requests?owner=all&limit=${LIMIT}`,
];

/** Lets people see the keys of a group only, by a condition. */
const ofPayments: TestPolicy = permission =>
  permission.name === 'litemaas.key.read'
    ? {
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'litemaas',
        resourceType: RESOURCE_TYPE_KEY,
        conditions: litemaasKeyConditions.isTeamMember({ claims: [PAYMENTS] }),
      }
    : { result: AuthorizeResult.ALLOW };

describe.each(databaseIds)('lists on %s', databaseId => {
  let litemaas: Harness;
  let cast: Cast;

  beforeAll(async () => {
    litemaas = await startLitemaas({ databaseId, config: CONFIG });
    await litemaas.reset();
    cast = await assemble(litemaas);
  });
  afterAll(() => litemaas?.stop());
  afterEach(() => litemaas.setPolicy(allowAll));

  /** More rows like one, each the person's own. */
  async function multiply(rows: number) {
    const { db } = litemaas;
    const copies = async (
      table: string,
      id: string | undefined,
      change: (index: number) => object,
    ) => {
      const row = await db(table).where({ id }).first();
      await db.batchInsert(
        table,
        Array.from({ length: rows }, (_, index) => ({
          ...row,
          id: newId(),
          ...change(index),
        })),
        20,
      );
    };
    const unique = () => newId().replaceAll('-', '');
    await copies('models', cast.model.get('open'), () => ({
      name: unique(),
      entity_name: unique(),
    }));
    await copies('subscriptions', cast.subscription.get('asked'), () => ({
      owner_ref: `user:default/${unique()}`,
      requested_by: LUCAS,
    }));
    await copies('subscriptions', cast.subscription.get('mine'), () => ({
      status: 'ended',
    }));
    await copies('api_keys', cast.key.get('team'), () => ({
      name: unique(),
      hash: unique(),
      alias: unique(),
    }));
    await copyEvents(db, rows, unique);
  }

  /** Statements of an answer, and the most rows that one of them read. */
  async function measure(who: string, path: string) {
    const statements: string[] = [];
    let most = 0;
    const note = (rows: unknown, { sql }: { sql: string }) => {
      statements.push(sql.replace(/\(((\?|\$\d+)(, )?)+\)/g, '(…)'));
      most = Math.max(most, Array.isArray(rows) ? rows.length : 0);
    };
    const count = (answer: unknown, query: { sql: string }) =>
      note(rowsIn(answer), query);
    litemaas.db.on('query-response', count);
    const response = await litemaas.fetch(who, path);
    litemaas.db.off('query-response', count);
    expect(response.status).toBe(200);
    return {
      statements: statements.map(sql => sql.replace(/\$\d+/g, '?')).sort(),
      most,
    };
  }

  it('costs as many statements, and reads no more than a page, with a thousand rows as with ten', async () => {
    const ask = async () => {
      const found = new Map<string, Awaited<ReturnType<typeof measure>>>();
      for (const path of LISTS) {
        for (const who of [LUCAS, MEI]) {
          await measure(who, path);
          found.set(`${who} ${path}`, await measure(who, path));
        }
      }
      litemaas.setPolicy(ofPayments);
      const [path] = LISTS.filter(one => one.startsWith('/keys'));
      found.set(`by a condition ${path}`, await measure(LUCAS, path));
      litemaas.setPolicy(allowAll);
      return found;
    };
    await multiply(10);
    const few = await ask();
    await multiply(990);
    const many = await ask();
    for (const [what, { statements, most }] of many) {
      const before = few.get(what);
      expect([what, statements]).toEqual([what, before?.statements]);
      expect([what, most <= LIMIT + 1]).toEqual([what, true]);
    }
  });
});

function rowsIn(answer: unknown): unknown {
  return answer && typeof answer === 'object' && 'rows' in answer
    ? answer.rows
    : answer;
}

async function copyEvents(db: Knex, rows: number, unique: () => string) {
  const row = await db('usage_events').where('owner_ref', LUCAS).first();
  await db.batchInsert(
    'usage_events',
    Array.from({ length: rows }, () => ({ ...row, request_id: unique() })),
    20,
  );
}
