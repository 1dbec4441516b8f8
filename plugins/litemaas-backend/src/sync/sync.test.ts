import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { inTransaction, newId } from '../platform/database';
import { TestClock } from '../testing/clock';
import {
  databaseIds,
  emptyTables,
  migratedDatabase,
} from '../testing/databases';
import {
  NeedsPerson,
  type CanonicalState,
  type SyncRef,
} from './ExternalResource';
import { SyncJanitor } from './SyncJanitor';
import { SyncOutcomes } from './SyncOutcomes';
import { SyncQueue } from './SyncQueue';
import { CLAIM_MS, SyncStore } from './SyncStore';
import { SyncWorker } from './SyncWorker';
import { gatewayError, Things } from '../testing/things';

const never = new AbortController().signal;

describe.each(databaseIds)('sync on %s', databaseId => {
  let db: Knex;
  let clock: TestClock;
  let store: SyncStore;
  let things: Things;
  let parents: Things;
  let worker: SyncWorker;
  let queue: SyncQueue;
  let isReady: boolean;
  let version: string;

  const newWorker = () => {
    const made = new SyncWorker({
      db,
      clock,
      logger: mockServices.logger.mock(),
      store,
      outcomes: new SyncOutcomes({ db, clock, onEnd: () => undefined }),
      gateway: { isReady: async () => isReady, version: () => version },
    });
    made.register(things, parents);
    return made;
  };

  beforeAll(async () => {
    db = await migratedDatabase(databaseId);
  });

  beforeEach(async () => {
    await emptyTables(db);
    clock = new TestClock();
    store = new SyncStore({ db, clock });
    things = new Things('thing');
    parents = new Things('parent');
    isReady = true;
    version = '1';
    worker = newWorker();
    queue = new SyncQueue({ clock, worker, deadlineMs: 50 });
  });

  const ref = (localId = newId(), kind = 'thing'): SyncRef => ({
    gatewayId: 'default',
    kind,
    localId,
  });

  /** As a feature does it: the wish and its request in one go. */
  const want = async (at: SyncRef, state: CanonicalState | 'gone') => {
    (at.kind === 'thing' ? things : parents).wishes.set(
      at.localId,
      state === 'gone'
        ? { presence: 'absent' }
        : { presence: 'present', state },
    );
    await inTransaction(db, tx => queue.request(tx, at));
  };

  const newJanitor = () =>
    new SyncJanitor({ store, clock, logger: mockServices.logger.mock() });

  const row = async (at: SyncRef) => {
    const found = await db('sync_objects')
      .where('local_id', at.localId)
      .first();
    return {
      state: found.state,
      attempts: found.attempts,
      code: found.error_code,
      message: found.error_message,
      base: found.base && JSON.parse(found.base),
      isDue: found.next_attempt_at !== null,
      pauseMs:
        found.next_attempt_at === null
          ? null
          : new Date(found.next_attempt_at).getTime() - clock.now().getTime(),
      isClaimed: found.claimed_by !== null,
    };
  };

  const operations = (at: SyncRef) =>
    db('sync_operations')
      .where('local_id', at.localId)
      .orderBy('id')
      .select('operation', 'outcome', 'reason', 'error_code');

  it('creates what is not there and believes a read, not the answer to the write', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    await worker.drain(never);
    expect(things.calls).toEqual(['observe', 'create', 'observe']);
    expect(things.confirmedIds).toEqual([one.localId]);
    expect(await row(one)).toMatchObject({
      state: 'in_sync',
      base: { limit: 5 },
      isDue: false,
      isClaimed: false,
    });
    expect(await operations(one)).toEqual([
      {
        operation: 'create',
        outcome: 'done',
        reason: 'not there yet',
        error_code: null,
      },
    ]);
  });

  it('does not create a second one after a crash between the call and its record', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    // The process dies after LiteLLM made it: nothing of that is in our rows but the claim.
    await store.claimDue(10);
    things.remote.set(one.localId, { limit: 5 });
    clock.advance(CLAIM_MS);
    await newJanitor().run();
    await worker.drain(never);
    expect(things.calls).toEqual(['observe']);
    expect((await row(one)).state).toBe('in_sync');
  });

  it('sends changed fields only', async () => {
    const one = ref();
    await want(one, { limit: 5, models: ['a'], blocked: false });
    await worker.drain(never);
    await want(one, { limit: 5, models: ['a', 'b'], blocked: false });
    await worker.drain(never);
    expect(things.calls.slice(3)).toEqual([
      'observe',
      'update models',
      'observe',
    ]);
  });

  it('puts back what the gateway changed', async () => {
    const one = ref();
    await want(one, { limit: 5, blocked: true });
    await worker.drain(never);
    things.remote.set(one.localId, { limit: 5, blocked: false });
    await want(one, { limit: 5, blocked: true });
    await worker.drain(never);
    expect(things.remote.get(one.localId)).toEqual({ limit: 5, blocked: true });
    expect(await operations(one)).toContainEqual(
      expect.objectContaining({
        operation: 'update',
        reason: 'blocked: the gateway changed it: ours is put back',
      }),
    );
  });

  it('takes over what the gateway may decide, but never a security field', async () => {
    const pulled: CanonicalState[] = [];
    things.conflicts = {
      strategyOf: () => 'litellm-wins',
      async pull(_, at, values) {
        pulled.push(values);
        things.wishes.set(at.localId, {
          presence: 'present',
          state: { limit: 9, blocked: true },
        });
      },
    };
    const one = ref();
    await want(one, { limit: 5, blocked: true });
    await worker.drain(never);
    things.remote.set(one.localId, { limit: 9, blocked: false });
    await want(one, { limit: 5, blocked: true });
    await worker.drain(never);
    expect(pulled).toEqual([{ limit: 9 }]);
    expect(things.remote.get(one.localId)).toEqual({ limit: 9, blocked: true });
    expect((await row(one)).state).toBe('in_sync');
  });

  it('takes a deletion of what is gone for a success', async () => {
    const one = ref();
    await want(one, 'gone');
    await worker.drain(never);
    expect(things.calls).toEqual(['observe']);
    expect((await row(one)).state).toBe('in_sync');
  });

  it('leaves alone what bears the mark of somebody else', async () => {
    const one = ref();
    things.foreign.add(one.localId);
    await want(one, 'gone');
    await worker.drain(never);
    expect(things.calls).toEqual(['observe']);
    expect(await row(one)).toMatchObject({
      state: 'parked',
      code: 'foreign',
      isDue: false,
    });
  });

  it('does not lose a change of intent that comes during a reconcile', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    things.before = async verb => {
      if (verb === 'create') {
        things.before = () => undefined;
        await want(one, { limit: 6 });
        // What was read before the change is what this run goes by.
        things.wishes.set(one.localId, {
          presence: 'present',
          state: { limit: 5 },
        });
      }
    };
    await worker.run(one);
    expect(await row(one)).toMatchObject({
      state: 'pending',
      isDue: true,
      isClaimed: false,
    });
    things.wishes.set(one.localId, {
      presence: 'present',
      state: { limit: 6 },
    });
    await worker.drain(never);
    expect(things.remote.get(one.localId)).toEqual({ limit: 6 });
    expect((await row(one)).state).toBe('in_sync');
  });

  it('does not clear a later look that was asked for during a reconcile', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    const later = new Date(clock.now().getTime() + 60_000);
    things.before = async verb => {
      if (verb === 'create') {
        await inTransaction(db, tx => queue.recheckLater(tx, one, later));
      }
    };
    await worker.drain(never);
    expect((await row(one)).pauseMs).toBe(60_000);
  });

  it('gives each reference to one worker at a time', async () => {
    const refs = Array.from({ length: 60 }, () => ref());
    for (const one of refs) {
      await want(one, { limit: 1 });
    }
    const inside = new Set<string>();
    things.before = async (_, { localId }) => {
      expect(inside.has(localId)).toBe(false);
      inside.add(localId);
      await new Promise(setImmediate);
      inside.delete(localId);
    };
    const others = [newWorker(), newWorker()];
    await Promise.all([worker, ...others].map(one => one.drain(never)));
    expect(things.calls.filter(call => call === 'create')).toHaveLength(60);
    const [{ count }] = await db('sync_objects')
      .where('state', 'in_sync')
      .count({ count: '*' });
    expect(Number(count)).toBe(60);
  });

  it('forgets what it did 90 days later, and nothing sooner', async () => {
    const DAY = 24 * 60 * 60_000;
    const [old, recent] = [ref(), ref()];
    await want(old, { limit: 5 });
    await worker.drain(never);
    clock.advance(DAY);
    await want(recent, { limit: 5 });
    await worker.drain(never);
    clock.advance(89 * DAY);
    await newJanitor().eraseOld();
    expect(await operations(old)).toHaveLength(1);
    clock.advance(1);
    await newJanitor().eraseOld();
    expect(await operations(old)).toEqual([]);
    expect(await operations(recent)).toHaveLength(1);
    expect((await row(old)).state).toBe('in_sync');
  });

  it('writes nothing under a claim that lapsed and was taken over', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    const janitor = newJanitor();
    things.before = async verb => {
      if (verb === 'create') {
        clock.advance(CLAIM_MS);
        await janitor.run();
        await store.claim(one);
      }
    };
    await worker.drain(never);
    expect(things.confirmedIds).toEqual([]);
    expect(await row(one)).toMatchObject({ state: 'pending', isClaimed: true });
    expect(await operations(one)).toEqual([]);
  });

  it.each([
    'unreachable',
    'timeout',
    'database',
    'server',
    'unauthorized',
  ] as const)('tries again, each time later, after "%s"', async kind => {
    const one = ref();
    await want(one, { limit: 5 });
    things.before = () => {
      throw gatewayError(kind);
    };
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt++) {
      await worker.drain(never);
      const { state, attempts, code, pauseMs } = await row(one);
      expect({ state, attempts, code }).toEqual({
        state: 'pending',
        attempts: attempt,
        code: kind,
      });
      pauses.push(pauseMs ?? 0);
      clock.advance(pauseMs ?? 0);
    }
    const longest = ['unreachable', 'timeout'].includes(kind) ? 10_000 : 60_000;
    expect(pauses[0]).toBeLessThanOrEqual(1_000);
    expect(pauses[3]).toBeGreaterThanOrEqual(4_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(longest);
    things.before = () => undefined;
    await worker.drain(never);
    expect(await row(one)).toMatchObject({
      state: 'in_sync',
      attempts: 0,
      code: null,
    });
  });

  it.each(['invalid', 'forbidden'] as const)(
    'parks what the gateway refuses as "%s" five times, until the intent changes',
    async kind => {
      const one = ref();
      await want(one, { limit: 5 });
      things.before = verb => {
        if (verb === 'create') {
          throw gatewayError(kind);
        }
      };
      for (let attempt = 1; attempt <= 5; attempt++) {
        expect((await row(one)).state).toBe('pending');
        await worker.drain(never);
        clock.advance(60_000);
      }
      expect(await row(one)).toMatchObject({
        state: 'parked',
        code: kind,
        message: expect.stringContaining(`is ${kind}`),
        isDue: false,
      });
      const before = things.calls.length;
      await worker.drain(never);
      expect(things.calls).toHaveLength(before);
      expect(await operations(one)).toContainEqual(
        expect.objectContaining({
          operation: 'create',
          outcome: 'failed',
          error_code: kind,
        }),
      );

      things.before = () => undefined;
      await want(one, { limit: 6 });
      await worker.drain(never);
      expect((await row(one)).state).toBe('in_sync');
    },
  );

  it('parks at once what an adapter leaves to a person', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    things.before = verb => {
      if (verb === 'create') {
        throw new NeedsPerson('value_lost', 'Replace it.');
      }
    };
    await worker.drain(never);
    expect(await row(one)).toMatchObject({
      state: 'parked',
      code: 'value_lost',
      message: 'Replace it.',
    });
  });

  it('does not repeat a push in vain until an input changes', async () => {
    const one = ref();
    await want(one, { limit: 5, title: 'a' });
    await worker.drain(never);
    things.stubborn.add('title');
    const pushes = () =>
      things.calls.filter(call => call === 'update title').length;

    await want(one, { limit: 5, title: 'b' });
    await worker.drain(never);
    expect(await row(one)).toMatchObject({
      state: 'in_sync',
      base: { limit: 5 },
    });
    await want(one, { limit: 5, title: 'b' });
    await worker.drain(never);
    expect(pushes()).toBe(1);

    await want(one, { limit: 5, title: 'c' });
    await worker.drain(never);
    expect(pushes()).toBe(2);

    version = '2';
    things.stubborn.delete('title');
    await want(one, { limit: 5, title: 'c' });
    await worker.drain(never);
    expect(pushes()).toBe(3);
    expect(await row(one)).toMatchObject({ base: { limit: 5, title: 'c' } });
  });

  it('asks a person when the gateway does not take a security field', async () => {
    const one = ref();
    await want(one, { blocked: false });
    await worker.drain(never);
    things.stubborn.add('blocked');
    await want(one, { blocked: true });
    await worker.drain(never);
    expect(await row(one)).toMatchObject({
      state: 'parked',
      code: 'not_applied',
      message:
        'The gateway accepted the change of blocked, but did not make it.',
    });
  });

  it('confirms by a read at the time an adapter names', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    things.recheckAt = new Date(clock.now().getTime() + 3_000);
    await worker.drain(never);
    expect(await row(one)).toMatchObject({
      state: 'pending',
      pauseMs: 3_000,
      base: null,
    });
    expect(things.confirmedIds).toEqual([]);
    await worker.drain(never);
    expect(things.calls).toEqual(['observe', 'create']);
    clock.advance(3_000);
    await worker.drain(never);
    expect(things.calls).toEqual(['observe', 'create', 'observe']);
    expect((await row(one)).state).toBe('in_sync');
  });

  it('does not quarrel for ever in one run with a gateway that changes things back', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    await worker.drain(never);
    things.before = verb => {
      if (verb === 'observe') {
        const limit = things.calls.length * 100;
        things.remote.set(one.localId, { limit });
      }
    };
    await want(one, { limit: 5 });
    await worker.drain(never);
    expect(things.calls.filter(call => call === 'update limit')).toHaveLength(
      3,
    );
    expect(await row(one)).toMatchObject({ state: 'pending', pauseMs: 5_000 });
  });

  it('brings first what a reference depends on', async () => {
    const parent = ref(newId(), 'parent');
    parents.wishes.set(parent.localId, {
      presence: 'present',
      state: { title: 'p' },
    });
    things.dependencies = [parent];
    const [one, two] = [ref(), ref()];
    await want(one, { limit: 1 });
    await want(two, { limit: 2 });
    const order: string[] = [];
    parents.before = verb => void order.push(`parent ${verb}`);
    things.before = verb => void order.push(`thing ${verb}`);
    await worker.drain(never);
    clock.advance(1_000);
    await worker.drain(never);
    expect(order.filter(call => call === 'parent create')).toHaveLength(1);
    expect(order.indexOf('parent create')).toBeLessThan(
      order.indexOf('thing create'),
    );
    expect((await row(one)).state).toBe('in_sync');
    expect((await row(two)).state).toBe('in_sync');
  });

  it('waits while what it depends on cannot be brought', async () => {
    const parent = ref(newId(), 'parent');
    parents.wishes.set(parent.localId, {
      presence: 'present',
      state: { title: 'p' },
    });
    parents.before = () => {
      throw gatewayError('server');
    };
    things.dependencies = [parent];
    const one = ref();
    await want(one, { limit: 1 });
    await worker.drain(never);
    expect(things.calls).toEqual([]);
    expect(await row(one)).toMatchObject({
      state: 'pending',
      code: 'waits',
      message: 'Waits for its parent at the gateway.',
    });
  });

  it('claims nothing while the gateway is away, and wastes no attempt', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    isReady = false;
    await worker.drain(never);
    await queue.runNow(one);
    expect(things.calls).toEqual([]);
    expect(await row(one)).toMatchObject({
      attempts: 0,
      pauseMs: 0,
      isClaimed: false,
    });
    isReady = true;
    await worker.drain(never);
    expect((await row(one)).state).toBe('in_sync');
  });

  it('answers after a short while when the gateway hangs, and goes on behind', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    let goOn = () => {};
    things.before = () => new Promise(resolve => (goOn = resolve));
    await queue.runNow(one);
    expect(await row(one)).toMatchObject({ state: 'pending', isClaimed: true });
    things.before = () => undefined;
    goOn();
    await worker.stop();
    expect(things.confirmedIds).toEqual([one.localId]);
  });

  it('never throws at who asked for it at once', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    things.before = () => {
      throw new Error('a mistake of ours');
    };
    await queue.runNow(one);
    expect(await row(one)).toMatchObject({
      state: 'pending',
      code: 'internal',
      message: 'An error inside the portal; its log says more.',
    });
  });

  it('writes no intent when the change it belongs to fails', async () => {
    const one = ref();
    await expect(
      inTransaction(db, async tx => {
        await queue.request(tx, one);
        throw new Error('refused');
      }),
    ).rejects.toThrow('refused');
    expect(await db('sync_objects')).toEqual([]);
  });

  it('counts what waits, and since when', async () => {
    const one = ref();
    await want(one, { limit: 5 });
    const asked = clock.now();
    things.before = () => {
      throw gatewayError('server');
    };
    clock.advance(1_000);
    await worker.drain(never);
    await want(one, { limit: 6 });
    expect(await store.figures()).toEqual({
      pending: 1,
      parked: 0,
      oldestPendingAt: asked,
      lastSyncAt: null,
    });
    things.before = () => undefined;
    clock.advance(60_000);
    await worker.drain(never);
    expect(await store.figures()).toEqual({
      pending: 0,
      parked: 0,
      oldestPendingAt: null,
      lastSyncAt: clock.now(),
    });
  });
});
