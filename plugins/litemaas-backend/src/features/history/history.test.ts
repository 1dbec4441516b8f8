import type { Knex } from 'knex';
import { inTransaction, newId } from '../../platform/database';
import { TestClock } from '../../testing/clock';
import {
  databaseIds,
  emptyTables,
  migratedDatabase,
} from '../../testing/databases';
import { HistoryService } from './HistoryService';

describe.each(databaseIds)('history on %s', databaseId => {
  let db: Knex;
  let clock: TestClock;
  let history: HistoryService;
  const subjectId = newId();

  beforeAll(async () => {
    db = await migratedDatabase(databaseId);
  });
  beforeEach(async () => {
    await emptyTables(db);
    clock = new TestClock();
    history = new HistoryService({
      db,
      clock,
      announcer: { changed: () => undefined },
      namedRefs: async refs =>
        new Map(
          refs
            .filter(ref => ref !== 'user:default/gone')
            .map(entityRef => [entityRef, { entityRef, title: 'Ana Ruiz' }]),
        ),
    });
  });

  const note = (
    action: string,
    actorRef: string | null,
    more: { reason?: string; subjectId?: string } = {},
  ) =>
    inTransaction(db, tx =>
      history.append(tx, {
        subjectKind: 'key',
        subjectId,
        action,
        actorRef,
        ...more,
      }),
    );

  it("tells a subject's story in order, with names, and nobody else's", async () => {
    await note('created', 'user:default/ana');
    await note('created', 'user:default/ana', { subjectId: newId() });
    clock.advance(60_000);
    await note('blocked', 'user:default/gone', { reason: 'It leaked' });
    await note('expired', null);
    expect(await history.timeline('key', subjectId)).toEqual([
      {
        at: '2026-11-24T12:00:00.000Z',
        actor: { entityRef: 'user:default/ana', title: 'Ana Ruiz' },
        action: 'created',
        reason: null,
      },
      {
        at: '2026-11-24T12:01:00.000Z',
        actor: { entityRef: 'user:default/gone', title: 'user:default/gone' },
        action: 'blocked',
        reason: 'It leaked',
      },
      {
        at: '2026-11-24T12:01:00.000Z',
        actor: null,
        action: 'expired',
        reason: null,
      },
    ]);
    expect(await history.timeline('subscription', subjectId)).toEqual([]);
  });

  it('has no line for a change that was rolled back', async () => {
    await expect(
      inTransaction(db, async tx => {
        await history.append(tx, {
          subjectKind: 'key',
          subjectId,
          action: 'created',
          actorRef: null,
        });
        throw new Error('refused');
      }),
    ).rejects.toThrow('refused');
    expect(await history.timeline('key', subjectId)).toEqual([]);
  });

  it('keeps amounts of money exactly', async () => {
    await inTransaction(db, tx =>
      history.append(tx, {
        subjectKind: 'key',
        subjectId,
        action: 'edited',
        actorRef: null,
        changes: { budgetNanos: { from: null, to: 9_007_199_254_740_993n } },
      }),
    );
    const { changes } = await db('change_log').first();
    expect(JSON.parse(changes)).toEqual({
      budgetNanos: { from: null, to: '9007199254740993' },
    });
  });
});
