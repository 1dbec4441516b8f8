import type { ModelCreate } from '../src';

/** The models that all files call: made before the first, deleted after the last. */
export function sharedModels(prefix: string) {
  const chat = (word: string, params: object): ModelCreate => ({
    // Not the name: LiteLLM takes an id for a name.
    id: `${prefix}id-${word}`,
    name: `${prefix}${word}`,
    params: { model: `openai/${prefix}${word}`, api_key: 'none', ...params },
    info: { mode: 'chat' },
  });
  return {
    small: chat('small', {
      mock_response: 'Hello from the small model.',
      input_cost_per_token: 0.00000015,
      output_cost_per_token: 0.0000006,
    }),
    other: chat('other', {
      mock_response: 'Hello from the other model.',
      input_cost_per_token: 0.000001,
      output_cost_per_token: 0.000002,
    }),
    // About a dollar a call.
    expensive: chat('expensive', {
      mock_response: 'Costly.',
      input_cost_per_token: 0.01,
      output_cost_per_token: 0.05,
    }),
    free: chat('free', {
      mock_response: 'Free.',
      input_cost_per_token: 0,
      output_cost_per_token: 0,
    }),
    perImage: chat('per-image', {
      mock_response: 'A picture.',
      input_cost_per_token: 0,
      output_cost_per_token: 0,
      output_cost_per_image: 0.04,
    }),
    unpriced: chat('unpriced', { mock_response: 'Who knows.' }),
    broken: chat('broken', {
      mock_response: 'litellm.InternalServerError',
    }),
    embedding: {
      ...chat('embedding', {
        mock_response: [0.1, 0.2, 0.3],
        input_cost_per_token: 0.00000002,
      }),
      info: { mode: 'embedding' },
    },
  };
}
