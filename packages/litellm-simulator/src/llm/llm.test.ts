import { startTest, VERSIONS } from '../testing/harness';

describe.each(VERSIONS)('calls of %s', version => {
  let test: Awaited<ReturnType<typeof startTest>>;
  const newer = version === '1.108.2';

  beforeAll(async () => {
    test = await startTest({ version });
  });
  afterAll(() => test.simulator.close());

  it('answer with the public name, usage, and the cost in a header', async () => {
    const key = await test.newKey();
    const { body, headers } = await test.chat(key);

    expect(body).toMatchObject({
      model: 'gpt-4o-mini',
      usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
    });
    expect(headers.get('x-litellm-response-cost')).toBe('1.35e-05');
    expect(headers.get('x-litellm-version')).toBe(version);
  });

  it('stream in pieces, tell usage on demand only, end with [DONE], and have no cost header', async () => {
    const key = await test.newKey();
    const plain = await test.chat(key, 'gpt-4o-mini', { stream: true });
    const counted = await test.chat(key, 'gpt-4o-mini', {
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = (text: string) =>
      text
        .split('\n\n')
        .filter(line => line.startsWith('data: {'))
        .map(line => JSON.parse(line.slice(6)));

    expect(plain.headers.get('content-type')).toBe(
      'text/event-stream; charset=utf-8',
    );
    expect(plain.headers.get('x-litellm-response-cost')).toBeNull();
    expect(plain.body.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(chunks(plain.body).some(chunk => chunk.usage)).toBe(false);
    expect(
      chunks(plain.body)
        .map(chunk => chunk.choices[0].delta.content ?? '')
        .join(''),
    ).toBe('A short answer from a small, quick model.');
    const last = chunks(counted.body).at(-1);
    expect(last.choices).toEqual([{ index: 0, delta: {} }]);
    expect('cost' in last.usage).toBe(newer);
  });

  it('cost what an image, a second or a query costs', async () => {
    const key = await test.newKey();
    const image = await test.post(
      '/v1/images/generations',
      { model: 'flux-pro', prompt: 'A fox', n: 2 },
      key,
    );
    const audio = await test.post(
      '/v1/audio/transcriptions',
      { model: 'whisper-large-v3' },
      key,
    );

    expect(image.body.data).toHaveLength(2);
    expect(image.headers.get('x-litellm-response-cost')).toBe('0.08');
    expect(audio.headers.get('x-litellm-response-cost')).toBe('0.006');
  });

  it('fail where the provider fails, also as a stream', async () => {
    const key = await test.newKey();
    const answer = await test.post(
      '/v1/rerank',
      { model: 'cohere-rerank-v3.5', query: 'x', documents: [] },
      key,
    );
    const stream = await test.chat(key, 'cohere-rerank-v3.5', { stream: true });

    expect(answer.status).toBe(500);
    expect(answer.headers.get('x-litellm-call-id')).toBeTruthy();
    expect(stream.headers.get('content-type')).toContain('application/json');
  });

  it('reach a model the moment it was added, and no longer when it was deleted', async () => {
    const key = await test.newKey();
    await test.post('/model/new', {
      model_name: 'brand-new',
      litellm_params: { model: 'openai/brand-new', mock_response: 'Here.' },
      model_info: { id: 'new-id' },
    });
    const there = await test.chat(key, 'brand-new');
    await test.post('/model/delete', { id: 'new-id' });

    expect(there.body.choices[0].message.content).toBe('Here.');
    expect((await test.chat(key, 'brand-new')).status).toBe(400);
  });

  it('hide from a limited key what it may not use, except in /v2/model/info', async () => {
    const key = await test.newKey({ models: ['gpt-4o-mini'] });
    const names = async (path: string) =>
      (await test.get(path, key)).body.data.length;

    expect(await names('/model/info')).toBe(1);
    expect(await names('/v1/models')).toBe(1);
    expect(await names('/model_group/info')).toBe(1);
    expect(await names('/v2/model/info')).toBe(10);
  });

  it('show a model without price as unknown on 1.108.2, as 0 on 1.82.1', async () => {
    const { body } = await test.get('/model/info');
    const info = (name: string) =>
      body.data.find((model: any) => model.model_name === name);

    expect(info('qwen-2.5-coder').model_info.input_cost_per_token).toBe(
      newer ? null : 0,
    );
    expect(
      info('qwen-2.5-coder').litellm_params.input_cost_per_token,
    ).toBeUndefined();
    expect(info('llama-3.3-70b').litellm_params.input_cost_per_token).toBe(0);
  });
});
