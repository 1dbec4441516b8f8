import { z } from 'zod';
import { nanosSchema } from './money';
import { periodSchema } from './period';

/**
 * A named set of limits one subscribes on. Limits are copied at activation: editing a plan affects new subscriptions
 * only.
 * @public
 */
export const planSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    /** `null`: no money limit. */
    budgetNanos: nanosSchema.nullable(),
    period: periodSchema,
    rpm: z.number().int().nullable(),
    tpm: z.number().int().nullable(),
  })
  .meta({ id: 'Plan' });

/** {@inheritDoc planSchema} @public */
export type Plan = z.infer<typeof planSchema>;
