import { useApi } from '@backstage/frontend-plugin-api';
import type {
  CreateKeyRequest,
  IssuedKey,
  Key,
  LitemaasApi,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  describeError,
  litemaasApiRef,
  useRefreshAccess,
} from '@litemaas/backstage-plugin-litemaas-react';
import { useRef, useState } from 'react';

/** How far creating a key has come. Only `issued` holds the key's value, and only the dialog holds `issued`. */
export type Issuing =
  | { phase: 'form'; error?: unknown }
  | { phase: 'sending' }
  | { phase: 'lost'; key: Key; error?: unknown }
  | { phase: 'issued'; key: Key; secret: string; leftOver?: Key };

/**
 * Creates a key for one dialog. The answer never passes through a cache: its value lives in this state and goes with it.
 * When an answer gets lost, the same body goes out under the same idempotency key, so that no second key comes to be;
 * if the key exists by then, its value is gone, and it can only be replaced.
 */
export function useIssueKey() {
  const api = useApi(litemaasApiRef);
  const refresh = useRefreshAccess();
  const [issuing, setIssuing] = useState<Issuing>({ phase: 'form' });
  const idempotencyKeyFor = useIdempotencyKey();

  const settle = ({ key, secret }: IssuedKey, leftOver?: Key) => {
    setIssuing(
      secret === null
        ? { phase: 'lost', key }
        : { phase: 'issued', key, secret, leftOver },
    );
    return refresh();
  };

  return {
    issuing,
    async create(request: CreateKeyRequest) {
      setIssuing({ phase: 'sending' });
      const idempotencyKey = idempotencyKeyFor(request);
      try {
        await settle(await createOnce(api, request, idempotencyKey));
      } catch (error) {
        setIssuing({ phase: 'form', error });
      }
    },
    /** Same settings, new value; the old key stays as it is. */
    async replace(key: Key) {
      setIssuing({ phase: 'sending' });
      const idempotencyKey = idempotencyKeyFor({ replace: key.id });
      try {
        await settle(await api.replaceKey(key.id, {}, { idempotencyKey }));
      } catch (error) {
        setIssuing({ phase: 'form', error });
      }
    },
    /** The same for a key whose value nobody has; that key is revoked. */
    async replaceLost(lost: Key) {
      setIssuing({ phase: 'sending' });
      const idempotencyKey = idempotencyKeyFor({ replace: lost.id });
      try {
        const issued = await api.replaceKey(lost.id, {}, { idempotencyKey });
        const revoked = await api.revokeKey(lost.id, {}).then(
          () => true,
          () => false,
        );
        await settle(issued, revoked ? undefined : lost);
      } catch (error) {
        setIssuing({ phase: 'lost', key: lost, error });
      }
    },
  };
}

/** One word per body: the same body repeated is the same attempt, a corrected one is a new attempt. */
export function useIdempotencyKey(): (body: object) => string {
  const last = useRef<{ body: string; word: string }>();
  return body => {
    const text = JSON.stringify(body);
    if (last.current?.body !== text) {
      last.current = { body: text, word: randomWord() };
    }
    return last.current.word;
  };
}

/** `crypto.randomUUID` is missing where the portal is not served over https. */
function randomWord(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Asks, and asks once more when no answer came: the repeat tells whether the key exists. */
async function createOnce(
  api: LitemaasApi,
  request: CreateKeyRequest,
  idempotencyKey: string,
): Promise<IssuedKey> {
  const attempt = () => api.createKey(request, { idempotencyKey });
  try {
    return await attempt();
  } catch (error) {
    if (describeError(error).kind !== 'unreachable') {
      throw error;
    }
  }
  try {
    return await attempt();
  } catch (error) {
    // The key was made, but the portal itself lost its answer.
    if (describeError(error).code === 'request.answer_lost') {
      const page = await api.listKeys({
        owner: request.ownerRef ?? 'me',
        search: request.name,
      });
      const key = page.items.find(one => one.name === request.name);
      if (key) {
        return { key, secret: null };
      }
    }
    throw error;
  }
}
