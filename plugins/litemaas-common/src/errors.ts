import { z } from 'zod';

/**
 * Stable codes of refusals, in the `error.code` of every answer that is not a success. Pages choose what to offer by
 * them; their words may change, they do not.
 * @public
 */
export const errorCodeSchema = z.enum([
  'request.invalid',
  'request.cursor_invalid',
  'request.too_large',
  'request.idempotency_mismatch',
  'request.under_way',
  'request.answer_lost',
  'request.not_found',
  'auth.user_required',
  'auth.not_allowed',
  'service.unavailable',
  'model.not_found',
  'model.not_subscribed',
  'model.not_public',
  'owner.not_allowed',
  'plan.not_offered',
  'subscription.not_found',
  'subscription.exists',
  'subscription.reason_required',
  'subscription.not_live',
  'subscription.end_in_past',
  'key.not_found',
  'key.name_taken',
  'key.budget_exceeds_plan',
  'key.rate_exceeds_plan',
  'key.expiry_invalid',
  'key.not_live',
  'key.not_held',
  'key.needs_gateway',
  'key.not_kept',
  'key.value_gone',
  'destination.not_found',
  'destination.not_allowed',
  'destination.occupied',
  'destination.failed',
  'usage.owner_not_allowed',
  'usage.period_invalid',
]);

/** {@inheritDoc errorCodeSchema} @public */
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/**
 * The body of every answer that is not a success, as Backstage's handler writes it, with more than is named here:
 * `code` and `fields` are ours; what the host refuses before we are asked (401) has no code.
 * @public
 */
export const errorBodySchema = z
  .looseObject({
    error: z.looseObject({
      name: z.string(),
      message: z.string(),
      code: errorCodeSchema.optional(),
      /** A sentence per wrong field, by its path, e.g. `modelIds.0`. */
      fields: z.record(z.string(), z.string()).optional(),
    }),
    response: z.looseObject({ statusCode: z.number().int() }),
  })
  .meta({ id: 'ErrorBody' });

/** {@inheritDoc errorBodySchema} @public */
export type ErrorBody = z.infer<typeof errorBodySchema>;
