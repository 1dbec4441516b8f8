import type { Gateway } from '../Gateway';
import type { Call, Route } from '../http/Route';
import { mockAnswer, sizeOfText } from './mockAnswer';
import { MOCK_PROMPT_TOKENS, ModelCall } from './ModelCall';

export function embeddingRoutes(gateway: Gateway): Route[] {
  return [
    '/v1/embeddings',
    '/embeddings',
    '/openai/deployments/:deployment/embeddings',
  ].map(path => ({
    method: 'post',
    path,
    access: 'llm',
    handle: call => embed(gateway, call),
  }));
}

/** One vector, however many inputs; the answer has no id, so the row's is the call's. */
async function embed(gateway: Gateway, call: Call) {
  const input = [call.body.input ?? ''].flat().map(String).join(' ');
  const model = await ModelCall.start(gateway, call, sizeOfText(input));
  const usage = { promptTokens: MOCK_PROMPT_TOKENS, completionTokens: 0 };
  model.finish({ ...usage, totalTokens: 0 });
  call.response.set(model.headers(model.costOf(usage)));
  return {
    model: model.deployed.name,
    data: [
      { embedding: mockAnswer(model.deployed), index: 0, object: 'embedding' },
    ],
    object: 'list',
    usage: {
      completion_tokens: 0,
      prompt_tokens: usage.promptTokens,
      total_tokens: 0,
      completion_tokens_details: null,
      prompt_tokens_details: null,
    },
  };
}
