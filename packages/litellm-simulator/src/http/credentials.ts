import { createHash } from 'node:crypto';
import type { Request } from 'express';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Management routes take a raw key or its hash. */
export function asToken(keyOrHash: string): string {
  return keyOrHash.startsWith('sk-') ? sha256(keyOrHash) : keyOrHash;
}

export type Credential =
  | { kind: 'none' }
  | { kind: 'malformed' }
  | { kind: 'key'; raw: string };

/** The credential of a request; several headers are accepted (litellm-observed 1.2). */
export function credentialOf(request: Request): Credential {
  const authorization = request.headers.authorization;
  if (authorization) {
    const match = /^bearer\s+(.*)$/i.exec(authorization);
    return match ? asCredential(match[1]) : { kind: 'malformed' };
  }
  for (const name of ['x-api-key', 'x-litellm-api-key', 'api-key']) {
    const value = request.headers[name];
    if (typeof value === 'string') {
      return asCredential(value.replace(/^bearer\s+/i, ''));
    }
  }
  return { kind: 'none' };
}

function asCredential(raw: string): Credential {
  const trimmed = raw.trim();
  return trimmed ? { kind: 'key', raw: trimmed } : { kind: 'none' };
}

/** `sk-...` and the last four characters. */
export function keyName(raw: string): string {
  return `sk-...${raw.slice(-4)}`;
}

/** `abcd****mnop`, as LiteLLM hides a credential it does not understand. */
export function masked(raw: string): string {
  return raw.length <= 8 ? '****' : `${raw.slice(0, 4)}****${raw.slice(-4)}`;
}
