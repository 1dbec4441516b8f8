/**
 * What the headers of a call to a model tell.
 *
 * @public
 */
export interface CallFacts {
  /** LiteLLM's id of the call: the log row's id where the answer has none. */
  callId?: string;
  /** The deployment that answered. */
  modelId?: string;
  /** USD. Streams and models of price 0 do not tell it. */
  cost?: number;
  /** LiteLLM's version. */
  version?: string;
}

export function factsOf(headers: Headers): CallFacts {
  const cost = Number(headers.get('x-litellm-response-cost') ?? NaN);
  return {
    callId: headers.get('x-litellm-call-id') ?? undefined,
    modelId: headers.get('x-litellm-model-id') ?? undefined,
    cost: Number.isNaN(cost) ? undefined : cost,
    version: headers.get('x-litellm-version') ?? undefined,
  };
}
