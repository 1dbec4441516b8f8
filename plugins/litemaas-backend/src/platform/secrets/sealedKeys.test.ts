import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { TestClock } from '../../testing/clock';
import {
  databaseIds,
  emptyTables,
  migratedDatabase,
} from '../../testing/databases';
import { inTransaction, newId } from '../database';
import { KeyRing, type RingKey } from './KeyRing';
import { SealedKeyStore } from './SealedKeyStore';

const ringKey = (id: string): RingKey => ({ id, key: randomBytes(32) });

describe.each(databaseIds)('sealed keys on %s', databaseId => {
  let db: Knex;
  const clock = new TestClock();
  const old = ringKey('old');
  const store = (...keys: [RingKey, ...RingKey[]]) =>
    new SealedKeyStore({
      ring: new KeyRing(keys),
      clock,
      installation: 'abcdefghij',
    });

  beforeAll(async () => {
    db = await migratedDatabase(databaseId);
  });
  beforeEach(() => emptyTables(db));

  const seal = async () => {
    const key = { keyId: newId(), hash: 'a'.repeat(64), value: 'sk-canary' };
    await inTransaction(db, tx => store(old).seal(tx, key));
    return key;
  };

  it('opens what it sealed, and keeps nothing in clear', async () => {
    const key = await seal();
    expect(await store(old).open(db, key)).toBe('sk-canary');
    const stored = JSON.stringify(await db('sealed_keys'));
    expect(stored).not.toContain('sk-canary');
    expect(stored).not.toContain(Buffer.from('sk-canary').toString('base64'));
  });

  it('never seals alike', async () => {
    await seal();
    await seal();
    const rows = await db('sealed_keys').select('nonce', 'ciphertext');
    expect(rows[0].nonce).not.toBe(rows[1].nonce);
    expect(rows[0].ciphertext).not.toBe(rows[1].ciphertext);
  });

  it('does not open in another row, for another hash, or at another installation', async () => {
    const key = await seal();
    const elsewhere = new SealedKeyStore({
      ring: new KeyRing([old]),
      clock,
      installation: 'zzzzzzzzzz',
    });
    await expect(elsewhere.open(db, key)).rejects.toThrow();
    await expect(
      store(old).open(db, { ...key, hash: 'b'.repeat(64) }),
    ).rejects.toThrow();
    const otherRow = newId();
    await db('sealed_keys').update({ key_id: otherRow });
    await expect(
      store(old).open(db, { ...key, keyId: otherRow }),
    ).rejects.toThrow();
  });

  it('does not open what was altered', async () => {
    const key = await seal();
    const row = await db('sealed_keys').first();
    const bytes = Buffer.from(row.ciphertext, 'base64');
    bytes[0] ^= 1;
    await db('sealed_keys').update({ ciphertext: bytes.toString('base64') });
    await expect(store(old).open(db, key)).rejects.toThrow();
  });

  it('seals again with the first key of the ring, after which the old one may go', async () => {
    const key = await seal();
    const fresh = ringKey('new');
    await expect(store(fresh).open(db, key)).rejects.toThrow(
      'litemaas.secrets.ring has no key "old" any more',
    );
    const both = store(fresh, old);
    expect(await inTransaction(db, tx => both.reseal(tx))).toBe(1);
    expect(await inTransaction(db, tx => both.reseal(tx))).toBe(0);
    expect(await store(fresh).open(db, key)).toBe('sk-canary');
  });

  it('erases on request, and what nobody took within 72 hours', async () => {
    const [one, two] = [await seal(), await seal()];
    await inTransaction(db, tx => store(old).erase(tx, one.keyId));
    expect(await store(old).open(db, one)).toBeUndefined();
    clock.advance(72 * 60 * 60 * 1000);
    expect(await store(old).open(db, two)).toBeUndefined();
    const lost = await inTransaction(db, tx =>
      store(old).eraseExpired(tx, 'gateway'),
    );
    expect(lost).toEqual([two.keyId]);
    expect(await db('sealed_keys')).toEqual([]);
  });
});
