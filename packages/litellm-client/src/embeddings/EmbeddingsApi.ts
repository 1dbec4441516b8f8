import { z } from 'zod';
import { factsOf, type CallFacts } from '../chat/callFacts';
import { usage, type TokenUsage } from '../chat/schemas';
import { text } from '../fields';
import type { Call, CallOptions, Http } from '../http';

/** @public */
export interface EmbeddingRequest {
  /** Raw key of whoever pays for the call. */
  key: string;
  /** Public name. */
  model: string;
  input: string | readonly string[];
}

/** @public */
export interface Embeddings extends CallFacts {
  /** Public name. */
  model?: string;
  vectors: number[][];
  usage?: TokenUsage;
}

const answerSchema = z.object({
  model: text,
  data: z.array(z.object({ embedding: z.array(z.number()) })),
  usage: usage.nullish(),
});

/**
 * Calls to embedding models. Such an answer has no id: its log row's is `callId`.
 *
 * @public
 */
export class EmbeddingsApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Turns texts into vectors. */
  async create(
    request: EmbeddingRequest,
    options?: CallOptions,
  ): Promise<Embeddings> {
    const call: Call = {
      ...options,
      method: 'POST',
      path: '/v1/embeddings',
      key: request.key,
      body: { model: request.model, input: request.input },
    };
    const answer = await this.#http.send(call);
    const body = this.#http.parse(call, answer, answerSchema);
    return {
      ...factsOf(answer.headers),
      model: body.model,
      vectors: body.data.map(row => row.embedding),
      usage: body.usage ?? undefined,
    };
  }
}
