import { z } from 'zod';
import { isLiteLlmError } from '../errors';
import { text } from '../fields';
import type { Call, CallOptions, Http } from '../http';

/** @public */
export interface Readiness {
  /** Answers, and reaches its database. */
  ready: boolean;
  /** As the gateway says it, e.g. `connected`, `disconnected`. */
  database?: string;
}

const readiness = z.object({ db: text, litellm_version: text });

/**
 * Whether the gateway lives. None of this calls a provider.
 *
 * @public
 */
export class HealthApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Whether the process answers, whatever its database does. */
  async alive(options?: CallOptions): Promise<boolean> {
    try {
      await this.#http.send({
        ...options,
        method: 'GET',
        path: '/health/liveliness',
      });
      return true;
    } catch (error) {
      if (isLiteLlmError(error)) return false;
      throw error;
    }
  }

  /** Whether it can work. 503 is an answer here; no answer at all is an error. */
  async readiness(options?: CallOptions): Promise<Readiness> {
    const call: Call = { ...options, method: 'GET', path: '/health/readiness' };
    const answer = await this.#http.exchange(call);
    if (answer.status === 503) return { ready: false };
    if (answer.status >= 400) throw this.#http.refused(call, answer);
    const { db } = this.#http.parse(call, answer, readiness);
    return { ready: db === 'connected', database: db };
  }

  /** LiteLLM's version, e.g. `1.108.2`; undefined where the gateway hides it. */
  async version(options?: CallOptions): Promise<string | undefined> {
    const open = await this.#http.json(
      { ...options, method: 'GET', path: '/health/readiness' },
      readiness,
    );
    if (open.litellm_version) return open.litellm_version;
    // Since 1.84 only with a key.
    try {
      const details = await this.#http.json(
        { ...options, method: 'GET', path: '/health/readiness/details' },
        readiness,
      );
      return details.litellm_version;
    } catch (error) {
      if (isLiteLlmError(error, 'not_found')) return undefined;
      throw error;
    }
  }
}
