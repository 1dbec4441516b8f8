import {
  createLiteLlmClient,
  hashKey,
  mintKey,
  type KeyCreate,
  type LiteLlmErrorKind,
  isLiteLlmError,
} from '../src';
import { fromEnvironment } from './facts';
import { sharedModels } from './models';

const facts = fromEnvironment();
const made = sharedModels(facts.prefix);

export const { url, masterKey, version, prefix } = facts;

/** What was seen on 1.82.1 holds; else what was seen on 1.108.2. */
export const old = Number(version.split('.')[1]) < 108;

/** The value for this version: `[1.82.1, 1.108.2]`. */
export function by<T>(before: T, since: T): T {
  return old ? before : since;
}

export const client = createLiteLlmClient({
  url,
  key: masterKey,
  version,
  timeoutMs: 30_000,
});

/** Public names of the shared models. */
export const models = {
  small: made.small.name,
  other: made.other.name,
  expensive: made.expensive.name,
  free: made.free.name,
  perImage: made.perImage.name,
  unpriced: made.unpriced.name,
  broken: made.broken.name,
  embedding: made.embedding.name,
};

/** The deployment behind a shared model. */
export const deploymentOf = (word: keyof typeof models) => made[word].id;

/** A name for something that a case makes: the sweep finds it by its beginning. */
export function nameOf(word: string): string {
  return `${prefix}${word}-${Math.random().toString(36).slice(2, 8)}`;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  body: unknown;
}

/** A call as LiteLLM takes it, for what the client would never send or would not tell. */
export async function send(
  method: string,
  path: string,
  body?: unknown,
  key: string | null = masterKey,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(key === null ? undefined : { authorization: `Bearer ${key}` }),
      'content-type': 'application/json',
      ...headers,
    },
    body:
      body === undefined || typeof body === 'string'
        ? body
        : JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: parsed(text),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The `error` of shape A. */
export function errorOf(reply: Reply): {
  message: string;
  type: unknown;
  param: unknown;
  code: unknown;
} {
  const { error } = (reply.body ?? {}) as { error?: Record<string, unknown> };
  if (!error) throw new Error(`not shape A: ${reply.status} ${reply.text}`);
  return {
    message: String(error.message),
    type: error.type,
    param: error.param,
    code: error.code,
  };
}

export interface OwnKey {
  raw: string;
  hash: string;
  alias: string;
}

/** A key that may call every shared model, unless said otherwise. */
export async function newKey(more: Partial<KeyCreate> = {}): Promise<OwnKey> {
  const raw = mintKey();
  const alias = nameOf('key');
  await client.keys.create({
    key: raw,
    alias,
    models: [models.small, ...Object.values(models)],
    ...more,
  });
  return { raw, hash: hashKey(raw), alias };
}

/** One call to a chat model, as it is answered. */
export async function chat(
  key: string,
  model: string = models.small,
  more: object = {},
  headers: Record<string, string> = {},
): Promise<Reply> {
  const messages = [{ role: 'user', content: 'Hello' }];
  const body = { model, messages, ...more };
  return send('POST', '/v1/chat/completions', body, key, headers);
}

/** The kind of the error that a call ends with, or `none`. */
export async function kindOf(
  call: Promise<unknown>,
): Promise<LiteLlmErrorKind | 'none'> {
  try {
    await call;
    return 'none';
  } catch (error) {
    if (isLiteLlmError(error)) return error.kind;
    throw error;
  }
}

/** The kind of what one call to a chat model ends with. */
export async function chatKind(
  key: string,
  model: string = models.small,
): Promise<LiteLlmErrorKind | 'none'> {
  const messages = [{ role: 'user' as const, content: 'Hello' }];
  return kindOf(client.chat.complete({ key, model, messages, maxTokens: 20 }));
}

/** Asks again until there is an answer other than undefined. */
export async function until<T>(
  what: string,
  limitSeconds: number,
  ask: () => Promise<T | undefined>,
  everySeconds = 0.5,
): Promise<{ value: T; seconds: number }> {
  const started = Date.now();
  for (;;) {
    const value = await ask();
    const seconds = (Date.now() - started) / 1000;
    if (value !== undefined) return { value, seconds };
    if (seconds > limitSeconds) {
      throw new Error(`${what}: not within ${limitSeconds} s`);
    }
    await new Promise(done => {
      setTimeout(done, everySeconds * 1000);
    });
  }
}
