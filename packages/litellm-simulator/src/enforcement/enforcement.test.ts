import { hash, startTest, START, VERSIONS } from '../testing/harness';

const DEAR = 'o3-deep-reasoning';

describe.each(VERSIONS)('enforcement of %s', version => {
  let test: Awaited<ReturnType<typeof startTest>>;
  const newer = version === '1.108.2';
  const overBudget = newer ? 422 : 400;

  beforeEach(async () => {
    test = await startTest({ version });
  });
  afterEach(() => test.simulator.close());

  it('decides in order: blocked, model, expired, budget, rate, unknown model', async () => {
    const key = await test.newKey({
      models: [DEAR, 'nothing'],
      max_budget: 0.5,
      rpm_limit: 1,
      duration: '1h',
    });
    const token = hash(key);
    const kinds: unknown[] = [];
    const look = async (model: string) => {
      const { body } = await test.chat(key, model);
      kinds.push(body.error?.type ?? 'answered');
    };
    await look(DEAR);
    await look('nothing');
    await test.post('/key/update', { key: token, max_budget: null });
    await look('nothing');
    await test.post('/key/update', { key: token, rpm_limit: null });
    await look('nothing');
    test.simulator.advance(3_600_001);
    await look('nothing');
    await look('gpt-4o-mini');
    await test.post('/key/block', { key: token });
    await look('gpt-4o-mini');

    expect(kinds).toEqual([
      'answered',
      'budget_exceeded',
      newer ? 'throttling_error' : 'None',
      newer ? 'invalid_request_error' : 'None',
      'expired_key',
      'key_model_access_denied',
      'auth_error',
    ]);
  });

  it('refuses a used-up key, but not for a model that is free', async () => {
    const key = await test.newKey({ max_budget: 0.5 });
    await test.chat(key, DEAR);

    expect((await test.chat(key, 'gpt-4o-mini')).status).toBe(overBudget);
    expect((await test.get('/v1/models', key)).status).toBe(overBudget);
    expect((await test.chat(key, 'llama-3.3-70b')).status).toBe(200);
    // only 1.82.1 takes a model without price for free
    expect((await test.chat(key, 'qwen-2.5-coder')).status).toBe(
      newer ? overBudget : 200,
    );
  });

  it('lets calls at the same time overrun a budget unless it reserves', async () => {
    test.simulator.knobs.providerLatencyMs = 300;
    const key = await test.newKey({ max_budget: 0.5 });
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(() => test.chat(key, DEAR)),
    );
    const passed = answers.filter(answer => answer.status === 200);

    expect(passed).toHaveLength(newer ? 1 : 5);
  });

  it('sees a blocked key at once, a blocked team after a minute', async () => {
    await test.post('/team/new', { team_id: 'blocked' });
    const key = await test.newKey({ team_id: 'blocked' });
    await test.chat(key);
    await test.post('/team/block', { team_id: 'blocked' });
    expect((await test.chat(key)).status).toBe(200);
    test.simulator.advance(60_000);
    expect((await test.chat(key)).status).toBe(401);

    const other = await test.newKey();
    await test.chat(other);
    await test.post('/key/block', { key: hash(other) });
    expect((await test.chat(other)).status).toBe(401);
  });

  it('resets at the end of the calendar period, which 1.82.1 believes a minute later', async () => {
    const key = await test.newKey({ max_budget: 0.5, budget_duration: '30d' });
    expect(await test.info(key)).toMatchObject({
      budget_reset_at: '2026-12-01T00:00:00+00:00',
    });
    test.simulator.advance(Date.parse('2026-11-30T23:59:50Z') - START);
    await test.chat(key, DEAR);
    expect((await test.chat(key)).status).toBe(overBudget);
    test.simulator.advance(20_000);
    await test.post('/simulator/reset-budgets', {});

    expect(await test.info(key)).toMatchObject({
      spend: 0,
      budget_reset_at: '2027-01-01T00:00:00+00:00',
    });
    expect((await test.chat(key)).status).toBe(newer ? 200 : overBudget);
    test.simulator.advance(60_000);
    expect((await test.chat(key)).status).toBe(200);
  });

  it('counts requests in windows of a minute from the first call on', async () => {
    const key = await test.newKey({ rpm_limit: 2 });
    const first = await test.chat(key);
    await test.chat(key);
    test.simulator.advance(45_000);
    const refused = await test.chat(key);
    test.simulator.advance(15_000);

    expect(first.headers.get('x-ratelimit-api_key-remaining-requests')).toBe(
      '1',
    );
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.headers.get('reset_at')).toBe('2026-11-24 20:01:44 UTC');
    expect((await test.chat(key)).status).toBe(200);
  });
});
