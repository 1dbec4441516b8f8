import {
  mockServices,
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Deployment } from '../../platform/litellm';
import { HistoryService } from '../history/HistoryService';
import { mirrorPlans } from './mirrorPlans';
import { ModelImport } from './ModelImport';
import { ModelStore } from './ModelStore';
import { readImportedAt } from './importedAt';
import type { ModelRule } from './rules';
import { aDeployment } from './testing/aDeployment';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const clock = { now: () => new Date('2026-11-24T10:00:00Z') };

describe.each(databases.eachSupportedId())('ModelImport on %s', databaseId => {
  let db: Knex;

  beforeAll(async () => {
    db = await databases.init(databaseId as TestDatabaseId);
    await db.migrate.latest({
      directory: resolvePackagePath(
        '@litemaas/backstage-plugin-litemaas-backend',
        'migrations',
      ),
    });
    await mirrorPlans(db, clock, [
      {
        id: 'starter',
        title: 'Starter',
        budgetNanos: 20_000_000_000n,
        period: 'month',
        rpm: null,
        tpm: null,
      },
    ]);
  });

  beforeEach(async () => {
    for (const table of ['change_log', 'models', 'settings']) {
      await db(table).delete();
    }
  });

  function importOf(
    read: () => { items: Deployment[]; complete: boolean },
    rules: ModelRule[] = [],
  ) {
    const logger = mockServices.logger.mock();
    const models = new ModelImport({
      db,
      clock,
      logger,
      history: new HistoryService({
        db,
        clock,
        announcer: { changed: () => undefined },
        namedRefs: async () => new Map(),
      }),
      gatewayId: 'default',
      listDeployments: async () => read(),
      rules,
      defaultOwner: 'group:default/ai-platform',
      planIds: ['starter'],
    });
    return { logger, run: () => models.run(new AbortController().signal) };
  }

  const store = () => new ModelStore({ db });
  const published = () => store().read(store().published());

  it('publishes what the gateway offers under the rules, with price and plans', async () => {
    const { run } = importOf(
      () => ({
        complete: true,
        items: [
          aDeployment({ name: 'small', prices: { inputPerToken: 1e-6 } }),
          aDeployment({ name: 'secret', id: 'deployment-2' }),
        ],
      }),
      [
        {
          match: 'secret',
          visibility: 'private',
          groups: ['group:default/Payments'],
        },
      ],
    );
    await run();
    const [secret, small] = (await published()).sort((a, b) =>
      a.name.localeCompare(b.name),
    );
    expect(small).toMatchObject({
      visibility: 'restricted',
      entityName: 'small',
      price: { state: 'known', inputNanos: 1_000_000_000n },
    });
    expect(secret).toMatchObject({ visibility: 'private', entityName: null });
    expect(await db('model_grants').pluck('entity_ref')).toEqual([
      'group:default/payments',
    ]);
    expect((await store().plansOf([small.id])).get(small.id)).toMatchObject([
      { id: 'starter', budgetNanos: '20000000000' },
    ]);
    expect(await readImportedAt(db, 'default')).toBe(
      '2026-11-24T10:00:00.000Z',
    );
  });

  it('writes nothing when nothing has changed, and keeps old prices when one does', async () => {
    let price = 1e-6;
    const { run } = importOf(() => ({
      complete: true,
      items: [aDeployment({ prices: { inputPerToken: price } })],
    }));
    await run();
    await run();
    expect(await db('change_log').pluck('action')).toEqual(['published']);
    price = 2e-6;
    await run();
    const prices = await db('model_prices').orderBy('created_at');
    expect(prices).toHaveLength(2);
    expect(prices.filter(row => row.valid_to === null)).toHaveLength(1);
    expect((await published())[0].price.inputNanos).toBe(2_000_000_000n);
  });

  it('takes a model for gone only after three complete reads without it, and takes it back with its id', async () => {
    let offered = [
      aDeployment({ name: 'stays' }),
      aDeployment({ name: 'flickers', id: 'deployment-2' }),
    ];
    const all = offered;
    const { run } = importOf(() => ({ complete: true, items: offered }));
    await run();
    const before = (await published()).find(one => one.name === 'flickers');
    offered = [offered[0]];
    await run();
    await run();
    expect(await published()).toHaveLength(2);
    await run();
    expect((await published()).map(one => one.name)).toEqual(['stays']);
    offered = all;
    await run();
    expect((await published()).find(one => one.name === 'flickers')?.id).toBe(
      before?.id,
    );
  });

  it.each([
    ['an empty list', { complete: true, items: [] }],
    ['an incomplete list', { complete: false, items: [aDeployment({})] }],
  ])('takes nothing for gone after %s, however often', async (_, answer) => {
    let listing = {
      complete: true,
      items: [
        aDeployment({}),
        aDeployment({ name: 'other', id: 'deployment-2' }),
      ],
    };
    const { run, logger } = importOf(() => listing);
    await run();
    listing = answer;
    for (let read = 0; read < 5; read++) {
      await run();
    }
    expect(await published()).toHaveLength(2);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('none is taken for gone'),
    );
  });

  it('publishes nothing whose name could break a shell, and says so', async () => {
    const { run, logger } = importOf(() => ({
      complete: true,
      items: [aDeployment({ name: '$(curl evil)' }), aDeployment({})],
    }));
    const report = await run();
    expect(report.refusedNames).toEqual(['$(curl evil)']);
    expect((await published()).map(one => one.name)).toEqual(['gpt']);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('"$(curl evil)" is not published'),
    );
  });
});
