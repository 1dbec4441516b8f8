import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { mockServices } from '@backstage/backend-test-utils';
import { KeyNotices } from './features/keys/KeyNotices';
import { inTransaction, newId } from './platform/database';
import { Notifier } from './platform/Notifier';
import { databaseIds, startLitemaas, type Harness } from './testing/harness';

jest.setTimeout(60_000);

const LUCAS = 'user:default/lucas.meyer';
const ANA = 'user:default/ana.ruiz';
const BEN = 'user:default/ben.carter';

const NEWS = { to: [ANA], title: 'News', link: '/litemaas' };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe.each(databaseIds)('what people are told, on %s', databaseId => {
  let litemaas: Harness;

  beforeAll(async () => {
    litemaas = await startLitemaas({ databaseId });
  });
  afterAll(() => litemaas.stop());
  beforeEach(() => litemaas.reset());
  afterEach(() => jest.restoreAllMocks());

  const modelId = async (name: string) =>
    (await litemaas.as(LUCAS).listModels({ name })).items[0].id;
  const ask = async (name = 'claude-sonnet') =>
    litemaas.as(LUCAS).subscribe({
      modelId: await modelId(name),
      reason: 'For the fraud model',
    });
  /** What the process does after the commits of `work` is never done: as if it was killed there. */
  const dyingAfterCommit = async <T>(work: () => Promise<T>): Promise<T> => {
    const send = jest.spyOn(Notifier.prototype, 'send').mockResolvedValue();
    try {
      return await work();
    } finally {
      send.mockRestore();
    }
  };
  const titles = () => litemaas.notifications.map(one => one.payload.title);

  it('is told later, once, after a crash between the commit and the sending', async () => {
    const { id } = await dyingAfterCommit(() => ask());
    expect(litemaas.notifications).toEqual([]);

    await litemaas.notify();
    await litemaas.notify();
    expect(litemaas.notifications).toMatchObject([
      {
        recipients: { entityRef: [ANA, BEN] },
        payload: {
          scope: `litemaas:subscription-requested:${id}`,
          title: 'Lucas Meyer asks for claude-sonnet',
        },
      },
    ]);
  });

  it('is told later, once, after a crash while it was being sent', async () => {
    const { id } = await dyingAfterCommit(() => ask());
    let end = () => {};
    const killed = new Promise<void>(resolve => {
      end = resolve;
    });
    const dying = another(() => killed);
    dying.register({ 'subscription-requested': async () => NEWS });
    const sending = dying.send();
    await until(async () => {
      const [{ due_at, updated_at }] = await litemaas.db('notices');
      return Number(due_at) > Number(updated_at);
    });
    await litemaas.notify();
    expect(titles()).toEqual([]);

    litemaas.advance(MINUTE);
    await litemaas.notify();
    await litemaas.notify();
    expect(litemaas.notifications).toHaveLength(1);
    expect(litemaas.notifications[0].payload.scope).toContain(id);
    end();
    await sending;
  });

  it('is told later, once, when notifications were down; what was asked for stands all the same', async () => {
    litemaas.setNotificationsDown(true);
    const [first, second] = [await ask(), await ask('llama-3.3-70b')];
    expect([first.status, second.status]).toEqual(['requested', 'requested']);
    for (let minutes = 0; minutes < 30; minutes += 5) {
      await litemaas.notify();
      litemaas.advance(5 * MINUTE);
    }
    const waiting = await litemaas.db('notices').orderBy('scope');
    expect(waiting).toHaveLength(2);
    for (const { attempts } of waiting) {
      expect(attempts).toBeGreaterThan(1);
      expect(attempts).toBeLessThan(6);
    }

    litemaas.setNotificationsDown(false);
    litemaas.advance(10 * MINUTE);
    await litemaas.notify();
    await litemaas.notify();
    expect(titles().sort()).toEqual([
      'Lucas Meyer asks for claude-sonnet',
      'Lucas Meyer asks for llama-3.3-70b',
    ]);
    expect(await litemaas.db('notices')).toEqual([]);
  });

  it('is not told any more when it is no longer so', async () => {
    const { id } = await dyingAfterCommit(() => ask());
    await litemaas.as(LUCAS).endSubscription(id, {});
    await litemaas.notify();
    expect(litemaas.notifications).toEqual([]);
    expect(await litemaas.db('notices')).toEqual([]);
  });

  it('is told that a key works when the answer that said so got lost', async () => {
    const saw = jest
      .spyOn(KeyNotices.prototype, 'sawItWork')
      .mockRejectedValue(new Error('killed'));
    await expect(
      litemaas.as(LUCAS).createKey({
        name: 'Batch jobs',
        modelIds: [await modelId('gpt-4o-mini')],
        subscribe: {},
      }),
    ).rejects.toThrow();
    saw.mockRestore();
    litemaas.advance(MINUTE);
    await litemaas.notify();
    await litemaas.notify();
    expect(titles()).toEqual(['Your key Batch jobs works now']);
  });

  it('is given up after three days, with a line in the log', async () => {
    litemaas.setNotificationsDown(true);
    const { id } = await ask();
    await litemaas.notify();
    litemaas.advance(3 * DAY);
    await litemaas.notify();
    expect(await litemaas.db('notices')).toEqual([]);
    expect(
      litemaas.logs.filter(line => line.startsWith('Gave up notifying')),
    ).toEqual([expect.stringContaining(id)]);
  });

  it('is sent by one of two replicas', async () => {
    const sent: (string | undefined)[] = [];
    const replicas = [1, 2].map(() =>
      another(async ({ payload }) => {
        sent.push(payload.scope);
      }),
    );
    for (const replica of replicas) {
      replica.register({ news: async () => NEWS });
    }
    const due = new Date(litemaas.clock.now().getTime() + 1);
    await inTransaction(litemaas.db, async tx => {
      for (let count = 0; count < 40; count++) {
        await replicas[0].tell(tx, { kind: 'news', subjectId: newId(), due });
      }
    });
    litemaas.advance(1);
    await Promise.all(replicas.map(replica => replica.send()));
    expect(sent).toHaveLength(40);
    expect(new Set(sent).size).toBe(40);
  });

  /** The same in another process. */
  function another(send: (one: NotificationSendOptions) => Promise<void>) {
    const { db, clock } = litemaas;
    const logger = mockServices.logger.mock();
    return new Notifier({ db, clock, logger, notifications: { send } });
  }
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await isSo()) {
      return;
    }
    await new Promise(resolve => setImmediate(resolve));
  }
  throw new Error('It did not come about');
}
