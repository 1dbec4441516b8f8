import { hash, startTest, VERSIONS } from '../testing/harness';

const DEAR = 'o3-deep-reasoning';
const DAY = 'start_date=2026-11-24&end_date=2026-11-24';

describe.each(VERSIONS)('spend of %s', version => {
  let test: Awaited<ReturnType<typeof startTest>>;
  const newer = version === '1.108.2';

  beforeEach(async () => {
    test = await startTest({ version });
  });
  afterEach(() => test.simulator.close());

  it('appears late, in all views together, after enforcement has seen it', async () => {
    test.simulator.knobs.flushDelayMs = [5_000, 5_000];
    const key = await test.newKey({ max_budget: 0.5 });
    await test.chat(key, DEAR);
    const views = async () => {
      const activity = await test.get(`/user/daily/activity?${DAY}`);
      return [
        (await test.info(key)).spend > 0,
        (await test.logs('&status_filter=success')).length,
        activity.body.metadata.total_successful_requests,
      ];
    };

    expect((await test.chat(key, DEAR)).body.error.type).toBe(
      'budget_exceeded',
    );
    expect(await views()).toEqual([false, 0, 0]);
    test.simulator.advance(4_999);
    expect(await views()).toEqual([false, 0, 0]);
    test.simulator.advance(1);
    expect(await views()).toEqual([true, 1, 1]);
  });

  it('is forgotten by 1.82.1 when a key is updated before the flush', async () => {
    test.simulator.knobs.flushDelayMs = [5_000, 5_000];
    const key = await test.newKey({ max_budget: 5 });
    await test.chat(key, DEAR);
    await test.post('/key/update', { key: hash(key), max_budget: 0.5 });
    const before = await test.chat(key);
    test.simulator.advance(5_000);

    expect(before.status).toBe(newer ? 422 : 200);
    expect((await test.chat(key)).body.error.type).toBe('budget_exceeded');
  });

  it('has a row for refused calls: unknown key, denied model, used-up budget', async () => {
    const key = await test.newKey({ models: [DEAR], max_budget: 0.5 });
    await test.chat('sk-nobody-knows-this-key');
    await test.chat(key, DEAR);
    await test.chat(key, 'gpt-4o-mini');
    await test.chat(key, DEAR);
    const rows = await test.logs('&status_filter=failure&sort_order=asc');
    const classes = rows.map(row => row.metadata.error_information.error_class);

    expect(classes.sort()).toEqual(
      newer
        ? [
            'BudgetExceededError',
            'KeyNotFoundError',
            'ModelAccessDeniedProxyException',
          ]
        : ['BudgetExceededError', 'ProxyException', 'ProxyException'],
    );
    expect(rows.map(row => row.api_key)).toContain(
      hash('sk-nobody-knows-this-key'),
    );
    expect(new Set(rows.map(row => row.call_type))).toEqual(
      new Set([newer ? 'acompletion' : '']),
    );
  });

  it('takes the id of the answer for chats, of the call for embeddings and failures', async () => {
    const key = await test.newKey();
    const chat = await test.chat(key);
    const embedding = await test.post(
      '/v1/embeddings',
      { model: 'text-embedding-3-small', input: 'x' },
      key,
    );
    await test.post('/v1/rerank', { model: 'cohere-rerank-v3.5' }, key);
    const rows = await test.logs();
    const ids = rows.map(row => row.request_id);

    expect(ids).toContain(chat.body.id);
    expect(ids).toContain(embedding.headers.get('x-litellm-call-id'));
    expect(rows.map(row => row.status).sort()).toEqual([
      'failure',
      'success',
      'success',
    ]);
  });

  it('drops a second row with the same id, on 1.108.2', async () => {
    const key = await test.newKey();
    const body = { model: 'gpt-4o-mini', max_tokens: 5, messages: [] };
    await test.post('/v1/messages', body, key);
    await test.post('/v1/messages', body, key);
    const activity = await test.get(`/user/daily/activity?${DAY}`);

    expect(await test.logs()).toHaveLength(newer ? 1 : 2);
    expect(activity.body.metadata.total_api_requests).toBe(2);
  });

  it('keeps the end user of an earlier call, on 1.82.1', async () => {
    const key = await test.newKey();
    await test.chat(key, 'gpt-4o-mini', { user: 'customer' });
    await test.chat(key, 'gpt-4o-mini');
    const rows = await test.logs();

    expect(rows.map(row => row.end_user).sort()).toEqual(
      newer ? ['', 'customer'] : ['customer', 'customer'],
    );
  });

  it('filters rows by their start, in seconds, and refuses other forms of dates', async () => {
    const key = await test.newKey();
    await test.chat(key);
    const count = async (from: string, to: string) =>
      (await test.get(`/spend/logs/v2?start_date=${from}&end_date=${to}`)).body
        .total;

    expect(await count('2026-11-24 19:59:59', '2026-11-24 20:00:00')).toBe(1);
    expect(await count('2026-11-24 20:00:00', '2026-11-24 20:00:01')).toBe(0);
    expect(await count('2026-11-24', '2026-11-24')).toBe(0);
    expect(
      (
        await test.get(
          '/spend/logs/v2?start_date=2026-11-24T00:00:00Z&end_date=x',
        )
      ).status,
    ).toBe(400);
    expect((await test.get(`/spend/logs/v2?${DAY}&page_size=101`)).status).toBe(
      newer ? 200 : 422,
    );
  });
});
