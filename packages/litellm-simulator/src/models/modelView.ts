import type { Profile } from '../profile';
import type { Gateway } from '../Gateway';
import type { Caller } from '../enforcement/Caller';
import { opens } from '../enforcement/modelAccess';
import type { JsonObject, ModelRow } from '../store/rows';
import { zulu } from '../time/format';
import { PRICE_MEMBERS } from './price';
import { providerModel, providerOf, type Deployment } from './ModelTable';

/** Members of `litellm_params` that hold credentials. */
const SECRETS =
  /api_key|secret|password|^aws_.*key|vertex_credentials|azure_ad_token/;

/** What LiteLLM's price map would say; null for a model it does not know. */
const MAP_MEMBERS = [
  'max_tokens',
  'max_input_tokens',
  'max_output_tokens',
  'input_cost_per_token',
  'output_cost_per_token',
  'cache_creation_input_token_cost',
  'cache_read_input_token_cost',
  'input_cost_per_character',
  'input_cost_per_query',
  'input_cost_per_second',
  'input_cost_per_audio_token',
  'input_cost_per_image',
  'output_cost_per_second',
  'output_cost_per_image',
  'output_cost_per_reasoning_token',
  'output_vector_size',
  'mode',
  'supports_system_messages',
  'supports_response_schema',
  'supports_vision',
  'supports_function_calling',
  'supports_tool_choice',
  'supports_assistant_prefill',
  'supports_prompt_caching',
  'supports_audio_input',
  'supports_audio_output',
  'supports_pdf_input',
  'supports_embedding_image_input',
  'supports_native_streaming',
  'supports_web_search',
  'supports_reasoning',
  'supports_computer_use',
  'tpm',
  'rpm',
];

const CHAT_PARAMS = [
  'frequency_penalty',
  'max_tokens',
  'max_completion_tokens',
  'n',
  'presence_penalty',
  'response_format',
  'seed',
  'stop',
  'stream',
  'stream_options',
  'temperature',
  'tool_choice',
  'tools',
  'top_p',
];

/** An element of /model/info. */
export function modelInfoView(
  gateway: Gateway,
  deployed: Deployment,
  caller: Caller,
) {
  const { profile } = gateway;
  return {
    model_name: deployed.name,
    litellm_params: visibleParams(deployed.params, profile),
    model_info: infoOf(gateway, deployed, caller),
  };
}

function visibleParams(params: JsonObject, profile: Profile): JsonObject {
  const visible = paramDefaults(profile);
  for (const [member, value] of Object.entries(params)) {
    if (!SECRETS.test(member)) {
      visible[member] = member === 'extra_headers' ? maskHeaders(value) : value;
    }
  }
  return visible;
}

function paramDefaults({ newer }: Profile): JsonObject {
  return {
    use_in_pass_through: false,
    use_litellm_proxy: false,
    merge_reasoning_content_in_choices: false,
    ...(newer && {
      allow_client_keepalive_override: false,
      use_xai_oauth: false,
    }),
  };
}

function maskHeaders(headers: unknown): unknown {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [
      name,
      `${String(value).slice(0, 4)}*******${String(value).slice(-4)}`,
    ]),
  );
}

function infoOf(
  gateway: Gateway,
  deployed: Deployment,
  caller: Caller,
): JsonObject {
  const { profile } = gateway;
  const prices = pricesOf(deployed, profile);
  return {
    ...Object.fromEntries(MAP_MEMBERS.map(member => [member, null])),
    ...deployed.info,
    ...prices,
    id: deployed.id,
    db_model: deployed.fromDatabase,
    ...(profile.newer && {
      member_auto_router: false,
      ...(deployed.fromDatabase && { blocked: false }),
      ...(caller.userId && {
        access_via_team_ids: teamsWith(gateway, deployed.name),
      }),
      direct_access: caller.userId !== null,
      pricing_overrides: PRICE_MEMBERS.filter(
        member => typeof deployed.params[member] === 'number',
      ),
    }),
    key: providerModel(deployed),
    litellm_provider: providerOf(deployed),
    supported_openai_params: CHAT_PARAMS,
  };
}

/**
 * A model with one price per token has 0 for the other. One without any has null on 1.108.2. On 1.82.1 it has 0, as if
 * it were free, or says nothing if it came by the API: only `litellm_params` tell.
 */
function pricesOf(deployed: Deployment, profile: Profile): JsonObject {
  const { price, params, fromDatabase } = deployed;
  const given = Object.fromEntries(
    PRICE_MEMBERS.filter(
      member => profile.newer || typeof params[member] === 'number',
    ).map(member => [member, params[member] ?? null]),
  );
  const assumed = price.isPerToken || !profile.newer ? 0 : null;
  if (!price.isPerToken && !profile.newer && fromDatabase) {
    return given;
  }
  return {
    ...given,
    input_cost_per_token: price.perInputToken ?? assumed,
    output_cost_per_token: price.perOutputToken ?? assumed,
  };
}

function teamsWith({ store }: Gateway, name: string): string[] {
  return [...store.teams.values()]
    .filter(team => opens(team.models, name))
    .map(team => team.team_id);
}

/** An entry of the OpenAI list. */
export function openAiModel(gateway: Gateway, name: string) {
  const info = gateway.models.named(name)[0]?.info;
  const entry = {
    id: name,
    object: 'model',
    created: 1677610602,
    owned_by: 'openai',
  };
  if (!gateway.profile.newer || !info) {
    return entry;
  }
  return {
    ...entry,
    ...pick(info, ['mode', 'max_input_tokens', 'max_output_tokens']),
  };
}

function pick(from: JsonObject, members: string[]): JsonObject {
  return Object.fromEntries(
    members
      .filter(member => from[member] !== undefined)
      .map(member => [member, from[member]]),
  );
}

/** One element a public name; the prices are those of the dearest deployment, on 1.82.1 of the first. */
export function modelGroupView(gateway: Gateway, name: string) {
  const { profile } = gateway;
  const group = gateway.models.named(name);
  const [first] = group;
  const dearest = (of: (deployed: Deployment) => number | null) => {
    const prices = group.map(of).filter(price => price !== null);
    return prices.length > 0 ? Math.max(...prices) : null;
  };
  const input = profile.newer
    ? dearest(({ price }) => price.perInputToken)
    : first.price.perInputToken;
  const output = profile.newer
    ? dearest(({ price }) => price.perOutputToken)
    : first.price.perOutputToken;
  const assumed = first.price.isPerToken || !profile.newer ? 0 : null;
  const info = (member: string) => first.info[member] ?? null;
  const can = (member: string) => group.some(one => one.info[member] === true);
  return {
    model_group: name,
    providers: [...new Set(group.map(providerOf))],
    max_input_tokens: info('max_input_tokens'),
    max_output_tokens: info('max_output_tokens'),
    input_cost_per_token: input ?? assumed,
    output_cost_per_token: output ?? assumed,
    input_cost_per_pixel: null,
    mode: info('mode'),
    tpm: first.params.tpm ?? null,
    rpm: first.params.rpm ?? null,
    supports_parallel_function_calling: can(
      'supports_parallel_function_calling',
    ),
    supports_vision: can('supports_vision'),
    supports_web_search: can('supports_web_search'),
    supports_url_context: can('supports_url_context'),
    supports_reasoning: can('supports_reasoning'),
    supports_function_calling: can('supports_function_calling'),
    supported_openai_params: CHAT_PARAMS,
    configurable_clientside_auth_params: null,
    ...(profile.newer && { description: info('description') }),
    is_public_model_group: false,
    health_status: null,
    health_response_time: null,
    health_checked_at: null,
  };
}

/** A row of the model table: texts of the parameters are encrypted, numbers plain. */
export function modelRowView(row: ModelRow, profile: Profile) {
  const params = Object.entries(row.litellm_params).map(([member, value]) => [
    member,
    typeof value === 'string' ? encrypted(value) : value,
  ]);
  return {
    model_id: row.model_id,
    model_name: row.model_name,
    litellm_params: {
      ...paramDefaults(profile),
      ...Object.fromEntries(params),
    },
    model_info: {
      ...row.model_info,
      db_model: false,
      ...(profile.newer && { member_auto_router: false }),
    },
    ...(profile.newer && { blocked: false }),
    created_at: zulu(row.created_at),
    created_by: row.created_by,
    updated_at: zulu(row.updated_at),
    updated_by: row.updated_by,
  };
}

/** As unreadable as the real one, and of no use. */
function encrypted(text: string): string {
  const noise = Buffer.alloc(text.length + 40);
  for (let i = 0; i < noise.length; i++) {
    noise[i] = (i * 73 + text.length * 31) % 256;
  }
  return noise.toString('base64url');
}
