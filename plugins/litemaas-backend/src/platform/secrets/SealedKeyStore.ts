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

interface DbSealedKeyRow {
  key_id: string;
  hash: string;
  ring_key_id: string;
  nonce: string;
  ciphertext: string;
}

const KEEP_MS = 72 * 60 * 60 * 1000;

/**
 * Values of keys on their way to the gateway: sealed in the transaction that creates the key, opened to send it,
 * erased once the gateway was seen to have it.
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

  async seal(tx: Knex.Transaction, key: KeyValue): Promise<void> {
    const now = this.#clock.now();
    await tx('sealed_keys').insert({
      key_id: key.keyId,
      hash: key.hash,
      ...this.#sealed(key),
      erase_at: new Date(now.getTime() + KEEP_MS),
      created_at: now,
      updated_at: now,
    });
  }

  /**
   * The value, for the key that has this hash; `undefined` once it was erased.
   * @throws Error when the ring cannot open it
   */
  async open(
    db: Knex,
    key: { keyId: string; hash: string },
  ): Promise<string | undefined> {
    const row: DbSealedKeyRow | undefined = await db('sealed_keys')
      .where('key_id', key.keyId)
      .where('erase_at', '>', this.#clock.now())
      .first();
    return row && this.#open(row, key.hash);
  }

  async erase(tx: Knex.Transaction, keyId: string): Promise<void> {
    await tx('sealed_keys').where('key_id', keyId).delete();
  }

  /** Erases what was not delivered within 72 hours, and says whose values are lost. */
  async eraseExpired(tx: Knex.Transaction): Promise<string[]> {
    const ids: string[] = await tx('sealed_keys')
      .where('erase_at', '<=', this.#clock.now())
      .pluck('key_id');
    await tx('sealed_keys').whereIn('key_id', ids).delete();
    return ids;
  }

  /** Seals again, with the first key of the ring, what an older one sealed. */
  async reseal(tx: Knex.Transaction): Promise<number> {
    const rows: DbSealedKeyRow[] = await tx('sealed_keys').whereNot(
      'ring_key_id',
      this.#ring.currentId,
    );
    for (const row of rows) {
      const key = { keyId: row.key_id, hash: row.hash };
      await tx('sealed_keys')
        .where('key_id', row.key_id)
        .update({
          ...this.#sealed({ ...key, value: this.#open(row, row.hash) }),
          updated_at: this.#clock.now(),
        });
    }
    return rows.length;
  }

  #sealed(key: KeyValue) {
    const { ringKeyId, nonce, ciphertext } = this.#ring.seal(
      key.value,
      this.#aad(key),
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
      this.#aad({ keyId: row.key_id, hash }),
    );
  }

  /** A sealed value copied to another row, hash or installation does not open there. */
  #aad(key: { keyId: string; hash: string }): string {
    return [this.#installation, key.keyId, key.hash].join('|');
  }
}
