import type { Gateway } from '../Gateway';
import { ProxyError } from '../http/errors';
import { ANSWERED, type Call, type Route } from '../http/Route';
import { countTokens, mockAnswer, sizeOfMessages } from './mockAnswer';
import { MOCK_ANSWER_TOKENS, MOCK_PROMPT_TOKENS, ModelCall } from './ModelCall';
import { streamChat } from './streamChat';

const CHAT_PATHS = [
  '/v1/chat/completions',
  '/chat/completions',
  '/openai/deployments/:deployment/chat/completions',
  '/engines/:deployment/chat/completions',
];

export function chatRoutes(gateway: Gateway): Route[] {
  return CHAT_PATHS.map(path => ({
    method: 'post',
    path,
    access: 'llm',
    handle: call => chat(gateway, call),
  }));
}

async function chat(gateway: Gateway, call: Call) {
  const { clock, profile, random } = gateway;
  const { body, response } = call;
  refuseMocks(gateway, call);
  requireMessages(gateway, call);
  const prompt = sizeOfMessages(body.messages);
  const model = await ModelCall.start(gateway, call, prompt);
  const id = `chatcmpl-${random.uuid()}`;
  // 1.82.1 obeys a mock answer in the request
  const content =
    (!profile.newer && body.mock_response) || mockAnswer(model.deployed);
  const streams = body.stream === true;
  const usage = {
    promptTokens:
      model.promptWasCounted || streams ? prompt.tokens : MOCK_PROMPT_TOKENS,
    completionTokens:
      streams && !profile.newer
        ? countTokens(String(content))
        : MOCK_ANSWER_TOKENS,
  };
  const created = Math.floor(clock.now() / 1000);
  if (streams) {
    await streamChat(gateway, call, model, {
      id,
      created,
      text: String(content),
      usage,
    });
    return ANSWERED;
  }
  model.finish({ ...usage, id });
  response.set(model.headers(model.costOf(usage)));
  return {
    id,
    created,
    model: model.deployed.name,
    object: 'chat.completion',
    choices: [
      {
        finish_reason: 'stop',
        index: 0,
        message: { content, role: 'assistant' },
      },
    ],
    usage: {
      completion_tokens: usage.completionTokens,
      prompt_tokens: usage.promptTokens,
      total_tokens: usage.promptTokens + usage.completionTokens,
    },
  };
}

/** 1.108.2 takes no orders to fail from a request; a mock answer it merely overrides. */
function refuseMocks({ profile }: Gateway, { body }: Call): void {
  const mocks = Object.keys(body).filter(member =>
    /^mock_(timeout|delay|testing_)/.test(member),
  );
  if (profile.newer && mocks.length > 0) {
    throw new ProxyError(
      400,
      `Mock testing request params are disabled on this proxy: ${mocks.join(
        ', ',
      )}. An admin can enable them by setting \`general_settings.dangerously_allow_mock_testing_request_params: true\` in config.yaml. This setting cannot be changed from the Admin UI or the API.`,
      {
        type: 'invalid_request_error',
        param: mocks[0],
        log: { class: 'ProxyException' },
      },
    );
  }
}

function requireMessages({ models, profile }: Gateway, { body }: Call): void {
  const known = typeof body.model === 'string' && models.route(body.model);
  if (!known) {
    return;
  }
  if (body.messages === undefined) {
    throw profile.newer
      ? new ProxyError(
          400,
          "/chat/completions: Missing required parameter: 'messages'.",
          {
            type: 'invalid_request_error',
            param: 'messages',
            log: {
              class: 'ProxyMissingRequiredParamError',
              normalized: '400_MISSING_REQUIRED_PARAMETER',
            },
          },
        )
      : new ProxyError(
          500,
          "Router.acompletion() missing 1 required positional argument: 'messages'",
          { type: 'None', log: { code: '', class: 'TypeError' } },
        );
  }
  if (!Array.isArray(body.messages)) {
    throw new ProxyError(
      400,
      "Invalid request format: litellm.APIConnectionError: APIConnectionError: OpenAIException - 'str' object has no attribute 'get'",
      {
        type: 'invalid_request_error',
        param: null,
        log: {
          code: '500',
          class: 'APIConnectionError',
          normalized: '500_PROVIDER_CONNECTION_ERROR',
        },
      },
    );
  }
}
