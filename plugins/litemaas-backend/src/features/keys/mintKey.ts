import { createHash, randomBytes } from 'node:crypto';

/** A key's value and what we keep of it. */
export interface MintedKey {
  /** The raw key. Given out once, sealed until the gateway has it, kept nowhere else. */
  value: string;
  /** sha256 in hex: LiteLLM's own id of the key. */
  hash: string;
  lastFour: string;
}

/** Makes a new key: `sk-` and 32 random bytes in base64url. */
export function mintKey(): MintedKey {
  const value = `sk-${randomBytes(32).toString('base64url')}`;
  return {
    value,
    hash: hashOf(value),
    lastFour: value.slice(-4),
  };
}

/** What a value is known by. */
export function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
