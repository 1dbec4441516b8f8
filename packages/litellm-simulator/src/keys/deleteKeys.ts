import { z } from 'zod';
import { isAdmin, MASTER_TOKEN, type Caller } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { asToken } from '../http/credentials';
import { wrappedError } from '../http/errors';
import { bodyError, check, optionalNames } from '../http/validation';
import type { KeyRow } from '../store/rows';
import { roundTrip } from '../store/roundTrip';

const deleteRequest = z.object({
  keys: optionalNames,
  key_aliases: optionalNames,
});

/** Echoes all that was sent if at least one of them existed. */
export async function deleteKeys(
  gateway: Gateway,
  body: unknown,
  caller: Caller,
): Promise<{ deleted_keys: string[] }> {
  const { keys, key_aliases: aliases } = check(deleteRequest, body);
  if (!keys?.length && !aliases?.length) {
    throw bodyError(
      "At least one of 'keys' or 'key_aliases' must be provided.",
      body,
    );
  }
  const tokens = new Set(keys?.map(asToken));
  const found = [...gateway.store.keys.values()].filter(
    row =>
      tokens.has(row.token) ||
      (row.key_alias !== null && aliases?.includes(row.key_alias)),
  );
  if (found.length === 0) {
    throw wrappedError(404, 'No keys found');
  }
  if (!isAdmin(caller) && found.some(row => row.user_id !== caller.userId)) {
    throw wrappedError(403, 'You are not authorized to delete this key');
  }
  // three deletes at once all find the key, and archive it three times
  await roundTrip(gateway);
  found.forEach(row => archive(gateway, row, caller));
  return { deleted_keys: keys?.length ? keys : aliases ?? [] };
}

/** Moves a key to the archive and forgets it. */
export function archive(gateway: Gateway, row: KeyRow, caller: Caller): void {
  const { cache, clock, profile, random, store } = gateway;
  store.deletedKeys.push({
    ...structuredClone(row),
    id: random.uuid(),
    deleted_by_api_key:
      caller.kind === 'master' && profile.newer ? MASTER_TOKEN : caller.token,
    deleted_at: clock.now(),
    deleted_by: caller.userId,
  });
  store.keys.delete(row.token);
  cache.evict('key', row.token);
  store.touch();
}
