import { hash, startTest, VERSIONS } from '../testing/harness';

const MONTH = 'start_date=2026-10-20&end_date=2026-11-24';

describe.each(VERSIONS)('past calls of %s', version => {
  let test: Awaited<ReturnType<typeof startTest>>;

  beforeEach(async () => {
    test = await startTest({ version });
  });
  afterEach(() => test.simulator.close());

  const past = (keys: string[], seed = 7) =>
    test.post('/simulator/calls', {
      days: 30,
      seed,
      keys: keys.map(key => ({
        token: hash(key),
        models: ['claude-sonnet', 'gpt-4o-mini', 'cohere-rerank-v3.5'],
        weight: 0.5,
      })),
    });

  it('agree in logs, daily activity and the spend of keys, teams and users', async () => {
    await test.post('/team/new', { team_id: 'payments' });
    await test.post('/user/new', { user_id: 'ana', auto_create_key: false });
    const key = await test.newKey({ team_id: 'payments', user_id: 'ana' });
    const written = await past([key]);
    const activity = await test.get(`/user/daily/activity/aggregated?${MONTH}`);
    const team = await test.get('/team/info?team_id=payments');
    const user = await test.get('/user/info?user_id=ana');
    const { spend } = await test.info(key);

    expect(written.body.calls).toBeGreaterThan(200);
    expect(spend).toBeCloseTo(written.body.spend, 6);
    expect(team.body.team_info.spend).toBeCloseTo(spend, 6);
    expect(user.body.user_info.spend).toBeCloseTo(spend, 6);
    expect(activity.body.metadata.total_spend).toBeCloseTo(spend, 6);
    expect(activity.body.metadata.total_api_requests).toBe(written.body.calls);
    expect(activity.body.metadata.total_failed_requests).toBeGreaterThan(0);
  });

  it('are busy on working days and quiet on weekends', async () => {
    await past([await test.newKey()]);
    const { body } = await test.get(`/user/daily/activity/aggregated?${MONTH}`);
    const calls = (date: string) =>
      body.results.find((day: any) => day.date === date)?.metrics
        .api_requests ?? 0;

    expect(calls('2026-11-18')).toBeGreaterThan(3 * calls('2026-11-15'));
  });

  it('stay within the budget of the key, which still answers', async () => {
    const key = await test.newKey({ max_budget: 0.2 });
    await past([key]);
    const { spend } = await test.info(key);

    expect(spend).toBeGreaterThan(0.05);
    expect(spend).toBeLessThan(0.2);
    expect((await test.chat(key)).status).toBe(200);
  });

  it('are the same for the same seed, and others for another', async () => {
    const keys = await Promise.all([test.newKey(), test.newKey()]);
    const first = await past(keys, 1);
    const other = await startTest({ version });
    for (const key of keys) {
      await other.post('/key/generate', { key });
    }
    const wish = (seed: number) => ({
      days: 30,
      seed,
      keys: keys.map(key => ({
        token: hash(key),
        models: ['claude-sonnet', 'gpt-4o-mini', 'cohere-rerank-v3.5'],
        weight: 0.5,
      })),
    });

    expect(other.simulator.recordHistory(wish(1))).toEqual(first.body);
    expect(other.simulator.recordHistory(wish(2))).not.toEqual(first.body);
    await other.simulator.close();
  });
});
