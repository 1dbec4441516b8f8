import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatEvent } from '../src';
import {
  by,
  chat,
  client,
  deploymentOf,
  errorOf,
  models,
  newKey,
  old,
  send,
  version,
} from './gateway';

const messages = [{ role: 'user' as const, content: 'Hello' }];

describe('a chat call', () => {
  it('answers with usage, and its cost in a header', async () => {
    const { raw } = await newKey();
    const answer = await client.chat.complete({
      key: raw,
      model: models.small,
      messages,
    });
    assert.match(answer.id, /^chatcmpl-/);
    assert.partialDeepStrictEqual(answer, {
      model: models.small,
      content: 'Hello from the small model.',
      finishReason: 'stop',
      modelId: deploymentOf('small'),
      version,
    });
    const { usage, cost, callId } = answer;
    assert.ok(usage && cost !== undefined && callId);
    assert.equal(usage.completionTokens, 20);
    assert.equal(usage.totalTokens, usage.promptTokens + 20);
    const expected = usage.promptTokens * 0.00000015 + 20 * 0.0000006;
    assert.ok(Math.abs(cost - expected) < 1e-12, `${cost} is ${expected}`);
  });

  it('tells the limits of its key in headers', async () => {
    const { raw } = await newKey({
      maxBudget: 0.5,
      rpmLimit: 7,
      tpmLimit: 9000,
    });
    const { headers } = await chat(raw);
    assert.equal(headers.get('x-litellm-key-max-budget'), '0.5');
    assert.equal(headers.get('x-litellm-key-rpm-limit'), '7');
    assert.equal(headers.get('x-litellm-key-tpm-limit'), '9000');
    assert.equal(headers.get('x-ratelimit-api_key-limit-requests'), '7');
    assert.equal(headers.get('x-ratelimit-api_key-remaining-requests'), '6');
    assert.equal(headers.get('x-litellm-model-group'), models.small);
  });

  it('tells no cost for a model of price 0', async () => {
    const { raw } = await newKey();
    const { headers, status } = await chat(raw, models.free);
    assert.equal(status, 200);
    assert.equal(headers.get('x-litellm-response-cost'), null);
  });

  it('may bring the id of the call, not that of the answer', async () => {
    const { raw } = await newKey();
    const callId = crypto.randomUUID();
    const reply = await chat(
      raw,
      models.small,
      {},
      {
        'x-litellm-call-id': callId,
      },
    );
    assert.equal(reply.headers.get('x-litellm-call-id'), callId);
    assert.notEqual((reply.body as { id: string }).id, callId);
  });

  it('that fails at the provider is 500, and costs nothing', async () => {
    const { raw } = await newKey();
    const reply = await chat(raw, models.broken);
    assert.equal(reply.status, 500);
    assert.partialDeepStrictEqual(errorOf(reply), {
      type: by(null, 'internal_server_error'),
      code: '500',
    });
    assert.match(errorOf(reply).message, /^litellm\.InternalServerError: /);
    assert.equal(Number(reply.headers.get('x-litellm-response-cost')), 0);
    assert.ok(reply.headers.get('x-litellm-call-id'));
  });

  it('of a model that is none is 400', async () => {
    const { raw } = await newKey({ models: ['all-proxy-models'] });
    const reply = await chat(raw, 'none');
    assert.equal(reply.status, 400);
    assert.partialDeepStrictEqual(errorOf(reply), {
      type: by('None', 'invalid_request_error'),
    });
    assert.match(
      errorOf(reply).message,
      /\/chat\/completions: Invalid model name passed in model=none\. Call `\/v1\/models`/,
    );
  });

  it('may mock its answer only on older versions', async () => {
    const { raw } = await newKey();
    const reply = await chat(raw, models.small, { mock_response: 'Mine' });
    const { choices } = reply.body as {
      choices: { message: { content: string } }[];
    };
    assert.equal(
      choices[0].message.content,
      by('Mine', 'Hello from the small model.'),
    );
    const late = await chat(raw, models.small, { mock_timeout: false });
    assert.equal(late.status, by(200, 400));
  });
});

describe('a streamed call', () => {
  const stream = async (model: string) => {
    const { raw } = await newKey();
    const events: ChatEvent[] = [];
    const request = { key: raw, model, messages };
    for await (const event of client.chat.stream(request)) events.push(event);
    return events;
  };

  it('comes in pieces and ends with its usage', async () => {
    const events = await stream(models.small);
    const text = events.map(e => (e.type === 'content' ? e.content : ''));
    assert.equal(text.join(''), 'Hello from the small model.');
    assert.ok(events.length > 2);
    const end = events.at(-1);
    assert.ok(end?.type === 'end');
    assert.match(end.id, /^chatcmpl-/);
    assert.equal(end.finishReason, 'stop');
    assert.ok(end.usage && end.usage.completionTokens > 0);
    assert.equal(end.cost, undefined);
  });

  it('tells its usage only when asked to', async () => {
    const { raw } = await newKey();
    const plain = await chat(raw, models.small, { stream: true });
    assert.equal(
      plain.headers.get('content-type'),
      'text/event-stream; charset=utf-8',
    );
    assert.ok(!plain.text.includes('"usage"'));
    assert.ok(plain.text.trimEnd().endsWith('data: [DONE]'));
    assert.equal(plain.headers.get('x-litellm-response-cost'), null);
    assert.equal(
      plain.headers.get('x-ratelimit-api_key-remaining-requests'),
      null,
    );
    const asked = await chat(raw, models.small, {
      stream: true,
      stream_options: { include_usage: true },
    });
    const last = asked.text.trimEnd().split('\n\n').at(-2) ?? '';
    const { usage, choices } = JSON.parse(last.slice('data: '.length));
    assert.ok(usage.total_tokens > 0);
    assert.equal('cost' in usage, !old);
    assert.deepEqual(choices, [{ index: 0, delta: {} }]);
  });

  it('that fails before its first piece is plain JSON', async () => {
    const { raw } = await newKey();
    const reply = await chat(raw, models.broken, { stream: true });
    assert.equal(reply.status, 500);
    assert.match(errorOf(reply).message, /InternalServerError/);
  });
});

describe('an embedding call', () => {
  it('answers vectors, and no id', async () => {
    const { raw } = await newKey();
    const answer = await client.embeddings.create({
      key: raw,
      model: models.embedding,
      input: 'Hello',
    });
    assert.deepEqual(answer.vectors, [[0.1, 0.2, 0.3]]);
    assert.equal(answer.model, models.embedding);
    assert.ok(answer.callId);
    assert.ok(answer.usage && answer.usage.promptTokens > 0);
    const body = { model: models.embedding, input: 'Hello' };
    const reply = await send('POST', '/v1/embeddings', body, raw);
    assert.equal('id' in (reply.body as object), false);
  });
});
