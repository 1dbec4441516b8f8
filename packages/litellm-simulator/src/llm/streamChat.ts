import type { Gateway } from '../Gateway';
import type { Call } from '../http/Route';
import type { Usage } from '../models/price';
import type { ModelCall } from './ModelCall';

interface Answer {
  id: string;
  created: number;
  text: string;
  usage: Usage;
}

/** Server-sent events, three letters each; usage only on demand; `[DONE]` at the end. */
export async function streamChat(
  gateway: Gateway,
  { body, response }: Call,
  model: ModelCall,
  answer: Answer,
): Promise<void> {
  const { id, created, text, usage } = answer;
  response.set({
    ...model.headers(undefined),
    'cache-control': 'no-cache',
    'content-type': 'text/event-stream; charset=utf-8',
  });
  const send = (choice: object, extra: object = {}) => {
    const chunk = {
      id,
      object: 'chat.completion.chunk',
      created,
      model: model.deployed.name,
      choices: [{ index: 0, ...choice }],
      ...extra,
    };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  const pieces = text.match(/[\s\S]{1,3}/g) ?? [];
  const firstToken = gateway.clock.now();
  pieces.forEach((content, i) =>
    send({ delta: i === 0 ? { role: 'assistant', content } : { content } }),
  );
  send({ delta: {}, finish_reason: 'stop' });
  const options = body.stream_options as { include_usage?: boolean } | null;
  if (options?.include_usage) {
    send({ delta: {} }, { usage: usageOf(gateway, model, usage) });
  }
  // a client that has left pays all the same
  model.finish({ ...usage, id, firstToken });
  response.write('data: [DONE]\n\n');
  response.end();
}

function usageOf({ profile }: Gateway, model: ModelCall, usage: Usage) {
  return {
    completion_tokens: usage.completionTokens,
    prompt_tokens: usage.promptTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
    ...(profile.newer && { cost: model.costOf(usage).total }),
  };
}
