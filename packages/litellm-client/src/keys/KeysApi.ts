import { isLiteLlmError } from '../errors';
import type { Call, CallOptions, Http, Refusal } from '../http';
import { readPages, type Page } from '../paging';
import { hashKey, ownHash } from './identity';
import { toBody, type KeyCreate, type KeyPatch } from './requests';
import {
  createdKey,
  keyAnswer,
  keyList,
  keyRow,
  uiSettings,
  type CreatedKey,
  type KeyInfo,
} from './schemas';

/** `/key/list` refuses more. */
const PAGE_SIZE = 100;
const CUSTOM_KEY = /custom api key values are disabled/i;

/**
 * Which keys to list. All are exact.
 *
 * @public
 */
export interface KeyFilter {
  userId?: string;
  teamId?: string;
  alias?: string;
}

/**
 * Keys, by the sha256 of the raw key; see `hashKey`.
 *
 * @public
 */
export class KeysApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Creates a key. LiteLLM's answer echoes the request, so a key that existed
   * already is created "again" with 200 and stays as it was: what was stored
   * tells `get`, and `createdAt` whether it is older than the call.
   *
   * `conflict`: the alias is taken, perhaps by an earlier attempt of this very
   * key. After `conflict` or an unknown outcome ask `get` for the hash.
   * `custom_key_refused`: leave `key` out, the gateway mints one. Of an unknown
   * outcome then only the alias is known: see `pages`.
   */
  async create(key: KeyCreate, options?: CallOptions): Promise<CreatedKey> {
    const call: Call = {
      ...options,
      method: 'POST',
      path: '/key/generate',
      body: { ...toBody(key), key: key.key, key_type: key.type },
      secrets: key.key ? [key.key] : [],
      refusal: ({ status, message }) =>
        status === 403 && CUSTOM_KEY.test(message)
          ? 'custom_key_refused'
          : undefined,
    };
    const created = await this.#http.json(call, createdKey);
    if (key.key !== undefined && created.key !== key.key) {
      throw this.#http.malformed(call, 'answered another key than was sent');
    }
    if (created.hash !== hashKey(created.key)) {
      throw this.#http.malformed(
        call,
        'answered a key and the hash of another',
      );
    }
    return created;
  }

  /**
   * Whether the gateway takes keys that others minted: unless its admin forbids
   * it (`disable_custom_api_keys`), which 1.82.1 does not know.
   */
  async acceptsCustom(options?: CallOptions): Promise<boolean> {
    const { values } = await this.#http.json(
      { ...options, method: 'GET', path: '/get/ui_settings' },
      uiSettings,
    );
    return values.disable_custom_api_keys !== true;
  }

  /** A live key as stored; undefined when there is none, also once it was deleted. */
  async get(hash: string, options?: CallOptions): Promise<KeyInfo | undefined> {
    try {
      return await this.#http.json(
        {
          ...options,
          method: 'GET',
          path: '/key/info',
          query: { key: ownHash(hash) },
        },
        keyAnswer(hash),
      );
    } catch (error) {
      if (isLiteLlmError(error, 'not_found')) return undefined;
      throw error;
    }
  }

  /**
   * Changes a key. Resolves when LiteLLM answered 200, which is no proof for
   * each member: `get` tells what was stored.
   */
  async update(
    hash: string,
    patch: KeyPatch,
    options?: CallOptions,
  ): Promise<void> {
    await this.#http.send({
      ...options,
      method: 'POST',
      path: '/key/update',
      body: { ...toBody(patch), key: ownHash(hash), spend: patch.spend },
      refusal: refusal => missing(hash, refusal),
    });
  }

  /** Deletes a key; one that is not there is deleted already. */
  async delete(hash: string, options?: CallOptions): Promise<void> {
    try {
      await this.#http.send({
        ...options,
        method: 'POST',
        path: '/key/delete',
        body: { keys: [ownHash(hash)] },
      });
    } catch (error) {
      if (!isLiteLlmError(error, 'not_found')) throw error;
    }
  }

  /** Blocks a key: refused at once by the process that answers, by others within 60 s. */
  async block(hash: string, options?: CallOptions): Promise<KeyInfo> {
    return this.#hold('/key/block', hash, options);
  }

  /** Lets a blocked key call again. */
  async unblock(hash: string, options?: CallOptions): Promise<KeyInfo> {
    return this.#hold('/key/unblock', hash, options);
  }

  /** Live keys, oldest first, page by page; see `collect`. */
  pages(
    filter: KeyFilter = {},
    options?: CallOptions,
  ): AsyncGenerator<Page<KeyInfo>> {
    const read = async (page: number) => {
      const { items, ...list } = await this.#http.json(
        {
          ...options,
          method: 'GET',
          path: '/key/list',
          query: {
            page,
            size: PAGE_SIZE,
            return_full_object: true,
            sort_by: 'created_at',
            sort_order: 'asc',
            user_id: filter.userId,
            team_id: filter.teamId,
            key_alias: filter.alias,
          },
        },
        keyList,
      );
      // Versions between the supported ones matched parts of names.
      return { ...list, items: items.filter(key => matches(key, filter)) };
    };
    return readPages(read, key => key.hash);
  }

  async #hold(
    path: string,
    hash: string,
    options?: CallOptions,
  ): Promise<KeyInfo> {
    return this.#http.json(
      {
        ...options,
        method: 'POST',
        path,
        body: { key: ownHash(hash) },
        refusal: refusal => missing(hash, refusal),
      },
      keyRow,
    );
  }
}

function matches(key: KeyInfo, filter: KeyFilter): boolean {
  return (
    (filter.userId === undefined || key.userId === filter.userId) &&
    (filter.teamId === undefined || key.teamId === filter.teamId) &&
    (filter.alias === undefined || key.alias === filter.alias)
  );
}

/**
 * 1.82.1 answers 401 for a key that is not there, as it would for our own
 * credential: the text tells whose hash was not found.
 */
function missing(hash: string, { status, message }: Refusal) {
  const about =
    message.includes(hash) || message.includes('user key does not exist in db');
  return status === 401 && about ? 'not_found' : undefined;
}
