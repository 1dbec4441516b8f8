import type { Knex } from 'knex';
import { TestClock } from '../../testing/clock';
import {
  databaseIds,
  emptyTables,
  migratedDatabase,
} from '../../testing/databases';
import { inTransaction } from '../database';
import { IdempotencyKeys, type RepeatableChange } from './IdempotencyKeys';

const LEASE_MS = 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

describe.each(databaseIds)('idempotency keys on %s', databaseId => {
  let db: Knex;
  let clock: TestClock;
  let keys: IdempotencyKeys;

  beforeAll(async () => {
    db = await migratedDatabase(databaseId);
  });

  beforeEach(async () => {
    await emptyTables(db);
    clock = new TestClock();
    keys = new IdempotencyKeys({ db, clock });
  });

  const change = (over: Partial<RepeatableChange> = {}): RepeatableChange => ({
    principal: 'user:default/ana',
    route: 'POST /keys',
    key: 'k1',
    body: { name: 'one' },
    status: 201,
    forRepeat: answer => ({ ...(answer as object), secret: null }),
    ...over,
  });

  /** A change as features make one: a row in a transaction of its own. */
  const make = (name = 'one') =>
    inTransaction(db, async tx => {
      await tx('settings').insert({
        name,
        value: 'made',
        created_at: clock.now(),
        updated_at: clock.now(),
      });
      return { name, secret: 'sk-canary' };
    });

  const made = () => db('settings').pluck('name');

  it('answers a repeat without doing it again, and without the secret', async () => {
    const first = await keys.run(change(), () => make());
    expect(first).toEqual({
      status: 201,
      answer: { name: 'one', secret: 'sk-canary' },
    });
    const repeat = await keys.run(change(), () => make('two'));
    expect(repeat).toEqual({
      status: 201,
      answer: { name: 'one', secret: null },
    });
    expect(await made()).toEqual(['one']);
    expect(JSON.stringify(await db('idempotency_keys'))).not.toMatch(
      /sk-canary/,
    );
  });

  it.each([
    ['another person', { principal: 'user:default/ben' }],
    ['another route', { route: 'POST /subscriptions' }],
    ['another key', { key: 'k2' }],
  ])('takes %s for another change', async (_, over) => {
    await keys.run(change(), () => make('one'));
    await keys.run(change(over), () => make('two'));
    expect(await made()).toEqual(['one', 'two']);
  });

  it('refuses the same key for another body', async () => {
    await keys.run(change(), () => make());
    await expect(
      keys.run(change({ body: { name: 'two' } }), () => make('two')),
    ).rejects.toMatchObject({ code: 'request.idempotency_mismatch' });
    expect(await made()).toEqual(['one']);
  });

  it('does a change once when it is sent twice at the same time', async () => {
    const outcomes = await Promise.allSettled([
      keys.run(change(), () => make('one')),
      keys.run(change(), () => make('two')),
    ]);
    expect(await made()).toHaveLength(1);
    const refused = outcomes.flatMap(outcome =>
      outcome.status === 'rejected' ? [outcome.reason] : [],
    );
    expect(refused.length).toBeLessThan(2);
    for (const reason of refused) {
      expect(reason).toMatchObject({
        name: 'ConflictError',
        code: 'request.under_way',
        retryAfterSeconds: 2,
      });
    }
  });

  it('gives the key back when the change was refused', async () => {
    await expect(
      keys.run(change(), async () => {
        throw new Error('the name is taken');
      }),
    ).rejects.toThrow('the name is taken');
    await keys.run(change({ body: { name: 'two' } }), () => make('two'));
    expect(await made()).toEqual(['two']);
  });

  it('gives the key back when the transaction rolled back', async () => {
    await expect(
      keys.run(change(), () =>
        inTransaction(db, async () => {
          throw new Error('refused within');
        }),
      ),
    ).rejects.toThrow('refused within');
    expect(await db('idempotency_keys')).toEqual([]);
  });

  it('does after a crash what was not committed', async () => {
    // The process stops here: the work never ends.
    keys.run(change(), () => new Promise(() => {})).catch(() => undefined);
    await expect(
      untilTaken().then(() => keys.run(change(), () => make())),
    ).rejects.toMatchObject({ code: 'request.under_way' });
    clock.advance(LEASE_MS);
    await keys.run(change(), () => make());
    expect(await made()).toEqual(['one']);
  });

  it('does not make a change twice when the first request was only slow', async () => {
    let goOn = () => {};
    const slow = keys.run(change(), async () => {
      await new Promise<void>(resolve => (goOn = resolve));
      return make('slow');
    });
    await untilTaken();
    clock.advance(LEASE_MS);
    await keys.run(change(), () => make('quick'));
    goOn();
    await expect(slow).rejects.toMatchObject({ code: 'request.under_way' });
    expect(await made()).toEqual(['quick']);
    const repeat = await keys.run(change(), () => make('again'));
    expect(repeat.answer).toMatchObject({ name: 'quick' });
  });

  it('says after a crash that a change was made and its answer lost', async () => {
    keys
      .run(change(), async () => {
        await make();
        // Committed; the process stops while it asks the gateway.
        await new Promise(() => {});
      })
      .catch(() => undefined);
    await untilTaken('committed_at');
    clock.advance(LEASE_MS);
    await expect(keys.run(change(), () => make('two'))).rejects.toMatchObject({
      code: 'request.answer_lost',
    });
    expect(await made()).toEqual(['one']);
  });

  it('forgets after a day', async () => {
    await keys.run(change(), () => make('one'));
    clock.advance(DAY_MS);
    await keys.run(change(), () => make('two'));
    expect(await made()).toEqual(['one', 'two']);
    clock.advance(DAY_MS);
    await keys.eraseExpired();
    expect(await db('idempotency_keys')).toEqual([]);
  });

  /** Waits, without time going by, until the first request holds the key. */
  async function untilTaken(column = 'attempt'): Promise<void> {
    for (let look = 0; look < 1_000; look++) {
      if (await db('idempotency_keys').whereNotNull(column).first()) {
        return;
      }
    }
    throw new Error('The first request never took the key');
  }
});
