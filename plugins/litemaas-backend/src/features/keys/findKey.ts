import {
  collect,
  type KeyInfo,
  type LiteLlmClient,
} from '../../platform/litellm';
import type { KeyRecord } from './KeyRecord';

/** A key as the gateway has it: by the hash of its value, or by our alias, where nobody knows the value. */
export async function findKey(
  client: LiteLlmClient,
  { alias, hash, sentAt }: KeyRecord,
  signal: AbortSignal,
): Promise<KeyInfo | undefined> {
  if (hash !== null) {
    return client.keys.get(hash, { signal });
  }
  if (sentAt === null) {
    return undefined;
  }
  const { items, complete } = await collect(
    client.keys.pages({ alias }, { signal }),
  );
  if (items.length === 0 && !complete) {
    throw new Error('The gateway did not list its keys to the end');
  }
  return items[0];
}
