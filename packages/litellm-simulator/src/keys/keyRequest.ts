import { z } from 'zod';
import type { Gateway } from '../Gateway';
import {
  licenceText,
  ProxyError,
  pythonFloat,
  wrappedError,
} from '../http/errors';
import {
  integer,
  number,
  optionalBoolean,
  optionalInteger,
  optionalNames,
  optionalNumber,
  optionalObject,
  optionalText,
} from '../http/validation';
import { isDuration, nextReset } from '../time/durations';

const budgetWindow = z.object({
  budget_duration: z.string(),
  max_budget: number,
});

const perModel = z.record(z.string(), integer).nullish();

/** Members that creating and updating a key have in common. */
const shared = {
  key_alias: optionalText,
  duration: optionalText,
  user_id: optionalText,
  team_id: optionalText,
  organization_id: optionalText,
  models: optionalNames,
  aliases: optionalObject,
  permissions: optionalObject,
  metadata: optionalObject,
  max_budget: optionalNumber,
  soft_budget: optionalNumber,
  budget_duration: optionalText,
  budget_id: optionalText,
  budget_limits: z.array(budgetWindow).nullish(),
  model_max_budget: optionalObject,
  model_rpm_limit: perModel,
  model_tpm_limit: perModel,
  tpm_limit: optionalInteger,
  rpm_limit: optionalInteger,
  max_parallel_requests: optionalInteger,
  blocked: optionalBoolean,
  allowed_routes: optionalNames,
  spend: optionalNumber,
  tags: optionalNames,
  guardrails: optionalNames,
  policies: optionalNames,
  prompts: optionalNames,
  enforced_params: optionalNames,
};

export const generateRequest = z.object({
  ...shared,
  key: optionalText,
  key_type: z.enum(['llm_api', 'management', 'read_only', 'default']).nullish(),
});

export const updateRequest = z.object({ ...shared, key: optionalText });

export type GenerateRequest = z.output<typeof generateRequest>;
export type UpdateRequest = z.output<typeof updateRequest>;

/** Features that want a licence: 403, and nothing is changed. */
export function requireLicence(
  request: Partial<UpdateRequest>,
  type: string,
  param?: string | null,
): void {
  for (const feature of [
    'tags',
    'guardrails',
    'policies',
    'prompts',
    'enforced_params',
  ] as const) {
    if (request[feature]?.length) {
      throw wrappedError(
        403,
        licenceText(
          `This feature is only available for LiteLLM Enterprise users: ${feature}. `,
        ),
        { type, param },
      );
    }
  }
}

export function modelBudgetText(): string {
  return licenceText(
    'Invalid model_max_budget: You must have an enterprise license to set model_max_budget. ',
  ).concat(
    '. Example of valid model_max_budget: https://docs.litellm.ai/docs/proxy/users',
  );
}

export function requireBudgetAmount(
  { profile }: Gateway,
  amount: number | null | undefined,
  type = 'internal_server_error',
  param?: string | null,
): void {
  if (typeof amount === 'number' && amount < 0) {
    const text = profile.newer
      ? 'max_budget must be a non-negative finite number.'
      : 'max_budget cannot be negative.';
    throw wrappedError(400, `${text} Received: ${pythonFloat(amount)}`, {
      type,
      param,
    });
  }
}

/** The next reset of a `budget_duration`; nonsense is refused by 1.108.2 and means tomorrow to 1.82.1. */
export function resetOf(
  { clock, profile }: Gateway,
  duration: string,
  type = 'internal_server_error',
  param?: string | null,
): number {
  const now = clock.now();
  if (!isDuration(duration) && profile.newer) {
    throw wrappedError(
      400,
      `Invalid budget_duration '${duration}'. Use a format like '1h', '24h', '7d', or '30d'.`,
      { type, param },
    );
  }
  return (
    nextReset(duration, now, profile) ?? nextReset('1d', now, profile) ?? now
  );
}

export function requireFreeAlias(
  { store }: Gateway,
  alias: string | null | undefined,
  exceptToken?: string,
): void {
  if (alias === null || alias === undefined) {
    return;
  }
  for (const key of store.keys.values()) {
    if (key.key_alias === alias && key.token !== exceptToken) {
      throw new ProxyError(
        400,
        `Key with alias '${alias}' already exists. Unique key aliases across all keys are required.`,
        { type: 'bad_request_error', param: 'key_alias' },
      );
    }
  }
}

/** What 1.108.2 answers to a chosen value, even an empty one, where its admin allows none. */
export function customKeyRefusal(
  { knobs, profile }: Gateway,
  key: string | null | undefined,
): string | undefined {
  return profile.newer && knobs.disableCustomKeys && typeof key === 'string'
    ? 'Custom API key values are disabled by your administrator. Keys must be auto-generated.'
    : undefined;
}

export function requireSaneAlias(
  { profile }: Gateway,
  alias: string | null | undefined,
): void {
  const odd =
    typeof alias === 'string' &&
    // eslint-disable-next-line no-control-regex
    (/[\u0000-\u001f\u007f]/.test(alias) || alias.split('/').includes('..'));
  if (odd && profile.newer) {
    throw new ProxyError(
      400,
      'Invalid key_alias: must not contain control characters (such as tab or newline) or a ".." path segment',
      { type: 'bad_request_error', param: 'key_alias' },
    );
  }
}

/** Settings of a key that live inside its metadata. */
export function foldedMetadata(
  base: Record<string, unknown>,
  request: Pick<UpdateRequest, 'model_rpm_limit' | 'model_tpm_limit'>,
): Record<string, unknown> {
  const folded = { ...base };
  for (const member of ['model_rpm_limit', 'model_tpm_limit'] as const) {
    if (request[member]) {
      folded[member] = request[member];
    }
  }
  return folded;
}
