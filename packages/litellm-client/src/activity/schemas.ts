import { z } from 'zod';
import { amount } from '../fields';

const metrics = z
  .object({
    spend: amount,
    prompt_tokens: amount,
    completion_tokens: amount,
    total_tokens: amount,
    cache_read_input_tokens: amount,
    cache_creation_input_tokens: amount,
    api_requests: amount,
    successful_requests: amount,
    failed_requests: amount,
  })
  .transform(row => ({
    /** USD. */
    spend: row.spend,
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    totalTokens: row.total_tokens,
    cacheReadTokens: row.cache_read_input_tokens,
    cacheWriteTokens: row.cache_creation_input_tokens,
    requests: row.api_requests,
    successes: row.successful_requests,
    failures: row.failed_requests,
  }));

/** @public */
export type ActivityMetrics = z.output<typeof metrics>;

const byKey = z
  .record(z.string(), z.object({ metrics }))
  .nullish()
  .transform(map => map ?? {});

const byName = z
  .record(z.string(), z.object({ metrics, api_key_breakdown: byKey }))
  .nullish()
  .transform(map => map ?? {});

const day = z.object({
  date: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  metrics,
  breakdown: z.object({
    models: byName,
    model_groups: byName,
    api_keys: byKey,
  }),
});

export type DayRow = z.output<typeof day>;

/** Money hangs on each day: none is dropped. */
export const activityPage = z.object({
  results: z.array(day),
  metadata: z.object({ has_more: z.boolean().nullish() }),
});
