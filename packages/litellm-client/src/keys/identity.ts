import { createHash, randomBytes } from 'node:crypto';

/**
 * LiteLLM's identifier of a key: the sha256 of the raw key in lower-case hex.
 *
 * @public
 */
export function hashKey(raw: string): string {
  return createHash('sha256').update(raw).digest('hex');
}

/**
 * A new raw key: `sk-` and 32 random bytes in base64url.
 *
 * @public
 */
export function mintKey(): string {
  return `sk-${randomBytes(32).toString('base64url')}`;
}

const HASH = /^[0-9a-f]{64}$/;

/** Whether a text is a key's hash, not something that may be a key. */
export function isKeyHash(text: string): boolean {
  return HASH.test(text);
}

/** Stands before every place a hash goes to: a raw key there would end in a URL or a log. */
export function ownHash(hash: string): string {
  if (!isKeyHash(hash)) {
    throw new TypeError('A key is named by its sha256, in lower-case hex.');
  }
  return hash;
}
