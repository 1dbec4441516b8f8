import {
  mockCredentials,
  startTestBackend,
  mockServices,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { z } from 'zod';
import { createLitemaasPlugin } from './plugin';
import { startCuttableDatabase } from './testing/cuttableDatabase';
import { emptyDatabase } from './testing/databases';
import { databaseIds, startLitemaas, type Harness } from './testing/harness';

const ANA = 'user:default/ana.ruiz';
const MEI = 'user:default/mei.tanaka';
const NOBODY = '01990000-0000-7000-8000-000000000000';
const CANARY = 'sk-canary-in-a-body';

describe.each(databaseIds)('the door on %s', databaseId => {
  let litemaas: Harness;

  beforeAll(async () => {
    litemaas = await startLitemaas({ databaseId });
  });
  afterAll(() => litemaas?.stop());
  beforeEach(() => litemaas.reset());

  const send = async (
    path: string,
    init: RequestInit & { who?: string } = {},
  ) => {
    const response = await litemaas.fetch(
      'who' in init ? init.who : ANA,
      path,
      init,
    );
    return { status: response.status, body: await response.json() };
  };
  const post = (path: string, body: string, more: RequestInit = {}) =>
    send(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
      ...more,
    });
  const json = JSON.stringify;
  const cursor = (values: unknown) =>
    Buffer.from(json(values)).toString('base64url');

  const BAD: [
    what: string,
    ask: () => ReturnType<typeof send>,
    status: number,
    code: string,
    fields?: string[],
  ][] = [
    [
      'an unknown query field',
      () => send('/models?colour=red'),
      400,
      'request.invalid',
      ['colour'],
    ],
    [
      'a wrong query type',
      () => send('/models?limit=many'),
      400,
      'request.invalid',
      ['limit'],
    ],
    [
      'a page beyond the limit',
      () => send('/models?limit=1000'),
      400,
      'request.invalid',
      ['limit'],
    ],
    [
      'a nested query',
      () => send('/models?search[a]=b'),
      400,
      'request.invalid',
      ['search'],
    ],
    [
      'NUL in a query',
      () => send('/models?search=a%00b'),
      400,
      'request.invalid',
      ['search'],
    ],
    [
      'a cursor of nobody',
      () => send('/models?cursor=nonsense'),
      400,
      'request.cursor_invalid',
      ['cursor'],
    ],
    [
      "another list's cursor",
      () => send(`/models?cursor=${cursor([1])}`),
      400,
      'request.cursor_invalid',
      ['cursor'],
    ],
    ...[
      ['/models', ['a', 'no id']],
      ['/models', ['a\0', NOBODY]],
      ['/models?sort=price', [0, 1.5, NOBODY]],
      ['/models?sort=price', ['x', 1, NOBODY]],
      ['/models?sort=context', [2 ** 31, NOBODY]],
      ['/models?sort=newest', ['no id']],
      ['/keys', [9e15, NOBODY]],
      ['/keys', [-9e15, NOBODY]],
      ['/subscriptions', [9e15, NOBODY]],
      ['/approvals', [-1, NOBODY]],
      ['/usage/requests', ['2026-01-01T00:00:00Z', 'a\0']],
    ].map(([path, values]): (typeof BAD)[number] => [
      `the cursor ${json(values)} at ${path}`,
      () =>
        send(
          `${path}${String(path).includes('?') ? '&' : '?'}cursor=${cursor(
            values,
          )}`,
        ),
      400,
      'request.cursor_invalid',
      ['cursor'],
    ]),
    [
      'a number that no column holds',
      () => send(`/models?minContext=${2 ** 31}`),
      400,
      'request.invalid',
      ['minContext'],
    ],
    [
      'a period before there were any',
      () => send('/usage?to=0000-01-01T00:00:00Z'),
      400,
      'usage.period_invalid',
      ['from'],
    ],
    ['an id that is none', () => send('/keys/abc'), 404, 'request.not_found'],
    ['an id of nobody', () => send(`/keys/${NOBODY}`), 404, 'key.not_found'],
    ['NUL in an address', () => send('/keys/%00'), 404, 'request.not_found'],
    [
      'an address that cannot be decoded',
      () => send('/keys/%E0%A4%A'),
      404,
      'request.not_found',
    ],
    ['no such address', () => send('/nothing'), 404, 'request.not_found'],
    [
      'no such method',
      () => send('/me', { method: 'DELETE' }),
      404,
      'request.not_found',
    ],
    [
      'broken JSON',
      () => post('/keys', `{"name": "${CANARY}`),
      400,
      'request.invalid',
      ['body'],
    ],
    [
      'JSON that is no object',
      () => post('/keys', '[1]'),
      400,
      'request.invalid',
      ['body'],
    ],
    [
      'JSON nested beyond reason',
      () => post('/keys', '['.repeat(40_000) + ']'.repeat(40_000)),
      400,
      'request.invalid',
      ['body'],
    ],
    [
      'a form',
      () =>
        post('/keys', 'name=a', {
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }),
      415,
      'request.invalid',
      ['body'],
    ],
    [
      'an unknown charset',
      () =>
        post('/keys', '{}', {
          headers: { 'content-type': 'application/json; charset=klingon' },
        }),
      415,
      'request.invalid',
      ['body'],
    ],
    [
      'a huge body',
      () => post('/keys', json({ name: 'x'.repeat(110_000) })),
      413,
      'request.too_large',
    ],
    [
      'an empty body',
      () => post('/keys', '{}'),
      400,
      'request.invalid',
      ['name', 'modelIds'],
    ],
    [
      'an unknown body field',
      () => post('/keys', json({ name: 'a', modelIds: [NOBODY], admin: true })),
      400,
      'request.invalid',
      ['admin'],
    ],
    [
      'an edit of nothing',
      () => send(`/keys/${NOBODY}`, { method: 'PATCH' }),
      400,
      'request.invalid',
      ['body'],
    ],
    [
      'an edit of something unknown',
      () => post(`/keys/${NOBODY}`, json({ admin: true }), { method: 'PATCH' }),
      400,
      'request.invalid',
      ['admin', 'body'],
    ],
    [
      'a field that no object can be given',
      () => post(`/keys/${NOBODY}/revoke`, '{"__proto__": {"reason": "a"}}'),
      400,
      'request.invalid',
    ],
    [
      'money that is no whole number',
      () =>
        post(
          '/keys',
          json({ name: 'a', modelIds: [NOBODY], budgetNanos: '1e9' }),
        ),
      400,
      'request.invalid',
      ['budgetNanos'],
    ],
    [
      'a wrong element',
      () => post('/keys', json({ name: 'a', modelIds: ['x'] })),
      400,
      'request.invalid',
      ['modelIds.0'],
    ],
    [
      'NUL in a body',
      () => post('/keys', json({ name: 'a\0', modelIds: [NOBODY] })),
      400,
      'request.invalid',
      ['name'],
    ],
    [
      'an unprintable idempotency key',
      () =>
        post('/keys', json({ name: 'a', modelIds: [NOBODY] }), {
          headers: {
            'content-type': 'application/json',
            'idempotency-key': 'é',
          },
        }),
      400,
      'request.invalid',
      ['idempotency-key'],
    ],
    [
      'a model of nobody',
      () =>
        post('/keys', json({ name: 'a', modelIds: [NOBODY], subscribe: {} })),
      404,
      'model.not_found',
    ],
  ];

  const cases = BAD.map(([what, ask, status, code, fields = []]) => ({
    what,
    ask,
    status,
    code,
    fields,
  }));

  it.each(cases)('refuses $what', async ({ ask, status, code, fields }) => {
    const { status: answered, body } = await ask();
    expect({ status: answered, code: body.error.code }).toEqual({
      status,
      code,
    });
    expect(body.error.message).toMatch(/^[A-Z].*\.$/s);
    expect(Object.keys(body.error.fields ?? {})).toEqual(fields);
    expect(json(body)).not.toContain('canary');
    expect(litemaas.logs.join('\n')).not.toContain(CANARY);
    for (const table of [
      'api_keys',
      'subscriptions',
      'sync_objects',
      'idempotency_keys',
    ]) {
      expect(await litemaas.db(table)).toEqual([]);
    }
    expect(
      await litemaas.db('change_log').whereNot('subject_kind', 'model'),
    ).toEqual([]);
  });

  it('answers refusals as its document says, and takes ids in whatever case', async () => {
    const { components } = (await send('/openapi.json')).body;
    const refusal = z.fromJSONSchema(components.schemas.ErrorBody);
    for (const answer of [
      await send('/me', { who: undefined }),
      await send('/keys/abc'),
      await post('/keys', '{}'),
      await post('/keys', 'x'.repeat(110_000)),
    ]) {
      expect(refusal.safeParse(answer.body).error).toBeUndefined();
    }
    const [model] = (await litemaas.as(ANA).listModels()).items;
    const shouted = await send(`/models/${model.id.toUpperCase()}`);
    expect(shouted.body.id).toBe(model.id);
  });

  it('asks who it is', async () => {
    expect(await send('/me', { who: undefined })).toMatchObject({
      status: 401,
    });
    const asService = await fetch(`${litemaas.baseUrl}/me`, {
      headers: { authorization: mockCredentials.service.header() },
    });
    expect(asService.status).toBe(403);
    expect((await asService.json()).error.code).toBe('auth.user_required');
    expect(await send('/catalog')).toMatchObject({
      status: 403,
      body: { error: { code: 'auth.not_allowed' } },
    });
  });

  it('tells anybody how it is, and admins more', async () => {
    const anybody = await send('/health', { who: undefined });
    expect(anybody).toEqual({
      status: 200,
      body: {
        status: 'unknown',
        checks: { database: 'ok', gateway: 'ok', sync: 'ok', usage: 'unknown' },
      },
    });
    expect((await send('/health')).body).toEqual(anybody.body);
    const { details } = await litemaas.as(MEI).getHealth();
    expect(details).toMatchObject({
      gateway: { version: litemaas.simulator.version, breaker: 'closed' },
      sync: { pending: 0, parked: 0 },
      models: { published: 10, refused: [] },
    });
    expect(json(details)).not.toContain('canary');
  });

  it('says when the gateway is away, goes on, and recovers', async () => {
    litemaas.simulator.faults.setDown('reset');
    litemaas.advance(60_000);
    await litemaas.run('health');
    const lost = litemaas.clock.now().toISOString();
    expect(await litemaas.as(ANA).getFreshness()).toMatchObject({
      gateway: 'unreachable',
      since: lost,
    });
    expect(
      (await send('/health', { who: undefined })).body.checks.gateway,
    ).toBe('down');
    expect((await litemaas.as(ANA).listModels()).totalItems).toBe(10);
    litemaas.simulator.faults.setDown(null);
    await litemaas.run('health');
    expect((await litemaas.as(ANA).getFreshness()).gateway).toBe('connected');
  });

  it('answers a repeated change once, without the secret', async () => {
    const { items } = await litemaas.as(ANA).listModels();
    const open = items.find(model => model.visibility === 'public');
    const request = {
      name: 'once',
      modelIds: open ? [open.id] : [],
      subscribe: {},
    };
    const first = await litemaas
      .as(ANA)
      .createKey(request, { idempotencyKey: 'k' });
    const again = await litemaas
      .as(ANA)
      .createKey(request, { idempotencyKey: 'k' });
    expect(first.secret).toMatch(/^sk-/);
    expect(again).toEqual({ ...first, secret: null });
    expect(await litemaas.db('api_keys')).toHaveLength(1);
    const lock = await litemaas.db('idempotency_keys').first();
    expect(lock.committed_at).not.toBeNull();
  });

  it('tells the auditor of changes, refused ones too, and never of bodies', async () => {
    await post(`/keys/${NOBODY}/revoke`, json({ reason: 'canary reason' }));
    const audited = litemaas.logs.filter(line =>
      line.includes('litemaas.key-revoke'),
    );
    expect(audited).toHaveLength(2);
    expect(audited[1]).toContain('NotFoundError');
    expect(audited.join()).toContain(NOBODY);
    expect(audited.join()).not.toContain('canary');
  });

  it('describes every route that the client calls', async () => {
    const { status, body } = await send('/openapi.json', { who: undefined });
    expect(status).toBe(200);
    expect(body.openapi).toBe('3.1.0');
    const operations = Object.entries<Record<string, { operationId: string }>>(
      body.paths,
    ).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method} ${path}`),
    );
    expect(operations.sort()).toEqual([
      'get /approvals',
      'get /catalog',
      'get /freshness',
      'get /health',
      'get /keys',
      'get /keys/{id}',
      'get /keys/{id}/delivery',
      'get /me',
      'get /models',
      'get /models/facets',
      'get /models/{modelId}',
      'get /subscriptions',
      'get /subscriptions/{id}',
      'get /usage',
      'get /usage/requests',
      'patch /keys/{id}',
      'post /approvals/decisions',
      'post /keys',
      'post /keys/{id}/block',
      'post /keys/{id}/deliver',
      'post /keys/{id}/replace',
      'post /keys/{id}/reveal',
      'post /keys/{id}/revoke',
      'post /keys/{id}/unblock',
      'post /subscriptions',
      'post /subscriptions/{id}/end',
    ]);
    const references =
      json(body).match(/"#\/components\/schemas\/[^"]+"/g) ?? [];
    for (const reference of new Set(references)) {
      const [, name] = /schemas\/([^"]+)"/.exec(reference) ?? [];
      expect(Object.keys(body.components.schemas)).toContain(name);
    }
    expect(json(body)).not.toContain('$defs');
  });
});

describe('at the start', () => {
  const start = async (litemaas: object | undefined) => {
    const backend = await startTestBackend({
      features: [
        createLitemaasPlugin(),
        mockServices.database.factory({
          knex: await emptyDatabase('SQLITE_3'),
        }),
        mockServices.rootConfig.factory({ data: { litemaas } }),
        catalogServiceMock.factory({ entities: [] }),
      ],
    });
    await backend.stop();
  };

  it('stops with one sentence that names the key', async () => {
    await expect(start({})).rejects.toThrow(
      'Configuration: litemaas.gateways is missing.',
    );
  });

  it('starts while the gateway is away', async () => {
    await expect(
      start({
        gateways: {
          default: { url: 'http://127.0.0.1:9', masterKey: 'sk-canary' },
        },
        plans: { starter: { title: 'Starter', period: 'month' } },
        models: { defaultOwner: 'group:default/ai-platform' },
      }),
    ).resolves.toBeUndefined();
  });
});

describe('at a gateway that wants another master key', () => {
  let litemaas: Harness;

  beforeAll(async () => {
    litemaas = await startLitemaas({
      databaseId: 'SQLITE_3',
      simulator: { masterKey: 'sk-another-one' },
    });
  });
  afterAll(() => litemaas?.stop());

  it('says which setting is refused, and not that the gateway comes and goes', async () => {
    for (let round = 0; round < 3; round++) {
      await litemaas.run('health');
      await expect(litemaas.importModels()).rejects.toThrow('401');
      litemaas.advance(60_000);
    }
    const { status, checks, details } = await litemaas.as(MEI).getHealth();
    expect({ status, gateway: checks.gateway }).toEqual({
      status: 'degraded',
      gateway: 'degraded',
    });
    expect(details?.models).toMatchObject({
      published: 0,
      problem: 'The gateway refuses litemaas.gateways.default.masterKey.',
    });
    const news = litemaas.logs.filter(line => line.includes('The gateway at'));
    expect(news).toHaveLength(1);
  });
});

describe('while the database is away', () => {
  let database: Awaited<ReturnType<typeof startCuttableDatabase>>;
  let litemaas: Harness;

  beforeAll(async () => {
    database = await startCuttableDatabase();
    litemaas = await startLitemaas({
      databaseId: 'POSTGRES_15',
      db: database.db,
    });
    await litemaas.reset();
  });
  afterAll(async () => {
    database?.mend();
    await litemaas?.stop();
    await database?.stop();
  });

  it('answers 503, says so in health, and recovers by itself', async () => {
    database.cut();
    const refused = await litemaas.fetch(ANA, '/models');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect((await refused.json()).error.code).toBe('service.unavailable');
    const health = await litemaas.fetch(undefined, '/health');
    expect(await health.json()).toMatchObject({
      status: 'down',
      checks: { database: 'down' },
    });

    database.mend();
    expect((await litemaas.as(ANA).listModels()).totalItems).toBe(10);
    await litemaas.drain();
  });
});
