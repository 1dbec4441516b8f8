import type { z } from 'zod';
import {
  LiteLlmError,
  type LiteLlmErrorKind,
  type LiteLlmOutcome,
} from '../errors';
import { scrub } from '../scrub';
import type { Answer, Call, LiteLlmClientOptions, OpenAnswer } from './call';
import { causeOf, outcomeOf, outcomeWithout } from './failure';
import { Guard } from './Guard';
import { kindOf, readRefusal } from './refusal';

/** The one way to the gateway. Sends once: policies are composed outside. */
export class Http {
  readonly version: string | undefined;
  readonly #base: string;
  readonly #key: string;
  readonly #changedBy: string;
  readonly #timeoutMs: number;
  readonly #maxBytes: number;
  readonly #fetch: typeof fetch;

  constructor(options: LiteLlmClientOptions) {
    this.version = options.version;
    this.#base = options.url.replace(/\/+$/, '');
    this.#key = options.key;
    this.#changedBy = options.changedBy ?? 'litemaas';
    this.#timeoutMs = options.timeoutMs ?? 15_000;
    this.#maxBytes = options.maxResponseBytes ?? 16 * 1024 * 1024;
    this.#fetch = options.fetch ?? fetch;
  }

  /** Sends a call and reads its JSON by a schema. */
  async json<S extends z.ZodType>(call: Call, schema: S): Promise<z.output<S>> {
    return this.parse(call, await this.send(call), schema);
  }

  /** Reads an answer by a schema; what does not fit is `malformed`. */
  parse<S extends z.ZodType>(
    call: Call,
    answer: Answer,
    schema: S,
  ): z.output<S> {
    let value: unknown;
    try {
      value = JSON.parse(answer.text);
    } catch {
      throw this.#error(call, 'malformed', 'answered something not JSON', {
        status: answer.status,
      });
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    // Paths only: values may be secret.
    const where = issue.path.map(String).join('.') || 'the body';
    throw this.#error(
      call,
      'malformed',
      `answered an unexpected value at ${where} (${issue.code})`,
      { status: answer.status },
    );
  }

  /** Sends a call; resolves with a 2xx, else throws. */
  async send(call: Call): Promise<Answer> {
    const answer = await this.exchange(call);
    if (answer.status >= 400) throw this.refused(call, answer);
    return answer;
  }

  /** Sends a call; resolves with any answer except redirects. */
  async exchange(call: Call): Promise<Answer> {
    const guard = new Guard(call, call.timeoutMs ?? this.#timeoutMs);
    try {
      const response = await this.#open(call, guard);
      let text = '';
      for await (const piece of this.#read(call, response, guard)) {
        text += piece;
      }
      return { status: response.status, headers: response.headers, text };
    } finally {
      guard.end();
    }
  }

  /** Sends a call whose body is read as it comes. The time-out is per piece. */
  async stream(call: Call): Promise<OpenAnswer> {
    const guard = new Guard(call, call.timeoutMs ?? this.#timeoutMs);
    try {
      const response = await this.#open(call, guard);
      if (response.status < 400) {
        return {
          headers: response.headers,
          pieces: this.#pieces(call, response, guard),
        };
      }
      let text = '';
      for await (const piece of this.#read(call, response, guard)) {
        text += piece;
      }
      throw this.refused(call, { status: response.status, text });
    } catch (error) {
      guard.end();
      throw error;
    }
  }

  /** The error of an answer that refuses. */
  refused(call: Call, answer: Pick<Answer, 'status' | 'text'>): LiteLlmError {
    const refusal = readRefusal(answer.status, answer.text);
    const general = kindOf(refusal);
    const kind =
      general === 'database' ? general : call.refusal?.(refusal) ?? general;
    return this.#error(
      call,
      kind,
      `${refusal.status} ${refusal.message}`,
      refusal,
    );
  }

  /** The error of a body that is not what the route answers. */
  malformed(call: Call, message: string): LiteLlmError {
    return this.#error(call, 'malformed', message);
  }

  async *#pieces(
    call: Call,
    response: Response,
    guard: Guard,
  ): AsyncGenerator<string> {
    try {
      for await (const piece of this.#read(call, response, guard)) {
        guard.again();
        yield piece;
      }
    } finally {
      guard.end();
    }
  }

  async #open(call: Call, guard: Guard): Promise<Response> {
    let response: Response;
    try {
      if (guard.signal.aborted) throw guard.signal.reason;
      response = await this.#fetch(this.#url(call), {
        method: call.method,
        headers: this.#headers(call),
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
        redirect: 'manual',
        signal: guard.signal,
      });
    } catch (error) {
      throw this.#failed(call, error, guard);
    }
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw this.#error(
        call,
        'redirect',
        `answered a redirect (${response.status}); check the gateway's URL`,
        { status: response.status },
      );
    }
    return response;
  }

  async *#read(
    call: Call,
    response: Response,
    guard: Guard,
  ): AsyncGenerator<string> {
    if (!response.body) return;
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    let bytes = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        bytes += value.byteLength;
        if (bytes > this.#maxBytes) {
          throw this.#error(
            call,
            'too_large',
            `answered more than ${this.#maxBytes} bytes`,
            { status: response.status },
          );
        }
        yield decoder.decode(value, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      if (error instanceof LiteLlmError) throw error;
      throw this.#failed(call, error, guard);
    } finally {
      // Also when the reader of a stream leaves early: frees the connection.
      await reader.cancel().catch(() => undefined);
    }
  }

  #url(call: Call): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) query.set(name, String(value));
    }
    const text = query.toString();
    return `${this.#base}${call.path}${text ? `?${text}` : ''}`;
  }

  #headers(call: Call): Record<string, string> {
    return {
      accept: 'application/json',
      authorization: `Bearer ${call.key ?? this.#key}`,
      ...(call.body === undefined
        ? undefined
        : { 'content-type': 'application/json' }),
      ...(call.method === 'GET'
        ? undefined
        : { 'litellm-changed-by': this.#changedBy }),
      ...call.headers,
    };
  }

  /** What `fetch` threw, without its cause: that may quote our headers. */
  #failed(call: Call, error: unknown, guard: Guard): LiteLlmError {
    if (guard.timedOut) {
      return this.#error(call, 'timeout', 'no answer in time');
    }
    if (call.signal?.aborted) {
      return this.#error(call, 'aborted', 'aborted by the caller', {
        outcome: guard.abortedBeforehand ? 'not_sent' : 'unknown',
      });
    }
    const { code, text } = causeOf(error);
    return this.#error(call, 'unreachable', code ?? text ?? 'no answer', {
      outcome: outcomeWithout(code),
    });
  }

  #error(
    call: Call,
    kind: LiteLlmErrorKind,
    message: string,
    fields?: { status?: number; type?: string; outcome?: LiteLlmOutcome },
  ): LiteLlmError {
    const secrets = [this.#key, call.key ?? '', ...(call.secrets ?? [])];
    const route = `${call.method} ${call.route ?? call.path}`;
    return new LiteLlmError(scrub(message, secrets), {
      kind,
      route,
      outcome: fields?.outcome ?? outcomeOf(kind, fields?.status),
      status: fields?.status,
      type: fields?.type && scrub(fields.type, secrets),
    });
  }
}
