import type { Knex } from 'knex';
import type { Clock } from '../clock';
import type { KeyRing } from './KeyRing';

/** A key's value and what it is bound to. */
export interface KeyValue {
  keyId: string;
  /** sha256 of the value. */
  hash: string;
  value: string;
}

/** For whom a value is sealed: the gateway that is to have it, or the person who may see it once. */
export type Recipient = 'gateway' | 'person';

interface DbSealedKeyRow {
  key_id: string;
  recipient: Recipient;
  hash: string;
  ring_key_id: string;
  nonce: string;
  ciphertext: string;
}

const HOUR_MS = 60 * 60 * 1000;

const KEEP_MS: Record<Recipient, number> = {
  gateway: 72 * HOUR_MS,
  person: HOUR_MS,
};

/**
 * Values of keys on their way: sealed in the transaction that creates the key. The one for the gateway is opened to send
 * it and erased once the gateway was seen to have it; the one for a person is taken once.
 */
export class SealedKeyStore {
  readonly #ring: KeyRing;
  readonly #clock: Clock;
  readonly #installation: string;

  constructor(options: { ring: KeyRing; clock: Clock; installation: string }) {
    this.#ring = options.ring;
    this.#clock = options.clock;
    this.#installation = options.installation;
  }

  /** Answers until when it is kept. */
  async seal(
    tx: Knex.Transaction,
    key: KeyValue,
    recipient: Recipient = 'gateway',
  ): Promise<Date> {
    const now = this.#clock.now();
    const eraseAt = new Date(now.getTime() + KEEP_MS[recipient]);
    await tx('sealed_keys').insert({
      key_id: key.keyId,
      recipient,
      hash: key.hash,
      ...this.#sealed(key, recipient),
      erase_at: eraseAt,
      created_at: now,
      updated_at: now,
    });
    return eraseAt;
  }

  /**
   * The value, for the key that has this hash; `undefined` once it was erased.
   * @throws Error when the ring cannot open it
   */
  async open(
    db: Knex,
    key: { keyId: string; hash: string },
    recipient: Recipient = 'gateway',
  ): Promise<string | undefined> {
    const row: DbSealedKeyRow | undefined = await db('sealed_keys')
      .where({ key_id: key.keyId, recipient })
      .where('erase_at', '>', this.#clock.now())
      .first();
    return row && this.#open(row, key.hash);
  }

  /** Whether a value is there to be opened. */
  async has(db: Knex, keyId: string, recipient: Recipient): Promise<boolean> {
    const row = await db('sealed_keys')
      .where({ key_id: keyId, recipient })
      .where('erase_at', '>', this.#clock.now())
      .first('key_id');
    return row !== undefined;
  }

  /**
   * Erases a key's value, for one recipient or for all. Of two at once one erases: the other, which waits for it, is
   * answered false.
   */
  async erase(
    tx: Knex.Transaction,
    keyId: string,
    recipient?: Recipient,
  ): Promise<boolean> {
    const erased = await tx('sealed_keys')
      .where({ key_id: keyId, ...(recipient && { recipient }) })
      .delete();
    return erased > 0;
  }

  /** Erases what nobody took in time, and says of which keys. */
  async eraseExpired(
    tx: Knex.Transaction,
    recipient: Recipient,
  ): Promise<string[]> {
    const ids: string[] = await tx('sealed_keys')
      .where({ recipient })
      .where('erase_at', '<=', this.#clock.now())
      .pluck('key_id');
    await tx('sealed_keys')
      .where({ recipient })
      .whereIn('key_id', ids)
      .delete();
    return ids;
  }

  /** Seals again, with the first key of the ring, what an older one sealed. */
  async reseal(tx: Knex.Transaction): Promise<number> {
    const rows: DbSealedKeyRow[] = await tx('sealed_keys').whereNot(
      'ring_key_id',
      this.#ring.currentId,
    );
    for (const row of rows) {
      const { key_id: keyId, hash, recipient } = row;
      const value = this.#open(row, hash);
      await tx('sealed_keys')
        .where({ key_id: keyId, recipient })
        .update({
          ...this.#sealed({ keyId, hash, value }, recipient),
          updated_at: this.#clock.now(),
        });
    }
    return rows.length;
  }

  #sealed(key: KeyValue, recipient: Recipient) {
    const { ringKeyId, nonce, ciphertext } = this.#ring.seal(
      key.value,
      this.#aad(key, recipient),
    );
    return { ring_key_id: ringKeyId, nonce, ciphertext };
  }

  #open(row: DbSealedKeyRow, hash: string): string {
    return this.#ring.open(
      {
        ringKeyId: row.ring_key_id,
        nonce: row.nonce,
        ciphertext: row.ciphertext,
      },
      this.#aad({ keyId: row.key_id, hash }, row.recipient),
    );
  }

  /** A sealed value copied to another row, hash, recipient or installation does not open there. */
  #aad(key: { keyId: string; hash: string }, recipient: Recipient): string {
    return [this.#installation, key.keyId, key.hash, recipient].join('|');
  }
}
