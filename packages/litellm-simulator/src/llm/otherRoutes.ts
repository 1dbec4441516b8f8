import type { Gateway } from '../Gateway';
import type { Call, Route } from '../http/Route';
import { mockAnswer, NO_PROMPT, sizeOfText } from './mockAnswer';
import { MOCK_ANSWER_TOKENS, MOCK_PROMPT_TOKENS, ModelCall } from './ModelCall';

type Handler = (gateway: Gateway, call: Call) => Promise<unknown>;

/** The kinds of calls besides chat and embeddings: plainer, but with the price in their own unit. */
const HANDLERS: Record<string, Handler> = {
  '/completions': complete,
  '/images/generations': generateImage,
  '/audio/transcriptions': transcribe,
  '/rerank': rerank,
  '/responses': respond,
  '/messages': sendMessages,
};

export function otherRoutes(gateway: Gateway): Route[] {
  return Object.entries(HANDLERS).flatMap(([path, handler]) =>
    [path, `/v1${path}`].map(
      (full): Route => ({
        method: 'post',
        path: full,
        access: 'llm',
        handle: call => handler(gateway, call),
      }),
    ),
  );
}

async function complete(gateway: Gateway, call: Call) {
  const prompt = sizeOfText(String(call.body.prompt ?? ''));
  const model = await ModelCall.start(gateway, call, prompt);
  const id = `chatcmpl-${gateway.random.uuid()}`;
  const usage = {
    promptTokens: model.promptWasCounted ? prompt.tokens : MOCK_PROMPT_TOKENS,
    completionTokens: MOCK_ANSWER_TOKENS,
  };
  model.finish({ ...usage, id });
  call.response.set(model.headers(model.costOf(usage)));
  return {
    id,
    object: 'text_completion',
    created: seconds(gateway),
    model: model.deployed.name,
    choices: [
      {
        finish_reason: 'stop',
        index: 0,
        text: mockAnswer(model.deployed),
        logprobs: null,
      },
    ],
    usage: {
      completion_tokens: usage.completionTokens,
      prompt_tokens: usage.promptTokens,
      total_tokens: usage.promptTokens + usage.completionTokens,
    },
  };
}

async function generateImage(gateway: Gateway, call: Call) {
  const model = await ModelCall.start(gateway, call, NO_PROMPT);
  const images = typeof call.body.n === 'number' ? call.body.n : 1;
  const usage = { promptTokens: 0, completionTokens: 0, images };
  model.finish(usage);
  call.response.set(model.headers(model.costOf(usage)));
  return {
    created: seconds(gateway),
    data: Array.from({ length: images }, () => ({
      b64_json: null,
      revised_prompt: null,
      url: mockAnswer(model.deployed),
    })),
    usage: { total_tokens: 0, input_tokens: 0, output_tokens: 0 },
  };
}

/** The file is a form's; its bytes are not looked at, so every recording is a minute long. */
async function transcribe(gateway: Gateway, call: Call) {
  const model = await ModelCall.start(gateway, call, NO_PROMPT);
  const usage = { promptTokens: 0, completionTokens: 0, seconds: 60 };
  model.finish(usage);
  call.response.set(model.headers(model.costOf(usage)));
  return { text: mockAnswer(model.deployed) };
}

async function rerank(gateway: Gateway, call: Call) {
  const model = await ModelCall.start(gateway, call, NO_PROMPT);
  const documents = Array.isArray(call.body.documents)
    ? call.body.documents
    : [];
  const usage = { promptTokens: 0, completionTokens: 0, queries: 1 };
  model.finish(usage);
  call.response.set(model.headers(model.costOf(usage)));
  return {
    id: call.id,
    results: documents.map((_, index) => ({
      index,
      relevance_score: 1 / (index + 1),
    })),
    meta: { billed_units: { search_units: 1 } },
  };
}

async function respond(gateway: Gateway, call: Call) {
  const model = await ModelCall.start(gateway, call, NO_PROMPT);
  const id = `resp_${gateway.random.uuid()}`;
  const usage = { promptTokens: 36, completionTokens: 87 };
  model.finish({ ...usage, id });
  call.response.set(model.headers(model.costOf(usage)));
  return {
    id,
    created_at: seconds(gateway),
    error: null,
    model: model.deployed.name,
    object: 'response',
    output: [
      {
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [
          {
            type: 'output_text',
            text: mockAnswer(model.deployed),
            annotations: [],
          },
        ],
      },
    ],
    status: 'completed',
    usage: { input_tokens: 36, output_tokens: 87, total_tokens: 123 },
  };
}

/** The mock's id is always the same, so that 1.108.2 keeps one row of many calls; 1.82.1 gives rows an id of its own. */
async function sendMessages(gateway: Gateway, call: Call) {
  const model = await ModelCall.start(gateway, call, NO_PROMPT);
  const id = 'msg_013Zva2CMHLNnXjNJJKqJ2EF';
  const rowId = gateway.profile.newer
    ? id
    : `chatcmpl-${gateway.random.uuid()}`;
  model.finish({ promptTokens: 2095, completionTokens: 503, id: rowId });
  call.response.set(model.headers(undefined));
  return {
    content: [{ text: mockAnswer(model.deployed), type: 'text' }],
    id,
    model: model.deployed.name,
    role: 'assistant',
    stop_reason: 'end_turn',
    stop_sequence: null,
    type: 'message',
    usage: { input_tokens: 2095, output_tokens: 503 },
  };
}

function seconds({ clock }: Gateway): number {
  return Math.floor(clock.now() / 1000);
}
