import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A key of the ring: 32 bytes under an id that goes with what it sealed. */
export interface RingKey {
  id: string;
  key: Buffer;
}

/** A sealed text, as it is stored. */
export interface Sealed {
  ringKeyId: string;
  /** 12 random bytes, base64. */
  nonce: string;
  /** Ciphertext and tag, base64. */
  ciphertext: string;
}

const TAG_BYTES = 16;

/**
 * Seals and opens with AES-256-GCM. The first key seals; older ones still open, so that a new one can be put in front
 * and the old one taken away once everything was sealed again.
 */
export class KeyRing {
  readonly #keys: Map<string, Buffer>;
  readonly #current: RingKey;

  constructor(keys: [RingKey, ...RingKey[]]) {
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
    this.#current = keys[0];
  }

  /** Id of the key that seals. */
  get currentId(): string {
    return this.#current.id;
  }

  /** `aad` binds the text to its place: it opens nowhere else. */
  seal(plaintext: string, aad: string): Sealed {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#current.key, nonce);
    cipher.setAAD(Buffer.from(aad));
    const ciphertext = Buffer.concat([
      cipher.update(plaintext, 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return {
      ringKeyId: this.#current.id,
      nonce: nonce.toString('base64'),
      ciphertext: ciphertext.toString('base64'),
    };
  }

  /** @throws Error when the ring lost the key, or the text was altered or belongs elsewhere */
  open(sealed: Sealed, aad: string): string {
    const key = this.#keys.get(sealed.ringKeyId);
    if (!key) {
      throw new Error(
        `litemaas.secrets.ring has no key "${sealed.ringKeyId}" any more: what it sealed cannot be opened`,
      );
    }
    const bytes = Buffer.from(sealed.ciphertext, 'base64');
    const decipher = createDecipheriv(
      'aes-256-gcm',
      key,
      Buffer.from(sealed.nonce, 'base64'),
    );
    decipher.setAAD(Buffer.from(aad));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([
      decipher.update(bytes.subarray(0, -TAG_BYTES)),
      decipher.final(),
    ]).toString('utf8');
  }
}
