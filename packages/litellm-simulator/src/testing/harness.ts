import { createHash } from 'node:crypto';
import type { LiteLLMVersion } from '../profile';
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../startSimulator';

export const MASTER_KEY = 'sk-master-0123456789';

/** A Tuesday. */
export const START = Date.parse('2026-11-24T19:59:59Z');

export const VERSIONS: LiteLLMVersion[] = ['1.82.1', '1.108.2'];

export interface Answer {
  status: number;
  headers: Headers;
  /** JSON if it is, else the text. */
  body: any;
}

export function hash(raw: string): string {
  return createHash('sha256').update(raw).digest('hex');
}

/** A simulator with a clock that stands still, no delays, and what its tests need of HTTP. */
export async function startTest(options: Partial<SimulatorOptions> = {}) {
  const simulator = await startSimulator({
    masterKey: MASTER_KEY,
    clock: { now: () => START },
    flushDelayMs: [0, 0],
    ...options,
  });
  simulator.knobs.settleMs = [0, 0];
  const call = (method: string, path: string, body?: unknown, key?: string) =>
    send(simulator, method, path, body, key);
  return {
    simulator,
    call,
    get: (path: string, key?: string) => call('GET', path, undefined, key),
    post: (path: string, body: unknown, key?: string) =>
      call('POST', path, body, key),
    chat: (key: string, model = 'gpt-4o-mini', more: object = {}) =>
      call(
        'POST',
        '/v1/chat/completions',
        { model, messages: [{ role: 'user', content: 'Hi' }], ...more },
        key,
      ),
    /** Makes a key and returns its raw value. */
    newKey: async (body: object = {}) => {
      const answer = await call('POST', '/key/generate', body);
      return answer.body.key as string;
    },
    info: async (raw: string) => {
      const answer = await call('GET', `/key/info?key=${hash(raw)}`);
      return answer.body.info;
    },
    logs: async (query = '') => {
      const answer = await call(
        'GET',
        `/spend/logs/v2?start_date=2026-01-01&end_date=2027-12-31&page_size=100${query}`,
      );
      return answer.body.data as any[];
    },
  };
}

async function send(
  simulator: Simulator,
  method: string,
  path: string,
  body: unknown,
  key = MASTER_KEY,
): Promise<Answer> {
  const response = await fetch(`${simulator.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  let parsed: unknown = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // plain text is an answer of LiteLLM's, too
  }
  return { status: response.status, headers: response.headers, body: parsed };
}
