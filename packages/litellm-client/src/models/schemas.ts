import { z } from 'zod';
import { boolean, id, limit, number, rows, text, texts, time } from '../fields';

const params = z.object({
  model: id,
  custom_llm_provider: text,
  input_cost_per_token: limit,
  output_cost_per_token: limit,
  rpm: number,
  tpm: number,
});

const info = z.object({
  id,
  db_model: boolean,
  base_model: text,
  mode: text,
  team_id: text,
  access_groups: texts,
  litellm_provider: text,
  max_tokens: number,
  max_input_tokens: number,
  max_output_tokens: number,
  output_vector_size: number,
  input_cost_per_token: limit,
  output_cost_per_token: limit,
  cache_read_input_token_cost: limit,
  cache_creation_input_token_cost: limit,
  output_cost_per_reasoning_token: limit,
  input_cost_per_image: limit,
  output_cost_per_image: limit,
  input_cost_per_second: limit,
  output_cost_per_second: limit,
  input_cost_per_query: limit,
  input_cost_per_character: limit,
  description: text,
  supports_function_calling: boolean,
  supports_vision: boolean,
  supports_reasoning: boolean,
  supports_response_schema: boolean,
  supports_prompt_caching: boolean,
  supports_audio_input: boolean,
  supports_audio_output: boolean,
  supports_pdf_input: boolean,
  supports_web_search: boolean,
  supports_computer_use: boolean,
  supported_openai_params: texts,
  created_at: time,
  updated_at: time,
});

const deployment = z
  .object({ model_name: id, litellm_params: params, model_info: info })
  .transform(({ model_name, litellm_params: sent, model_info: known }) => ({
    id: known.id,
    /** The public name: several deployments may share it. */
    name: model_name,
    /** What LiteLLM calls, e.g. `azure/gpt4omini-eu`. */
    providerModel: sent.model,
    provider:
      sent.custom_llm_provider ??
      known.litellm_provider ??
      prefixOf(sent.model),
    /** Made by API, not by the gateway's configuration file: can be changed and deleted. */
    inDatabase: known.db_model ?? false,
    baseModel: known.base_model,
    /** One line that the administrator put into `model_info`. */
    description: known.description,
    /** `chat`, `embedding`, `image_generation`, …; not always known. */
    mode: known.mode,
    teamId: known.team_id,
    accessGroups: known.access_groups,
    maxTokens: known.max_tokens,
    maxInputTokens: known.max_input_tokens,
    maxOutputTokens: known.max_output_tokens,
    outputVectorSize: known.output_vector_size,
    rpm: sent.rpm,
    tpm: sent.tpm,
    /** USD; undefined is unknown, which is not free. */
    prices: {
      inputPerToken:
        sent.input_cost_per_token ?? nonZero(known.input_cost_per_token),
      outputPerToken:
        sent.output_cost_per_token ?? nonZero(known.output_cost_per_token),
      cacheReadPerToken: known.cache_read_input_token_cost,
      cacheWritePerToken: known.cache_creation_input_token_cost,
      reasoningPerToken: known.output_cost_per_reasoning_token,
      inputPerImage: known.input_cost_per_image,
      outputPerImage: known.output_cost_per_image,
      inputPerSecond: known.input_cost_per_second,
      outputPerSecond: known.output_cost_per_second,
      inputPerQuery: known.input_cost_per_query,
      inputPerCharacter: known.input_cost_per_character,
    },
    /** undefined is unknown. */
    supports: {
      functionCalling: known.supports_function_calling,
      vision: known.supports_vision,
      reasoning: known.supports_reasoning,
      responseSchema: known.supports_response_schema,
      promptCaching: known.supports_prompt_caching,
      audioInput: known.supports_audio_input,
      audioOutput: known.supports_audio_output,
      pdfInput: known.supports_pdf_input,
      webSearch: known.supports_web_search,
      computerUse: known.supports_computer_use,
    },
    openAiParams: known.supported_openai_params,
    createdAt: known.created_at,
    updatedAt: known.updated_at,
  }));

/** 1.82.1 shows 0 in `model_info` for a price that nobody set: only `litellm_params` can say free. */
function nonZero(price: number | undefined): number | undefined {
  return price === 0 ? undefined : price;
}

function prefixOf(model: string): string | undefined {
  const slash = model.indexOf('/');
  return slash > 0 ? model.slice(0, slash) : undefined;
}

/**
 * One deployment of a model. `api_base`, masked credentials and what the
 * administrator added are left out.
 *
 * @public
 */
export type Deployment = z.output<typeof deployment>;

export const deployments = z
  .object({ data: rows(deployment) })
  .transform(answer => answer.data);

/** Its `litellm_params` are encrypted, and `model_info.id` may be wrong: left out. */
export const modelRow = z
  .object({ model_id: id, model_name: id })
  .transform(row => ({ id: row.model_id, name: row.model_name }));

/** @public */
export type StoredModel = z.output<typeof modelRow>;

export const modelNames = z
  .object({ data: rows(z.object({ id })) })
  .transform(answer => answer.data.items.map(model => model.id));
