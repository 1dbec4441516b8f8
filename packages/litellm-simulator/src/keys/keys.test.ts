import { hash, startTest, VERSIONS } from '../testing/harness';

describe.each(VERSIONS)('keys of %s', version => {
  let test: Awaited<ReturnType<typeof startTest>>;
  const newer = version === '1.108.2';

  beforeAll(async () => {
    test = await startTest({ version });
  });
  afterAll(() => test.simulator.close());

  it('are echoed on a repeat, and stay as they were made', async () => {
    const key = 'sk-repeated-000000000000000000001';
    await test.post('/key/generate', { key, models: ['gpt-4o-mini'] });
    const repeat = await test.post('/key/generate', {
      key,
      models: [],
      max_budget: 9,
      key_alias: 'second',
    });

    expect(repeat.status).toBe(200);
    expect(repeat.body).toMatchObject({
      key,
      token: hash(key),
      max_budget: 9,
      models: [],
    });
    expect(await test.info(key)).toMatchObject({
      max_budget: null,
      models: ['gpt-4o-mini'],
      key_alias: null,
    });
  });

  it('share an alias when made at once, but not one after the other', async () => {
    test.simulator.knobs.databaseMs = 300;
    const atOnce = await Promise.all(
      [1, 2, 3, 4].map(() =>
        test.post('/key/generate', { key_alias: 'raced' }),
      ),
    );
    test.simulator.knobs.databaseMs = 1;
    const late = await test.post('/key/generate', { key_alias: 'raced' });
    const found = await test.get('/key/list?key_alias=raced');

    expect(atOnce.map(answer => answer.status)).toEqual([200, 200, 200, 200]);
    expect(late.status).toBe(400);
    expect(late.body.error).toMatchObject({
      type: 'bad_request_error',
      param: 'key_alias',
      code: '400',
    });
    expect(found.body.total_count).toBe(4);
  });

  // As general_settings.disable_custom_api_keys was seen to work on both real releases; 1.82.1 does not know it.
  it('are minted by the gateway alone where its admin says so, in the newer release', async () => {
    const own = 'sk-own-0123456789abcdefghij';
    await test.post('/simulator/knobs', { disableCustomKeys: true });
    const settings = await test.get('/get/ui_settings', '');
    const minted = await test.post('/key/generate', { key_alias: 'minted' });
    const chosen = await test.post('/key/generate', { key: own });
    const empty = await test.post('/key/generate', { key: '' });
    const taken = await test.post('/key/generate', {
      key: own,
      key_alias: 'minted',
    });
    const service = await test.post('/key/service-account/generate', {
      key: own,
      team_id: 'team',
    });
    await test.post('/simulator/knobs', { disableCustomKeys: false });

    expect(minted.status).toBe(200);
    expect(minted.body.key).toMatch(/^sk-[\w-]{22}$/);
    expect(taken.body.error.message).toContain('already exists');
    expect(settings.body.values).toEqual(
      newer ? { disable_custom_api_keys: true } : {},
    );
    expect([chosen.status, empty.status, service.status]).toEqual(
      newer ? [403, 403, 403] : [200, 400, 200],
    );
    const text =
      'Custom API key values are disabled by your administrator. Keys must be auto-generated.';
    const wrapped = {
      message: `{'error': '${text}'}`,
      type: 'internal_server_error',
      param: null,
      code: '403',
    };
    expect([chosen.body.error, service.body.detail]).toEqual(
      newer ? [wrapped, { error: text }] : [undefined, undefined],
    );
    expect((await test.get(`/key/info?key=${hash(own)}`)).status).toBe(
      newer ? 404 : 200,
    );
  });

  it('keep what an update does not name, and lose what it sets to null where the release takes it', async () => {
    const key = await test.newKey({
      max_budget: 5,
      rpm_limit: 3,
      budget_duration: '30d',
      metadata: { a: 1 },
    });
    await test.post('/key/update', { key: hash(key), max_budget: null });
    await test.post('/key/update', { key: hash(key), budget_duration: null });

    expect(await test.info(key)).toMatchObject({
      max_budget: null,
      rpm_limit: 3,
      budget_duration: newer ? null : '30d',
      metadata: { a: 1 },
    });
    const refused = await test.post('/key/update', {
      key: hash(key),
      metadata: null,
    });
    expect(refused.status).toBe(400);
    expect(await test.info(key)).toMatchObject({ metadata: { a: 1 } });
  });

  it('are unknown in the words of the release', async () => {
    const unknown = hash('sk-nobody');
    const update = await test.post('/key/update', { key: unknown });
    const block = await test.post('/key/block', { key: unknown });

    expect([update.status, block.status]).toEqual(
      newer ? [404, 404] : [401, 401],
    );
    expect(update.body.error.type).toBe(
      newer ? 'not_found_error' : 'auth_error',
    );
  });

  it('are archived when deleted, and begin anew when made again', async () => {
    const key = await test.newKey({ key_alias: 'mortal', spend: 2 });
    const removal = await test.post('/key/delete', {
      keys: [hash(key), 'missing'],
    });
    const gone = await test.get(`/key/info?key=${hash(key)}`);
    const again = await test.post('/key/delete', { keys: [hash(key)] });

    expect(removal.body.deleted_keys).toEqual([hash(key), 'missing']);
    expect(gone.status).toBe(newer ? 200 : 404);
    expect(newer ? gone.body.info.status : 'deleted').toBe('deleted');
    expect(again.status).toBe(404);

    await test.post('/key/generate', { key });
    expect(await test.info(key)).toMatchObject({ spend: 0, key_alias: null });
    expect((await test.chat(key)).status).toBe(200);
  });

  it('of type llm_api call models and nothing else', async () => {
    await test.post('/user/new', { user_id: 'owner', auto_create_key: false });
    const key = await test.newKey({ key_type: 'llm_api', user_id: 'owner' });
    const statuses = await Promise.all(
      ['/key/list', '/key/info', '/v2/team/list', '/v2/model/info'].map(
        async path => (await test.get(path, key)).status,
      ),
    );

    expect((await test.chat(key)).status).toBe(200);
    expect((await test.get('/v1/models', key)).status).toBe(200);
    expect(statuses).toEqual([403, 403, 403, 403]);
    expect((await test.post('/team/new', {}, key)).status).toBe(
      newer ? 403 : 401,
    );
  });

  it('refuse wrong types with every path, and write nothing', async () => {
    const before = await test.get('/key/list');
    const answer = await test.post('/key/generate', {
      models: 'all',
      max_budget: 'many',
    });

    expect(answer.status).toBe(422);
    expect(answer.body.detail.map((issue: any) => issue.loc)).toEqual([
      ['body', 'models'],
      ['body', 'max_budget'],
    ]);
    expect('input' in answer.body.detail[0]).toBe(!newer);
    expect((await test.get('/key/list')).body.total_count).toBe(
      before.body.total_count,
    );
  });
});
