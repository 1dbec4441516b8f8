import type { ChatEvent } from '..';
import { failure, TestGateway } from '../testing/gateway';

const request = {
  key: 'sk-of-the-caller-0123456789',
  model: 'm',
  messages: [{ role: 'user' as const, content: 'hi' }],
};
const part = (delta: object, more: object = {}) =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-1',
    model: 'm',
    choices: [{ index: 0, delta, ...more }],
  })}\n\n`;
const usage = `data: ${JSON.stringify({
  id: 'chatcmpl-1',
  model: 'm',
  choices: [{ index: 0, delta: {} }],
  usage: { prompt_tokens: 8, completion_tokens: 6, total_tokens: 14 },
})}\n\n`;

async function read(events: AsyncIterable<ChatEvent>) {
  const seen: ChatEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

describe('chat', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = new TestGateway();
    await gateway.start();
  });

  afterEach(async () => {
    await gateway.stop();
  });

  function stream(...pieces: (string | Buffer)[]) {
    gateway.answer(response => {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'x-litellm-call-id': 'call-1',
      });
      const next = () => {
        const piece = pieces.shift();
        if (piece === undefined) response.end();
        else response.write(piece, () => setImmediate(next));
      };
      next();
    });
  }

  it("calls with the caller's key", async () => {
    gateway.json(200, {
      id: 'chatcmpl-1',
      choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    });
    expect(await gateway.client().chat.complete(request)).toMatchObject({
      id: 'chatcmpl-1',
      content: 'Hello',
      usage: { totalTokens: 3 },
    });
    expect(gateway.seen[0].headers.authorization).toBe(`Bearer ${request.key}`);
  });

  it('reads a stream cut anywhere, with its usage', async () => {
    const whole = Buffer.from(
      [
        part({ content: 'Grüße ' }),
        part({ content: 'aus Köln' }),
        part({}, { finish_reason: 'stop' }),
        usage,
        'data: [DONE]\n\n',
      ].join(''),
    );
    stream(...Array.from(whole, byte => Buffer.from([byte])));
    const events = await read(gateway.client().chat.stream(request));
    expect(events).toEqual([
      { type: 'content', content: 'Grüße ' },
      { type: 'content', content: 'aus Köln' },
      {
        type: 'end',
        id: 'chatcmpl-1',
        model: 'm',
        callId: 'call-1',
        finishReason: 'stop',
        usage: { promptTokens: 8, completionTokens: 6, totalTokens: 14 },
      },
    ]);
    expect(gateway.seen[0].body).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('takes half a stream for a failure', async () => {
    stream(part({ content: 'Hel' }), 'data: {"id":"chat');
    expect(
      await failure(read(gateway.client().chat.stream(request))),
    ).toMatchObject({ kind: 'malformed', outcome: 'unknown' });
  });

  it('takes a connection lost in the middle for a failure', async () => {
    gateway.answer(response => {
      response.writeHead(200);
      response.write(part({ content: 'Hel' }), () => response.destroy());
    });
    expect(
      await failure(read(gateway.client().chat.stream(request))),
    ).toMatchObject({ kind: 'unreachable', outcome: 'unknown' });
  });

  it('waits for each next piece, not for the whole stream', async () => {
    gateway.answer(response => {
      response.writeHead(200);
      response.write(part({ content: 'Hel' }));
    });
    expect(
      await failure(
        read(gateway.client().chat.stream(request, { timeoutMs: 50 })),
      ),
    ).toMatchObject({ kind: 'timeout' });
  });

  it('tells an error that comes instead of, or within, a stream', async () => {
    const error = { error: { message: 'broken', type: null, code: '500' } };
    gateway.json(500, error);
    expect(
      await failure(read(gateway.client().chat.stream(request))),
    ).toMatchObject({ kind: 'server', status: 500 });
    stream(part({ content: 'Hel' }), `data: ${JSON.stringify(error)}\n\n`);
    expect(
      await failure(read(gateway.client().chat.stream(request))),
    ).toMatchObject({ kind: 'server' });
  });

  it('frees the connection of a reader who leaves', async () => {
    const closed = new Promise<void>(done => {
      gateway.answer(response => {
        response.on('close', done);
        response.writeHead(200);
        response.write(part({ content: 'Hel' }));
      });
    });
    for await (const event of gateway.client().chat.stream(request)) {
      expect(event).toEqual({ type: 'content', content: 'Hel' });
      break;
    }
    await closed;
  });
});
