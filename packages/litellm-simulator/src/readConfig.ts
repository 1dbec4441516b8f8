import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ModelListEntry } from './models/ModelTable';

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
});

/** The `model_list` of a LiteLLM config.yaml. Fails with one sentence. */
export function readModelList(path: string): ModelListEntry[] {
  const result = configFile.safeParse(parse(readFileSync(path, 'utf8')));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`${path}: ${issue.path.join('.')}: ${issue.message}`);
  }
  return result.data.model_list;
}
