import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { periodStart } from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import { isPostgres, newId, toDate, toNanos } from '../../../platform/database';
import type { UsageEvent } from '../UsageEvent';
import { preparePartitions } from './partitions';
import { UsageLedger } from './UsageLedger';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const NOW = new Date('2026-11-24T12:00:00Z');
const DAY = 24 * 60 * 60 * 1000;

/** The same numbers in every run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function shuffled<T>(items: T[], random: () => number): T[] {
  const all = [...items];
  for (let index = all.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [all[index], all[other]] = [all[other], all[index]];
  }
  return all;
}

/** Calls of three keys over six weeks, of every outcome, at edges of periods too. */
function someEvents(count: number, seed: number): UsageEvent[] {
  const random = randomOf(seed);
  const keys = Array.from({ length: 3 }, newId);
  const subscriptions = Array.from({ length: 3 }, newId);
  const budgets = Array.from({ length: 3 }, newId);
  const models = Array.from({ length: 2 }, newId);
  const edges = ['2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'].map(
    Date.parse,
  );
  return Array.from({ length: count }, (_, index) => {
    const key = Math.floor(random() * 3);
    const model = Math.floor(random() * 2);
    const outcome = (['answered', 'answered', 'failed', 'refused'] as const)[
      Math.floor(random() * 4)
    ];
    const answered = outcome === 'answered';
    const cost = answered ? BigInt(Math.floor(random() * 3e9)) : 0n;
    return {
      gatewayId: 'default',
      requestId: `request-${seed}-${index}`,
      startedAt: new Date(
        index < 4
          ? edges[index % 2] - (index < 2 ? 1 : 0)
          : NOW.getTime() - Math.floor(random() * 42 * DAY),
      ),
      endedAt: null,
      keyId: keys[key],
      ownerRef: `group:default/team-${key}`,
      personRef: 'user:default/ana.ruiz',
      ...(random() < 0.9
        ? { subscriptionId: subscriptions[key], budgetId: budgets[key] }
        : { subscriptionId: null, budgetId: null }),
      modelId: models[model],
      modelName: `model-${model}`,
      provider: 'openai',
      promptTokens: Math.floor(random() * 1000),
      completionTokens: answered ? Math.floor(random() * 1000) : 0,
      totalTokens: Math.floor(random() * 2000),
      costNanos: cost,
      gatewayNanos: index % 2 ? cost : 0n,
      latencyMs: 12,
      outcome,
      cause: null,
    };
  });
}

describe.each(databases.eachSupportedId())('the ledger on %s', databaseId => {
  let db: Knex;
  let ledger: UsageLedger;

  beforeAll(async () => {
    db = await databases.init(databaseId);
    await db.migrate.latest({
      directory: resolvePackagePath(
        '@litemaas/backstage-plugin-litemaas-backend',
        'migrations',
      ),
    });
    ledger = new UsageLedger({
      db,
      announcer: { changed: () => undefined },
    });
  });

  beforeEach(async () => {
    for (const table of ['usage_events', 'usage_rollups', 'budget_periods']) {
      await db(table).delete();
    }
  });

  const record = (events: UsageEvent[]) =>
    ledger.record(async () => events, NOW);

  /** What the sums have to be, counted anew from the set of events. */
  async function expectSumsOf(events: UsageEvent[]) {
    const sum = (of: (event: UsageEvent) => number) =>
      events.reduce((total, event) => total + of(event), 0);
    const cost = events.reduce((total, event) => total + event.costNanos, 0n);
    const [total]: Record<string, string>[] = await db('usage_rollups')
      .sum({ answered: 'answered', failed: 'failed', refused: 'refused' })
      .sum({ prompt: 'prompt_tokens', total: 'total_tokens' })
      .select(db.raw('cast(sum(cost_nanos) as varchar(30)) as cost'));
    expect({
      answered: Number(total.answered),
      failed: Number(total.failed),
      refused: Number(total.refused),
      prompt: Number(total.prompt),
      total: Number(total.total),
      cost: BigInt(total.cost),
    }).toEqual({
      answered: sum(event => (event.outcome === 'answered' ? 1 : 0)),
      failed: sum(event => (event.outcome === 'failed' ? 1 : 0)),
      refused: sum(event => (event.outcome === 'refused' ? 1 : 0)),
      prompt: sum(event => event.promptTokens),
      total: sum(event => event.totalTokens),
      cost,
    });
    const periods = await db('budget_periods');
    for (const row of periods) {
      const calls = events.filter(
        event =>
          row.scope_id ===
            (row.scope === 'key' ? event.keyId : event.budgetId) &&
          +periodStart(row.period, event.startedAt) ===
            +toDate(row.period_start),
      );
      const spent = calls.reduce((all, event) => all + event.costNanos, 0n);
      const counted = calls.reduce(
        (all, event) => all + event.gatewayNanos,
        0n,
      );
      expect(toNanos(row.spent_nanos)).toBe(spent);
      expect(toNanos(row.gateway_nanos)).toBe(counted);
    }
    for (const period of ['day', 'week', 'month']) {
      const spent = periods
        .filter(row => row.scope === 'key' && row.period === period)
        .reduce((all, row) => all + toNanos(row.spent_nanos), 0n);
      expect(spent).toBe(cost);
    }
  }

  it.each([1, 2, 3])(
    'has sums equal to the set of rows, whatever their order, batches and repeats (seed %d)',
    async seed => {
      const events = someEvents(700, seed);
      const random = randomOf(seed + 100);
      const arriving = shuffled(
        [...events, ...events, ...shuffled(events, random).slice(0, 100)],
        random,
      );
      let booked = 0;
      while (arriving.length > 0) {
        const batch = arriving.splice(0, 1 + Math.floor(random() * 600));
        booked += (await record(batch)).length;
      }
      expect(booked).toBe(events.length);
      await expectSumsOf(events);
    },
  );

  it('counts once what several replicas book at the same time', async () => {
    const events = someEvents(300, 4);
    const random = randomOf(5);
    const booked = await Promise.all(
      Array.from({ length: 6 }, () => record(shuffled(events, random))),
    );
    expect(booked.flat()).toHaveLength(events.length);
    await expectSumsOf(events);
  });

  it('adds to both events and sums, or to neither', async () => {
    const events = someEvents(50, 6);
    const torn = { ...events[49], personRef: null as unknown as string };
    await expect(record([...events.slice(0, 49), torn])).rejects.toThrow();
    expect(await db('usage_events')).toEqual([]);
    expect(await db('usage_rollups')).toEqual([]);

    await db.schema.alterTable('budget_periods', table =>
      table.renameColumn('spent_nanos', 'moved_nanos'),
    );
    await expect(record(events)).rejects.toThrow();
    await db.schema.alterTable('budget_periods', table =>
      table.renameColumn('moved_nanos', 'spent_nanos'),
    );
    expect(await db('usage_events')).toEqual([]);
    expect(await db('usage_rollups')).toEqual([]);

    await record(events);
    await expectSumsOf(events);
  });

  it('keeps exact sums above what a JavaScript number can hold', async () => {
    const [event] = someEvents(1, 7);
    const costNanos = 9_000_000_000_000_001n;
    await record([{ ...event, costNanos, outcome: 'answered' }]);
    await record([
      { ...event, requestId: 'second', costNanos, outcome: 'answered' },
    ]);
    const [row] = await db('usage_rollups').select(
      db.raw('cast(cost_nanos as varchar(30)) as cost'),
    );
    expect(row.cost).toBe('18000000000000002');
  });

  it('takes rows of any month, before and after their partitions are made', async () => {
    const events = someEvents(4, 8).map((event, index) => ({
      ...event,
      startedAt: new Date(Date.UTC(2020 + index * 3, 5, 15)),
    }));
    await record(events);
    await preparePartitions(db, 60, NOW);
    await Promise.all([
      preparePartitions(db, 60, NOW),
      preparePartitions(db, 60, NOW),
    ]);
    await record(someEvents(20, 9));
    expect(await db('usage_events')).toHaveLength(24);
    const { rows } = isPostgres(db)
      ? await db.raw(
          "select relid::text as name from pg_partition_tree('usage_events') where isleaf order by 1",
        )
      : { rows: [] };
    expect(rows.map((row: { name: string }) => row.name)).toEqual(
      isPostgres(db)
        ? [
            'usage_events_2026_09',
            'usage_events_2026_10',
            'usage_events_2026_11',
            'usage_events_2026_12',
            'usage_events_2027_01',
            'usage_events_default',
          ]
        : [],
    );
  });
});
