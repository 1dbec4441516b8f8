import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { SimulatorOptions } from './startSimulator';

const object = z.record(z.string(), z.unknown());

const configFile = z.object({
  model_list: z
    .array(
      z.object({
        model_name: z.string(),
        litellm_params: object,
        model_info: object.optional(),
      }),
    )
    .default([]),
  general_settings: z
    .object({ disable_custom_api_keys: z.boolean().optional() })
    .nullish(),
});

/** What a LiteLLM config.yaml says that the simulator knows. Fails with one sentence. */
export function readConfig(
  path: string,
): Pick<SimulatorOptions, 'models' | 'disableCustomKeys'> {
  const result = configFile.safeParse(parse(readFileSync(path, 'utf8')));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`${path}: ${issue.path.join('.')}: ${issue.message}`);
  }
  const { model_list: models, general_settings: general } = result.data;
  return { models, disableCustomKeys: general?.disable_custom_api_keys };
}
