import { mockCredentials } from '@backstage/backend-test-utils';
import {
  databaseIds,
  startLitemaas,
  type Harness,
} from '../../testing/harness';

jest.setTimeout(120_000);

const DEVELOPER = 'user:default/jonas.weber';
const MODEL_OWNER = 'user:default/ana.ruiz';
const AUDITOR = 'user:default/ruth.adler';
const SEARCH_OWNER = 'user:default/sofia.rossi';

const RULES = [
  { match: 'gpt-4o-mini', visibility: 'public' },
  {
    match: 'qwen-2.5-coder',
    visibility: 'private',
    groups: ['group:default/search'],
  },
  { match: 'o3-deep-reasoning', owner: MODEL_OWNER },
];

describe.each(databaseIds)('the catalogue on %s', databaseId => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startLitemaas({
      databaseId,
      config: {
        models: { defaultOwner: 'group:default/ai-platform', rules: RULES },
      },
    });
  });
  beforeEach(() => harness.reset());
  afterAll(() => harness?.stop());

  const names = (items: { name: string }[]) => items.map(item => item.name);

  it('hides a private model from all but its group, its owner and auditors, in lists, counts and by id', async () => {
    const everything = await harness.as(AUDITOR).listModels();
    const secret = everything.items.find(
      model => model.name === 'qwen-2.5-coder',
    );
    expect(secret).toMatchObject({ visibility: 'private', entityRef: null });

    const seen = await harness.as(DEVELOPER).listModels();
    expect(seen.totalItems).toBe(everything.totalItems - 1);
    expect(names(seen.items)).not.toContain('qwen-2.5-coder');
    const facets = await harness.as(DEVELOPER).getModelFacets();
    expect(
      facets.providers.reduce((sum, provider) => sum + provider.count, 0),
    ).toBe(seen.totalItems);
    await expect(
      harness.as(DEVELOPER).getModel(secret!.id),
    ).rejects.toMatchObject({
      statusCode: 404,
      body: { error: { code: 'model.not_found' } },
    });

    for (const person of [SEARCH_OWNER, MODEL_OWNER]) {
      expect(names((await harness.as(person).listModels()).items)).toContain(
        'qwen-2.5-coder',
      );
    }
  });

  it.each(['name', 'price', 'context', 'newest'] as const)(
    'pages by %s without a gap or a repeat, and counts exactly',
    async sort => {
      const client = harness.as(AUDITOR);
      const whole = await client.listModels({ sort, limit: 100 });
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await client.listModels({ sort, limit: 3, cursor });
        expect(page.totalItems).toBe(whole.totalItems);
        paged.push(...names(page.items));
        cursor = page.pageInfo.nextCursor;
      } while (cursor);
      expect(paged).toEqual(names(whole.items));
      expect(paged).toHaveLength(10);
    },
  );

  it('sorts an unknown price last and never calls it free', async () => {
    const { items } = await harness.as(AUDITOR).listModels({ sort: 'price' });
    const states = items.map(model => model.price.state);
    expect(states.indexOf('unknown')).toBeGreaterThan(
      states.lastIndexOf('known'),
    );
    const free = await harness.as(AUDITOR).listModels({ price: ['free'] });
    expect(names(free.items)).toEqual(['llama-3.3-70b']);
  });

  it('filters together, and takes what is typed literally', async () => {
    const client = harness.as(AUDITOR);
    expect(
      names(
        (
          await client.listModels({
            capability: ['vision', 'tools'],
            provider: ['anthropic'],
          })
        ).items,
      ),
    ).toEqual(['claude-sonnet']);
    expect((await client.listModels({ search: '%' })).totalItems).toBe(0);
    expect((await client.listModels({ search: '_' })).totalItems).toBe(0);
    expect((await client.listModels({ search: 'GPT-4O' })).totalItems).toBe(1);
    expect((await client.listModels({ minContext: 130_000 })).totalItems).toBe(
      3,
    );
    for (const [entityRef, found] of [
      ['resource:default/gpt-4o-mini', ['gpt-4o-mini']],
      ['Resource:Default/GPT-4o-mini', ['gpt-4o-mini']],
      ['resource:other/gpt-4o-mini', []],
      ['component:default/gpt-4o-mini', []],
      ['resource:default/qwen-2.5-coder', []],
    ] as const) {
      expect(names((await client.listModels({ entityRef })).items)).toEqual(
        found,
      );
    }
  });

  it("tells the caller's own access, and filters by it", async () => {
    const client = harness.as(DEVELOPER);
    const access = async () =>
      new Map(
        (await client.listModels()).items.map(model => [
          model.name,
          model.access.state,
        ]),
      );
    expect((await access()).get('gpt-4o-mini')).toBe('public');
    expect((await access()).get('claude-sonnet')).toBe('restricted');

    const [mini] = (await client.listModels({ name: 'gpt-4o-mini' })).items;
    const [dear] = (await client.listModels({ name: 'o3-deep-reasoning' }))
      .items;
    await client.subscribe({ modelId: mini.id });
    const request = await client.subscribe({
      modelId: dear.id,
      reason: 'A trial of planning',
    });
    expect((await access()).get('gpt-4o-mini')).toBe('subscribed');
    expect((await access()).get('o3-deep-reasoning')).toBe('waiting');

    await harness.as(MODEL_OWNER).decide({
      decision: 'deny',
      ids: [request.id],
      reason: 'Too dear for a trial',
    });
    const { items } = await client.listModels({ access: ['denied'] });
    expect(items).toMatchObject([
      {
        name: 'o3-deep-reasoning',
        access: {
          state: 'denied',
          decidedBy: { title: 'Ana Ruiz' },
          reason: 'Too dear for a trial',
        },
      },
    ]);
  });

  it("names who decides: the model's owner, or the owners of the group that owns it", async () => {
    const client = harness.as(DEVELOPER);
    const detail = async (name: string) => {
      const [model] = (await client.listModels({ name })).items;
      return client.getModel(model.id);
    };
    expect((await detail('o3-deep-reasoning')).approvers).toEqual([
      { entityRef: MODEL_OWNER, title: 'Ana Ruiz' },
    ]);
    expect(
      (await detail('claude-sonnet')).approvers.map(one => one.title),
    ).toEqual(['Ana Ruiz', 'Ben Carter']);
  });

  it('tells the catalog no private model, and tells nobody but services', async () => {
    const asService = await fetch(`${harness.baseUrl}/catalog`, {
      headers: { authorization: mockCredentials.service.header() },
    });
    const snapshot = await asService.json();
    expect(names(snapshot.models)).toHaveLength(9);
    expect(names(snapshot.models)).not.toContain('qwen-2.5-coder');
    const asPerson = await harness.fetch(AUDITOR, '/catalog');
    expect(asPerson.status).toBe(403);
    expect((await harness.fetch(undefined, '/catalog')).status).toBe(401);
  });

  it('keeps serving the catalogue while the gateway is away', async () => {
    harness.simulator.faults.setDown('refuse');
    const calls = harness.simulator.calls();
    const page = await harness.as(DEVELOPER).listModels();
    expect(page.totalItems).toBe(9);
    expect(harness.simulator.calls()).toEqual(calls);
  });

  it('says who the caller is and for whom they may act', async () => {
    const me = await harness.as(SEARCH_OWNER).getMe();
    expect(me).toMatchObject({
      person: { entityRef: SEARCH_OWNER, title: 'Sofia Rossi' },
      isAdmin: false,
      isAuditor: false,
      approvals: { mayDecide: false, waiting: 0 },
    });
    expect(me.owners[0]).toEqual({
      entityRef: SEARCH_OWNER,
      title: 'Sofia Rossi',
      kind: 'user',
    });
    expect(me.owners).toContainEqual({
      entityRef: 'group:default/search',
      title: 'Search',
      kind: 'group',
    });
    expect(me.gateway.publicUrl).toMatch(/\/v1$/);
    expect((await harness.as(MODEL_OWNER).getMe()).approvals.mayDecide).toBe(
      true,
    );
  });
});
