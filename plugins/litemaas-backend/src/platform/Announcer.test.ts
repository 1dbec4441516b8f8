import { mockServices } from '@backstage/backend-test-utils';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { Knex } from 'knex';
import { databaseIds, emptyDatabase } from '../testing/databases';
import { Announcer } from './Announcer';
import { inTransaction } from './database';

type Signal = Parameters<SignalsService['publish']>[0];

function start(publish: (signal: Signal) => Promise<void> = async () => {}) {
  const told: Signal[] = [];
  const announcer = new Announcer({
    signals: {
      publish: async signal => {
        told.push(signal);
        await publish(signal);
      },
    },
    logger: mockServices.logger.mock(),
  });
  return { announcer, told };
}

describe('by the clock', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('tells of a change at once, and of hundreds more once a second, each kind once', async () => {
    const { announcer, told } = start();
    const kinds = () =>
      told.map(({ message }) => [...(message.changed as string[])].sort());
    announcer.changed('keys');
    announcer.changed('subscriptions');
    await jest.advanceTimersByTimeAsync(100);
    expect(kinds()).toEqual([['keys', 'subscriptions']]);

    for (let count = 0; count < 900; count++) {
      announcer.changed(count % 2 === 0 ? 'usage' : 'keys');
      await jest.advanceTimersByTimeAsync(3);
    }
    await jest.advanceTimersByTimeAsync(10_000);
    expect(kinds().slice(1)).toEqual(Array(3).fill(['keys', 'usage']));
  });

  it('goes on after a message that could not be sent', async () => {
    const { announcer, told } = start(async () => {
      throw new Error('Service is shutting down');
    });
    announcer.changed('keys');
    await jest.advanceTimersByTimeAsync(1_000);
    announcer.changed('models');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(told).toHaveLength(2);
  });
});

describe.each(databaseIds)('in a transaction on %s', databaseId => {
  let db: Knex;

  beforeAll(async () => {
    db = await emptyDatabase(databaseId);
  });

  it('tells after the commit, and never of what was rolled back', async () => {
    const told: unknown[] = [];
    let hear: () => void = () => {};
    const next = () => new Promise<void>(resolve => (hear = resolve));
    const { announcer } = start(async ({ message }) => {
      told.push(message.changed);
      hear();
    });
    await expect(
      inTransaction(db, async tx => {
        announcer.changed('keys', tx);
        throw new Error('refused');
      }),
    ).rejects.toThrow('refused');
    await inTransaction(db, async tx => {
      announcer.changed('models', tx);
      // What else changes meanwhile is told, and nothing along with it.
      announcer.changed('usage');
      await next();
      expect(told).toEqual([['usage']]);
    });
    await next();
    expect(told).toEqual([['usage'], ['models']]);
  });
});
