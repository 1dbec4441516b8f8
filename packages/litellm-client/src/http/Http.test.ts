import { inspect } from 'node:util';
import { hashKey, mintKey } from '..';
import { failure, GATEWAY_KEY, TestGateway } from '../testing/gateway';

const HASH = hashKey('sk-of-somebody');

describe('the one way to the gateway', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = new TestGateway();
    await gateway.start();
  });

  afterEach(async () => {
    await gateway.stop();
  });

  it('names who changes things on every write, and on no read', async () => {
    gateway.json(404, { detail: 'Not Found' });
    const client = gateway.client({ changedBy: 'user:default/ada' });
    await failure(client.users.create({ userId: 'u' }));
    await failure(client.teams.update('t', { maxBudget: null }));
    await client.keys.delete(HASH);
    await failure(client.models.update('m', { name: 'n' }));
    await client.teams.get('t');

    const changedBy = gateway.seen.map(
      ({ method, headers }) => `${method} ${headers['litellm-changed-by']}`,
    );
    expect(changedBy).toEqual([
      'POST user:default/ada',
      'POST user:default/ada',
      'POST user:default/ada',
      'PATCH user:default/ada',
      'GET undefined',
    ]);
    expect(gateway.seen[0].headers.authorization).toBe(`Bearer ${GATEWAY_KEY}`);
  });

  it('keeps the path of its base URL', async () => {
    gateway.json(200, { db: 'connected' });
    await gateway.client({ url: `${gateway.url}/proxy/` }).health.readiness();
    expect(gateway.seen[0].path).toBe('/proxy/health/readiness');
  });

  it('sends once, whatever comes back', async () => {
    gateway.json(503, { error: { message: 'busy' } });
    await failure(gateway.client().teams.get('t'));
    expect(gateway.seen).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])(
    'takes a %i for an error and carries the key nowhere',
    async status => {
      const elsewhere = new TestGateway();
      await elsewhere.start();
      gateway.answer(response =>
        response.writeHead(status, { location: `${elsewhere.url}/x` }).end(),
      );
      const error = await failure(
        gateway.client().users.create({ userId: 'u' }),
      );
      expect(error).toMatchObject({
        kind: 'redirect',
        status,
        outcome: 'unknown',
      });
      expect(elsewhere.seen).toEqual([]);
      await elsewhere.stop();
    },
  );

  it('stops reading an endless answer at its cap', async () => {
    let sent = 0;
    const closed = new Promise<void>(done => {
      gateway.answer(response => {
        response.on('close', done);
        response.writeHead(200);
        const piece = Buffer.alloc(16 * 1024, 32);
        const more = () => {
          while (!response.destroyed && response.write(piece)) {
            sent += piece.length;
          }
        };
        response.on('drain', more);
        more();
      });
    });
    const client = gateway.client({ maxResponseBytes: 100_000 });
    const error = await failure(client.teams.get('t'));
    expect(error).toMatchObject({ kind: 'too_large', outcome: 'unknown' });
    await closed;
    // Far from endless: what sockets buffer.
    expect(sent).toBeLessThan(20_000_000);
  });

  it('gives up on a gateway that accepts and says nothing', async () => {
    gateway.answer(() => undefined);
    const client = gateway.client({ timeoutMs: 50 });
    const error = await failure(client.users.create({ userId: 'u' }));
    expect(error).toMatchObject({ kind: 'timeout', outcome: 'unknown' });
  });

  it('gives up on an answer that stops in the middle', async () => {
    gateway.answer(response => response.writeHead(200).write('{"team_'));
    const error = await failure(
      gateway.client().teams.get('t', { timeoutMs: 50 }),
    );
    expect(error).toMatchObject({ kind: 'timeout', outcome: 'unknown' });
  });

  it("obeys the caller's signal", async () => {
    const controller = new AbortController();
    gateway.answer(() => controller.abort());
    const { signal } = controller;
    const client = gateway.client();
    const underway = client.users.create({ userId: 'u' }, { signal });
    expect(await failure(underway)).toMatchObject({
      kind: 'aborted',
      outcome: 'unknown',
    });
    const late = client.users.create({ userId: 'u' }, { signal });
    expect(await failure(late)).toMatchObject({
      kind: 'aborted',
      outcome: 'not_sent',
    });
    expect(gateway.seen).toHaveLength(1);
  });

  it('tells a call that was never sent from one cut off', async () => {
    gateway.answer(response => response.destroy());
    const cut = await failure(gateway.client().users.create({ userId: 'u' }));
    expect(cut).toMatchObject({ kind: 'unreachable', outcome: 'unknown' });

    const client = gateway.client();
    await gateway.stop();
    const refused = await failure(client.users.create({ userId: 'u' }));
    expect(refused).toMatchObject({ kind: 'unreachable', outcome: 'not_sent' });
    await gateway.start();
  });

  it('does not believe a 200 with the wrong body', async () => {
    const client = gateway.client();
    gateway.answer(response => response.writeHead(200).end('<html>Login'));
    expect(await failure(client.teams.get('t'))).toMatchObject({
      kind: 'malformed',
      outcome: 'unknown',
    });
    gateway.json(200, { team_info: { team_id: 't', models: 'sk-secret-one' } });
    expect(await failure(client.teams.get('t'))).toMatchObject({
      kind: 'malformed',
      message:
        'LiteLLM GET /team/info: answered an unexpected value at team_info.models (invalid_type)',
    });
  });

  it('lets no key, bearer or provider credential into its errors', async () => {
    const raw = mintKey();
    const credential = 'pw-canary-provider-credential';
    const client = gateway.client();
    const echo = `Received ${raw} and ${GATEWAY_KEY},
      Authorization: Bearer canary-bearer.value api_key='${credential}'
      sk-other-canary {"k":"sk-json-canary"} eyJhbGciOiJ.eyJjYW5hcnki.c2ln`;
    const bodies = [
      JSON.stringify({ error: { message: echo, type: echo, code: '400' } }),
      JSON.stringify({ detail: echo }),
      JSON.stringify({
        detail: [{ loc: ['body', 'key'], msg: echo, input: 'canary' }],
      }),
      JSON.stringify({ error: { message: { nested: echo } } }),
      echo,
    ];
    for (const body of bodies) {
      gateway.answer(response => response.writeHead(400).end(body));
      const errors = [
        await failure(client.keys.create({ key: raw, models: ['m'] })),
        await failure(
          client.models.create({
            name: 'm',
            params: { model: 'openai/m', api_key: credential },
          }),
        ),
        await failure(
          client.chat.complete({ key: raw, model: 'm', messages: [] }),
        ),
      ];
      for (const error of errors) {
        const told = `${inspect(error, { depth: 9 })} ${JSON.stringify(error)}`;
        for (const secret of [
          raw,
          GATEWAY_KEY,
          'canary-bearer',
          'other-canary',
          'json-canary',
          'eyJjYW5hcnki',
          'input',
        ]) {
          expect(told).not.toContain(secret);
        }
        expect((error as Error).message).not.toContain('\n');
      }
      expect(inspect(errors[1], { depth: 9 })).not.toContain(credential);
    }
  });

  it('does not quote a key that fetch cannot send', async () => {
    const error = await failure(
      gateway.client().models.names({ key: 'sk-canary\nwith-a-line' }),
    );
    expect(inspect(error, { depth: 9 })).not.toContain('canary');
    expect(gateway.seen).toEqual([]);
  });

  it('puts no raw key into a URL', async () => {
    const client = gateway.client();
    const raw = mintKey();
    for (const call of [
      () => client.keys.get(raw),
      () => client.keys.update(raw, {}),
      () => client.keys.delete(raw),
      () => client.keys.block(raw),
      () =>
        client.activity.daily({
          from: '2026-01-01',
          to: '2026-01-02',
          keyHash: raw,
        }),
      () =>
        client.spend.logs({ from: new Date(0), to: new Date(0), keyHash: raw }),
    ]) {
      const error = await failure(call());
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).not.toContain(raw);
    }
    expect(gateway.seen).toEqual([]);
  });
});
