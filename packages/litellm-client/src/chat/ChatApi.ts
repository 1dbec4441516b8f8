import type { Call, CallOptions, Http } from '../http';
import { factsOf, type CallFacts } from './callFacts';
import { readEvents } from './events';
import { chunk, completion, type TokenUsage } from './schemas';

/** @public */
export interface ChatRequest {
  /** Raw key of whoever pays for the call. */
  key: string;
  /** Public name. */
  model: string;
  messages: readonly {
    role: 'system' | 'user' | 'assistant';
    content: string;
  }[];
  /** Also keeps the amount small that newer versions reserve of a budget. */
  maxTokens?: number;
  temperature?: number;
}

/** @public */
export interface ChatCompletion extends CallFacts {
  /** The log row's id. */
  id: string;
  /** Public name. */
  model?: string;
  content: string;
  finishReason?: string;
  usage?: TokenUsage;
}

/**
 * A piece of an answer, or its end.
 *
 * @public
 */
export type ChatEvent =
  | { type: 'content'; content: string }
  | ({ type: 'end' } & Omit<ChatCompletion, 'content'>);

/**
 * Calls to chat models.
 *
 * @public
 */
export class ChatApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Asks once and resolves with the whole answer. */
  async complete(
    request: ChatRequest,
    options?: CallOptions,
  ): Promise<ChatCompletion> {
    const call = this.#call(request, options);
    const answer = await this.#http.send(call);
    const whole = this.#http.parse(call, answer, completion);
    const [choice] = whole.choices;
    return {
      ...factsOf(answer.headers),
      id: whole.id,
      model: whole.model,
      content: choice.message.content ?? '',
      finishReason: choice.finish_reason,
      usage: whole.usage ?? undefined,
    };
  }

  /**
   * Asks once and yields the answer as it comes; the last event is `end`, with
   * the usage. A stream that breaks off throws: half an answer is none.
   */
  async *stream(
    request: ChatRequest,
    options?: CallOptions,
  ): AsyncGenerator<ChatEvent> {
    const call = {
      ...this.#call(request, options),
      body: {
        ...body(request),
        stream: true,
        stream_options: { include_usage: true },
      },
    };
    const { headers, pieces } = await this.#http.stream(call);
    const end: Partial<Omit<ChatCompletion, 'content'>> = factsOf(headers);
    for await (const data of readEvents(pieces)) {
      if (data === '[DONE]') {
        if (!end.id) break;
        yield { type: 'end', ...end, id: end.id };
        return;
      }
      // An error in the middle has the shape of any error.
      if (data.startsWith('{"error"')) {
        throw this.#http.refused(call, { status: 500, text: data });
      }
      const part = this.#http.parse(
        call,
        { status: 200, headers, text: data },
        chunk,
      );
      end.id = part.id;
      end.model = part.model ?? end.model;
      end.usage = part.usage ?? end.usage;
      const choice = part.choices?.[0];
      end.finishReason = choice?.finish_reason ?? end.finishReason;
      const content = choice?.delta?.content;
      if (content) yield { type: 'content', content };
    }
    throw this.#http.malformed(call, 'ended in the middle of a stream');
  }

  #call(request: ChatRequest, options?: CallOptions): Call {
    return {
      ...options,
      method: 'POST',
      path: '/v1/chat/completions',
      key: request.key,
      body: body(request),
    };
  }
}

function body(request: ChatRequest) {
  return {
    model: request.model,
    messages: request.messages,
    max_tokens: request.maxTokens,
    temperature: request.temperature,
  };
}
