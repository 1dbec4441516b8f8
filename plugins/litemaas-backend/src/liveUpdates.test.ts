import { eventsServiceFactory } from '@backstage/plugin-events-node';
import signalsPlugin from '@backstage/plugin-signals-backend';
import type { ChangedKind } from '@litemaas/backstage-plugin-litemaas-common';
import { databaseIds, startLitemaas, type Harness } from './testing/harness';

jest.setTimeout(30_000);

const JONAS = 'user:default/jonas.weber';

describe.each(databaseIds)('live updates on %s', databaseId => {
  let litemaas: Harness;
  let stranger: Listener;

  beforeAll(async () => {
    litemaas = await startLitemaas({
      databaseId,
      features: [signalsPlugin, eventsServiceFactory],
    });
    stranger = await listen(litemaas);
  });
  afterAll(async () => {
    stranger?.close();
    await litemaas?.stop();
  });
  beforeEach(async () => {
    await litemaas.reset();
    await stranger.hears('models');
  });

  /** Lets the health task see that the gateway is away, or back. */
  const seeGateway = async (down: 'reset' | null) => {
    litemaas.simulator.faults.setDown(down);
    litemaas.advance(20_000);
    await litemaas.run('health');
    await stranger.hears('health');
  };

  const aKey = async () => {
    const jonas = litemaas.as(JONAS);
    const model = (await jonas.listModels({ name: 'gpt-4o-mini' })).items[0];
    await jonas.subscribe({ modelId: model.id });
    const { key, secret } = await jonas.createKey({
      name: 'canary-name',
      purpose: 'canary-purpose',
      modelIds: [model.id],
    });
    return { key, model, secret: secret ?? '' };
  };

  it('tells of a key when it is asked for and again when the gateway has it, to strangers too, and not a word about it', async () => {
    await seeGateway('reset');
    const { key, model, secret } = await aKey();
    await stranger.hears('keys');
    expect(stranger.frames.join()).toContain('subscriptions');

    await seeGateway(null);
    await litemaas.drain();
    await stranger.hears('keys');

    const kind = '"(keys|subscriptions|models|usage|health)"';
    for (const frame of stranger.frames) {
      expect(frame).toMatch(
        RegExp(
          `^{"channel":"litemaas","message":{"changed":\\[${kind}(,${kind})*\\]}}$`,
        ),
      );
      for (const word of [key.id, secret, JONAS, model.id, 'canary']) {
        expect(frame).not.toContain(word);
      }
    }
  });

  it('tells of calls that are new to the ledger, and not of a log or a list of models without news', async () => {
    const { model, secret } = await aKey();
    const { status } = await fetch(
      `${litemaas.simulator.url}/v1/chat/completions`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          model: model.name,
          messages: [{ role: 'user', content: 'Hello' }],
        }),
      },
    );
    expect(status).toBe(200);
    await litemaas.ingest();
    await stranger.hears('usage');

    const before = stranger.frames.length;
    await litemaas.ingest();
    await litemaas.importModels();
    await seeGateway('reset');
    expect(stranger.frames.slice(before)).toEqual([
      '{"channel":"litemaas","message":{"changed":["health"]}}',
    ]);
  });
});

type Listener = Awaited<ReturnType<typeof listen>>;

/** Listens on the real connection, signed in as nobody. */
async function listen(litemaas: Harness) {
  const socket = await connect(
    `ws://localhost:${litemaas.backend.server.port()}/api/signals`,
  );
  const frames: string[] = [];
  let read = 0;
  socket.addEventListener('message', ({ data }) => frames.push(String(data)));
  socket.send(JSON.stringify({ action: 'subscribe', channel: 'litemaas' }));
  return {
    /** Everything that came so far. */
    frames,
    /** Waits for a message of a kind, later than the one it waited for before. */
    async hears(kind: ChangedKind) {
      const isNext = (frame: string, at: number) =>
        at >= read && JSON.parse(frame).message.changed.includes(kind);
      const end = Date.now() + 4_000;
      while (!frames.some(isNext)) {
        if (Date.now() > end) {
          throw new Error(`Not told of ${kind}`);
        }
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      read = frames.findIndex(isNext) + 1;
    },
    close: () => socket.close(),
  };
}

/** The first request for a connection only makes Backstage listen for others: as its own client, try again. */
async function connect(url: string): Promise<WebSocket> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    const socket = new WebSocket(url);
    const isOpen = await Promise.race([
      new Promise(resolve => {
        socket.addEventListener('open', () => resolve(true));
        socket.addEventListener('error', () => resolve(false));
      }),
      new Promise(resolve => setTimeout(resolve, 1_000)),
    ]);
    if (isOpen) {
      return socket;
    }
    socket.close();
  }
  throw new Error('There is no connection');
}
