import type { LiteLlmErrorKind } from '../errors';
import type { Refusal } from './refusal';

/**
 * How to reach a gateway.
 *
 * @public
 */
export interface LiteLlmClientOptions {
  /** Base URL, with or without a path, e.g. `https://litellm.example.com`. */
  url: string;
  /** The key of a `proxy_admin` user with the default key type, or the master key. */
  key: string;
  /** Who changes things, for LiteLLM's audit (`litellm-changed-by`, on every write). Default `litemaas`. */
  changedBy?: string;
  /** Until the answer is read whole; for streams, until each next piece. Default 15 000. */
  timeoutMs?: number;
  /** Longest answer read, in bytes after decompression. Default 16 MiB. */
  maxResponseBytes?: number;
  /** Default: the global `fetch`. Must honour `redirect: 'manual'`. */
  fetch?: typeof fetch;
  /** The gateway's version, as `health.version()` tells it. Unknown: what every supported version can do. */
  version?: string;
}

/**
 * What a single call may be given.
 *
 * @public
 */
export interface CallOptions {
  signal?: AbortSignal;
  /** Instead of the client's own. */
  timeoutMs?: number;
}

export type Query = Record<string, string | number | boolean | undefined>;

/** One call, as a resource describes it. */
export interface Call extends CallOptions {
  method: 'GET' | 'POST' | 'PATCH';
  /** Path as sent. */
  path: string;
  /** Path as told in errors, where `path` holds an identifier. */
  route?: string;
  query?: Query;
  body?: unknown;
  /** Raw key to use instead of the client's. */
  key?: string;
  headers?: Record<string, string>;
  /** Further secrets of this call, to be kept out of its errors. */
  secrets?: readonly string[];
  /** What only this route knows about its refusals; undefined leaves it to the general rules. */
  refusal?(refusal: Refusal): LiteLlmErrorKind | undefined;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** Headers have come, the body is still to be read, piece by piece. */
export interface OpenAnswer {
  headers: Headers;
  pieces: AsyncGenerator<string>;
}
