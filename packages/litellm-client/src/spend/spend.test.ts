import { collect, hashKey } from '..';
import { failure, sendJson, TestGateway } from '../testing/gateway';

const HASH = hashKey('sk-1');
const window = {
  from: new Date('2026-11-24T20:00:00Z'),
  to: new Date('2026-11-24T20:02:00Z'),
};
const row = {
  request_id: 'chatcmpl-1',
  call_type: 'acompletion',
  api_key: HASH,
  spend: 1.1,
  total_tokens: 30,
  prompt_tokens: 10,
  completion_tokens: 20,
  startTime: '2026-11-24T20:03:10.346+00:00',
  endTime: '2026-11-24T20:03:10.348+00:00',
  completionStartTime: '2026-11-24T20:03:10.347+00:00',
  model: 'openai/mock',
  model_id: 'f11c',
  model_group: 'mock',
  custom_llm_provider: 'openai',
  user: '',
  team_id: '',
  end_user: '',
  cache_hit: 'None',
  request_tags: ['a'],
  status: 'success',
  request_duration_ms: 2,
  messages: 'canary prompt',
  response: 'canary answer',
  proxy_server_request: { messages: 'canary prompt' },
  metadata: {
    status: null,
    error_information: null,
    usage_object: {
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 5 },
    },
  },
};

describe('spend logs', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = new TestGateway();
    await gateway.start();
  });

  afterEach(async () => {
    await gateway.stop();
  });

  it('are asked for in whole seconds, oldest first', async () => {
    gateway.json(200, { data: [], total: 0 });
    await gateway.client().spend.logs({ ...window, keyHash: HASH });
    expect(gateway.seen[0].query).toEqual({
      start_date: '2026-11-24 20:00:00',
      end_date: '2026-11-24 20:02:00',
      page: '1',
      page_size: '100',
      sort_by: 'startTime',
      sort_order: 'asc',
      api_key: HASH,
    });
    const crooked = { ...window, to: new Date('2026-11-24T20:02:00.001Z') };
    expect(await failure(gateway.client().spend.logs(crooked))).toBeInstanceOf(
      RangeError,
    );
  });

  it.each([
    [undefined, 100],
    ['1.82.1', 100],
    ['1.108.2', 1000],
    ['2.0.0', 1000],
    ['nonsense', 100],
  ])('of version %s come in pages of %i', (version, size) => {
    expect(gateway.client({ version }).spend.maxPageSize).toBe(size);
  });

  it('are read with money and tokens, without prompts', async () => {
    gateway.json(200, { data: [row], total: 1 });
    const { items } = await gateway.client().spend.logs(window);
    expect(items[0]).toMatchObject({
      requestId: 'chatcmpl-1',
      keyHash: HASH,
      spend: 1.1,
      modelGroup: 'mock',
      userId: undefined,
      cacheReadTokens: 4,
      reasoningTokens: 5,
      cacheHit: false,
      status: 'success',
      startTime: '2026-11-24T20:03:10.346Z',
      error: undefined,
    });
    expect(JSON.stringify(items)).not.toContain('canary');
  });

  it('tell why LiteLLM refused, not what a provider quoted', async () => {
    const failed = (information: object) => ({
      ...row,
      status: 'failure',
      metadata: { error_information: information },
    });
    gateway.json(200, {
      data: [
        failed({
          error_code: '422',
          error_class: 'BudgetExceededError',
          error_message: 'Budget has been exceeded! sk-canary-key',
          error_budget_entity_type: 'key',
          error_budget_entity_id: HASH,
          error_budget_limit: 0.5,
          error_budget_spend: 1.08,
        }),
        failed({
          error_code: '500',
          error_class: 'InternalServerError',
          error_message: 'canary prompt',
          traceback: 'canary trace',
        }),
      ],
      total: 2,
    });
    const { items } = await gateway.client().spend.logs(window);
    expect(items[0].error).toMatchObject({
      message: 'Budget has been exceeded! [secret]',
      budget: { entityType: 'key', entityId: HASH, limit: 0.5, spend: 1.08 },
    });
    expect(items[1].error).toMatchObject({ code: '500', message: undefined });
    expect(JSON.stringify(items)).not.toContain('canary');
  });

  it('let no bearer pass as a hash', async () => {
    gateway.json(200, {
      data: [{ ...row, api_key: 'canary-bearer' }],
      total: 1,
    });
    const { items } = await gateway.client().spend.logs(window);
    expect(JSON.stringify(items)).not.toContain('canary');
  });

  it.each([
    ['without an id', { request_id: undefined }],
    ['without a start', { startTime: null }],
    ['with money that is no number', { spend: '1.1' }],
    ['with tokens that are no number', { total_tokens: 'many' }],
  ])('leave out and count a row %s', async (_, wrong) => {
    gateway.json(200, { data: [row, { ...row, ...wrong }], total: 2 });
    const page = await gateway.client().spend.logs(window);
    expect(page).toMatchObject({ dropped: 1, total: 2 });
    expect(page.items).toHaveLength(1);
  });

  it('are paged until empty, past a capped total', async () => {
    gateway.answer((response, { query }) => {
      const page = Number(query.page);
      sendJson(response, 200, {
        data: page <= 3 ? [{ ...row, request_id: `r${page}` }, row] : [],
        total: 1,
        total_pages: 1,
        total_is_capped: true,
      });
    });
    const list = await collect(gateway.client().spend.logPages(window));
    expect(list.items.map(log => log.requestId)).toEqual([
      'r1',
      'chatcmpl-1',
      'r2',
      'r3',
    ]);
  });
});
