import { collect, hashKey, mintKey, NO_MODELS, type KeyPatch } from '..';
import { failure, sendJson, TestGateway } from '../testing/gateway';

const HASH = hashKey('sk-1');
const row = (n: number, more = {}) => ({
  token: hashKey(`sk-${n}`),
  models: ['m'],
  spend: 1,
  max_budget: 2.5,
  blocked: null,
  expires: '2026-12-04T19:45:01.732000+00:00',
  ...more,
});

describe('keys', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = new TestGateway();
    await gateway.start();
  });

  afterEach(async () => {
    await gateway.stop();
  });

  it('are minted unguessable, and named by their sha256', () => {
    expect(mintKey()).toMatch(/^sk-[\w-]{43}$/);
    expect(mintKey()).not.toBe(mintKey());
    expect(hashKey('sk-abcdefghijklmnopqrstuvwx0001')).toBe(
      'daa3f0ca76a7e22a1a36e39ab06e0cbdf502c1f562c8871156da889eb90fe20a',
    );
  });

  it('are read as stored, with times in UTC', async () => {
    const client = gateway.client();
    gateway.json(200, { key: HASH, info: row(1, { unknown: 'member' }) });
    expect(await client.keys.get(HASH)).toMatchObject({
      hash: HASH,
      models: ['m'],
      blocked: false,
      maxBudget: 2.5,
      expires: '2026-12-04T19:45:01.732Z',
      metadata: {},
    });
    gateway.json(200, { info: row(1, { expires: '2026-12-04T19:45:01' }) });
    expect((await client.keys.get(HASH))?.expires).toBe(
      '2026-12-04T19:45:01.000Z',
    );
  });

  it.each([
    [
      '1.82.1',
      404,
      {
        error: {
          message: 'Key not found in database',
          type: 'not_found_error',
          code: '404',
        },
      },
    ],
    [
      '1.108.2',
      200,
      {
        key: HASH,
        info: { status: 'deleted', deleted_at: '2026-11-24T20:00:00Z' },
      },
    ],
  ])('are undefined once deleted (%s)', async (_, status, body) => {
    gateway.json(status, body);
    expect(await gateway.client().keys.get(HASH)).toBeUndefined();
  });

  it.each([
    ['models that are not told', { models: undefined }],
    ['a blocked that is no boolean', { blocked: 'no' }],
    ['a budget that is no number', { max_budget: '5' }],
    ['an expiry that is no time', { expires: 'soon' }],
  ])('are malformed with %s', async (_, wrong) => {
    const client = gateway.client();
    gateway.json(200, { info: row(1, wrong) });
    expect(await failure(client.keys.get(HASH))).toMatchObject({
      kind: 'malformed',
    });
    gateway.answer((response, { query }) =>
      sendJson(response, 200, {
        keys: query.page === '1' ? [row(1), row(2, wrong)] : [],
        total_count: 2,
      }),
    );
    const list = await collect(client.keys.pages());
    expect(list).toMatchObject({ dropped: 1, complete: false });
    expect(list.items.map(key => key.hash)).toEqual([HASH]);
  });

  it('are listed to the last page, each once', async () => {
    const pages = [
      Array.from({ length: 100 }, (_, n) => row(n)),
      // One was created meanwhile: everything moved on by one.
      Array.from({ length: 3 }, (_, n) => row(99 + n)),
      [],
    ];
    gateway.answer((response, { query }) =>
      sendJson(response, 200, {
        keys: pages[Number(query.page) - 1],
        total_count: 102,
      }),
    );
    const list = await collect(gateway.client().keys.pages());
    expect(list.items).toHaveLength(102);
    expect(list.complete).toBe(true);
    expect(gateway.seen.map(({ query }) => query)).toEqual(
      ['1', '2', '3'].map(page => ({
        page,
        size: '100',
        return_full_object: 'true',
        sort_by: 'created_at',
        sort_order: 'asc',
      })),
    );
  });

  it('are filtered again, since versions match parts of names', async () => {
    gateway.answer((response, { query }) =>
      sendJson(response, 200, {
        keys:
          query.page === '1'
            ? [row(1, { user_id: 'u' }), row(2, { user_id: 'u2' })]
            : [],
        total_count: 2,
      }),
    );
    const list = await collect(gateway.client().keys.pages({ userId: 'u' }));
    expect(list.items.map(key => key.hash)).toEqual([HASH]);
  });

  it('that are missing are not taken for a refused credential', async () => {
    const client = gateway.client();
    gateway.json(401, {
      error: {
        message: `Authentication Error, Invalid proxy server token passed. key=${HASH}, not found in db.`,
        type: 'token_not_found_in_db',
      },
    });
    expect(await failure(client.keys.block(HASH))).toMatchObject({
      kind: 'not_found',
      outcome: 'refused',
    });
    gateway.json(401, {
      error: {
        message:
          'Authentication Error: invalid user key - user key does not exist in db. User Key=1',
        type: 'auth_error',
      },
    });
    expect(await failure(client.keys.update(HASH, {}))).toMatchObject({
      kind: 'not_found',
    });
    gateway.json(401, {
      error: {
        message:
          'Authentication Error, Invalid proxy server token passed. Received API Key = sk-...0000',
        type: 'token_not_found_in_db',
      },
    });
    expect(await failure(client.keys.update(HASH, {}))).toMatchObject({
      kind: 'unauthorized',
    });
    gateway.json(401, {
      error: {
        message: `Can't reach database server; ${HASH}`,
        type: 'auth_error',
      },
    });
    expect(await failure(client.keys.update(HASH, {}))).toMatchObject({
      kind: 'database',
      outcome: 'unknown',
    });
  });

  it('are not believed created when the gateway answers another key', async () => {
    const key = mintKey();
    gateway.json(200, { key: mintKey(), token: HASH });
    const error = await failure(
      gateway.client().keys.create({ key, models: ['m'] }),
    );
    expect(error).toMatchObject({ kind: 'malformed', outcome: 'unknown' });
    gateway.json(200, { key: mintKey(), token: HASH });
    expect(
      await failure(gateway.client().keys.create({ models: ['m'] })),
    ).toMatchObject({ kind: 'malformed', outcome: 'unknown' });
  });

  it('are refused as custom ones in words of their own, in both shapes, and nothing else is', async () => {
    const client = gateway.client();
    const key = mintKey();
    const create = () => failure(client.keys.create({ key, models: ['m'] }));
    const text =
      'Custom API key values are disabled by your administrator. Keys must be auto-generated.';
    const refusals = [
      { error: { message: `{'error': '${text}'}`, code: '403' } },
      { detail: { error: text } },
    ];
    for (const body of refusals) {
      gateway.json(403, body);
      const error = await create();
      expect(error).toMatchObject({
        kind: 'custom_key_refused',
        outcome: 'refused',
      });
      expect(String(error)).not.toContain(key);
    }
    gateway.json(403, { detail: { error: 'Only proxy admins can do this' } });
    expect(await create()).toMatchObject({ kind: 'forbidden' });
  });

  it.each([
    [true, {}],
    [true, { disable_custom_api_keys: false }],
    [true, { disable_custom_api_keys: null }],
    [false, { disable_custom_api_keys: true }],
  ])('may be minted elsewhere: %s with %j', async (expected, values) => {
    gateway.json(200, { values: { enable_chat_ui: false, ...values } });
    expect(await gateway.client().keys.acceptsCustom()).toBe(expected);
    expect(gateway.seen[0]).toMatchObject({ path: '/get/ui_settings' });
  });

  it('are changed by what was given, null where null clears', async () => {
    gateway.json(200, {});
    const patch: KeyPatch = {
      models: NO_MODELS,
      maxBudget: null,
      duration: null,
      rpmLimit: 5,
      modelRpmLimit: {},
    };
    await gateway.client().keys.update(HASH, patch);
    expect(gateway.seen[0].body).toEqual({
      key: HASH,
      models: ['no-default-models'],
      max_budget: null,
      duration: null,
      rpm_limit: 5,
      model_rpm_limit: {},
    });
  });

  it('cannot be written wrong', () => {
    // Checked by the compiler: each of these would open, or be refused.
    const wrong: KeyPatch[] = [
      // @ts-expect-error [] means all models
      { models: [] },
      // @ts-expect-error 400
      { models: null },
      // @ts-expect-error 400
      { metadata: null },
      // @ts-expect-error [] means all routes
      { allowedRoutes: [] },
      // @ts-expect-error 400
      { allowedRoutes: null },
      // @ts-expect-error changes nothing
      { modelRpmLimit: null },
      // @ts-expect-error a length of time
      { duration: 'soon' },
    ];
    expect(wrong).toHaveLength(7);
  });
});
