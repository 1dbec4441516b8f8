import type { ModelListEntry } from '../models/ModelTable';

const PER_MILLION = 1e-6;

/**
 * The models of the sample company: ten of different kinds, prices and providers. One is free, one has no price, one is
 * dear enough to use up a budget with one call, one has a provider that fails.
 */
export const SAMPLE_MODELS: ModelListEntry[] = [
  {
    model_name: 'gpt-4o-mini',
    litellm_params: {
      model: 'openai/gpt-4o-mini',
      mock_response: 'A short answer from a small, quick model.',
      input_cost_per_token: 0.15 * PER_MILLION,
      output_cost_per_token: 0.6 * PER_MILLION,
    },
    model_info: {
      mode: 'chat',
      description:
        'Fast and cheap. For summaries, extraction and everyday questions.',
      max_input_tokens: 128_000,
      max_output_tokens: 16_384,
      supports_function_calling: true,
      supports_vision: true,
      supports_response_schema: true,
    },
  },
  {
    model_name: 'claude-sonnet',
    litellm_params: {
      model: 'anthropic/claude-sonnet-4-5',
      mock_response:
        'A considered answer from a large model that writes code, reads pictures and keeps long texts in mind.',
      input_cost_per_token: 3 * PER_MILLION,
      output_cost_per_token: 15 * PER_MILLION,
    },
    model_info: {
      mode: 'chat',
      description: 'Strong at code and long documents, reads images.',
      max_input_tokens: 200_000,
      max_output_tokens: 64_000,
      supports_function_calling: true,
      supports_vision: true,
      supports_reasoning: true,
      supports_prompt_caching: true,
      supports_pdf_input: true,
    },
  },
  {
    model_name: 'o3-deep-reasoning',
    litellm_params: {
      model: 'openai/o3-deep-reasoning',
      mock_response: 'After thinking at length: yes.',
      input_cost_per_token: 0.01,
      output_cost_per_token: 0.05,
    },
    model_info: {
      mode: 'chat',
      description:
        'Thinks long before it answers. Dear: a single call can cost more than a dollar.',
      max_input_tokens: 8_192,
      max_output_tokens: 1_024,
      supports_reasoning: true,
      supports_function_calling: true,
    },
  },
  {
    model_name: 'mistral-large',
    litellm_params: {
      model: 'mistral/mistral-large-latest',
      mock_response: 'Une bonne réponse, en plusieurs langues si vous voulez.',
      input_cost_per_token: 2 * PER_MILLION,
      output_cost_per_token: 6 * PER_MILLION,
    },
    model_info: {
      mode: 'chat',
      description: 'European general-purpose model, strong in many languages.',
      max_input_tokens: 131_072,
      max_output_tokens: 8_192,
      supports_function_calling: true,
      supports_response_schema: true,
    },
  },
  {
    model_name: 'llama-3.3-70b',
    litellm_params: {
      model: 'hosted_vllm/llama-3.3-70b-instruct',
      api_base: 'http://vllm.ai-platform.svc:8000/v1',
      mock_response: 'An answer from our own cluster.',
      input_cost_per_token: 0,
      output_cost_per_token: 0,
    },
    model_info: {
      mode: 'chat',
      description:
        'Runs on our own GPUs: free of charge, and the data stays in the house.',
      max_input_tokens: 131_072,
      max_output_tokens: 8_192,
      supports_function_calling: true,
    },
  },
  {
    model_name: 'qwen-2.5-coder',
    litellm_params: {
      model: 'hosted_vllm/qwen-2.5-coder-32b',
      api_base: 'http://vllm-lab.ai-platform.svc:8000/v1',
      mock_response: 'const answer = 42;',
    },
    model_info: {
      mode: 'chat',
      description: 'Code model on trial in the lab. Its price is not set yet.',
      max_input_tokens: 32_768,
      max_output_tokens: 8_192,
      supports_function_calling: true,
    },
  },
  {
    model_name: 'text-embedding-3-small',
    litellm_params: {
      model: 'openai/text-embedding-3-small',
      mock_response: [0.0123, -0.0456, 0.0789],
      input_cost_per_token: 0.02 * PER_MILLION,
    },
    model_info: {
      mode: 'embedding',
      description: 'Vectors for search and retrieval.',
      max_input_tokens: 8_191,
      output_vector_size: 1_536,
    },
  },
  {
    model_name: 'cohere-rerank-v3.5',
    litellm_params: {
      model: 'cohere/rerank-v3.5',
      mock_response: 'litellm.InternalServerError',
      input_cost_per_query: 0.002,
    },
    model_info: {
      mode: 'rerank',
      description: 'Puts search results in order. Priced per query.',
      max_input_tokens: 4_096,
    },
  },
  {
    model_name: 'flux-pro',
    litellm_params: {
      model: 'black_forest_labs/flux-pro-1.1',
      mock_response: 'https://images.example.test/flux/sample.png',
      output_cost_per_image: 0.04,
    },
    model_info: {
      mode: 'image_generation',
      description: 'Pictures from text. Priced per image.',
    },
  },
  {
    model_name: 'whisper-large-v3',
    litellm_params: {
      model: 'groq/whisper-large-v3',
      mock_response: 'This is what was said in the recording.',
      input_cost_per_second: 0.0001,
    },
    model_info: {
      mode: 'audio_transcription',
      description: 'Speech to text. Priced per second of audio.',
      supports_audio_input: true,
    },
  },
];
