import { z } from 'zod';
import { amount, id, text } from '../fields';

export const usage = z
  .object({
    prompt_tokens: amount,
    completion_tokens: amount,
    total_tokens: amount,
  })
  .transform(row => ({
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    totalTokens: row.total_tokens,
  }));

/** @public */
export type TokenUsage = z.output<typeof usage>;

export const completion = z.object({
  id,
  model: text,
  choices: z
    .array(
      z.object({
        finish_reason: text,
        message: z.object({ content: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: usage.nullish(),
});

export const chunk = z.object({
  id,
  model: text,
  choices: z
    .array(
      z.object({
        finish_reason: text,
        delta: z.object({ content: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
  usage: usage.nullish(),
});
