import { z } from 'zod';
import { nanosSchema } from '../money';
import {
  entityRefSchema,
  idSchema,
  instantSchema,
  namedRefSchema,
  pageQuerySchema,
} from '../wire';

/**
 * How a call ended: answered; failed at the provider; or refused by a limit, a hold or a rule.
 * @public
 */
export const outcomeSchema = z.enum(['answered', 'failed', 'refused']);

/** {@inheritDoc outcomeSchema} @public */
export type Outcome = z.infer<typeof outcomeSchema>;

/** Sums over a set of calls. Success rate is answered ÷ (answered + failed); refused stand apart. @public */
export const usageTotalsSchema = z
  .object({
    spendNanos: nanosSchema,
    requests: z.number().int(),
    answered: z.number().int(),
    failed: z.number().int(),
    refused: z.number().int(),
    promptTokens: z.number().int(),
    completionTokens: z.number().int(),
    totalTokens: z.number().int(),
  })
  .meta({ id: 'UsageTotals' });

/** {@inheritDoc usageTotalsSchema} @public */
export type UsageTotals = z.infer<typeof usageTotalsSchema>;

/** What the chart and the table split by. `person` only for who may see persons. @public */
export const usageGroupBySchema = z.enum([
  'model',
  'key',
  'owner',
  'provider',
  'person',
]);

/** {@inheritDoc usageGroupBySchema} @public */
export type UsageGroupBy = z.infer<typeof usageGroupBySchema>;

/** Filters of every usage query. `from` and `to` win over `period`; a period ends now. @public */
export const usageFilterSchema = z.object({
  period: z.enum(['24h', '7d', '30d', '90d']).default('30d'),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  /** `me` (default), an owner's reference, `all` one may see. */
  owner: z.union([z.enum(['me', 'all']), entityRefSchema]).default('me'),
  modelId: idSchema.optional(),
  keyId: idSchema.optional(),
});

/** Query of the usage overview. @public */
export const usageQuerySchema = usageFilterSchema.extend({
  groupBy: usageGroupBySchema.default('model'),
});

/** {@inheritDoc usageQuerySchema} @public */
export type UsageQuery = z.input<typeof usageQuerySchema>;

/** The usage page's figures: totals, the period before, buckets, and the same per group. @public */
export const usageReportSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    /** Hours for up to two days, else UTC days. */
    bucket: z.enum(['hour', 'day']),
    totals: usageTotalsSchema,
    /** The period of the same length before. */
    previous: usageTotalsSchema,
    buckets: z.array(
      z.object({ start: instantSchema, totals: usageTotalsSchema }),
    ),
    /**
     * Most expensive first. All groups; those among the first eight by spend, by requests or by tokens have their
     * series, the others no buckets: they are the rest of the report's buckets.
     */
    groups: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        totals: usageTotalsSchema,
        buckets: z.array(
          z.object({
            start: instantSchema,
            spendNanos: nanosSchema,
            requests: z.number().int(),
            totalTokens: z.number().int(),
          }),
        ),
      }),
    ),
    /**
     * Calls that began before this instant and took less than two minutes are all counted, longer ones up to ten
     * minutes later; `null`: nothing read yet.
     */
    completeUpTo: instantSchema.nullable(),
  })
  .meta({ id: 'UsageReport' });

/** {@inheritDoc usageReportSchema} @public */
export type UsageReport = z.infer<typeof usageReportSchema>;

/** Why a call was refused or failed, as far as known. @public */
export const usageCauseSchema = z
  .object({
    /** What we know it from: the gateway's log row, our own state at that time, or not at all. */
    certainty: z.enum(['reported', 'probable', 'unknown']),
    kind: z.enum([
      'key-budget',
      'subscription-budget',
      'team-budget',
      'user-budget',
      'rate-limit',
      'blocked',
      'expired',
      'model-not-allowed',
      'model-unknown',
      'provider-error',
      'other',
    ]),
    /** One sentence for a person. */
    message: z.string(),
    limitNanos: nanosSchema.nullable(),
    /** Of a key's own budget: what calls that began before had cost. Of others: as the gateway reported it. */
    usedNanos: nanosSchema.nullable(),
    resetsAt: instantSchema.nullable(),
    /** Who may raise the limit. */
    raisedBy: z.array(namedRefSchema),
  })
  .meta({ id: 'UsageCause' });

/** {@inheritDoc usageCauseSchema} @public */
export type UsageCause = z.infer<typeof usageCauseSchema>;

/** One call. @public */
export const usageRequestSchema = z
  .object({
    requestId: z.string(),
    startedAt: instantSchema,
    model: z.object({
      id: idSchema.nullable(),
      name: z.string(),
      title: z.string(),
    }),
    key: z.object({ id: idSchema, name: z.string() }),
    owner: namedRefSchema,
    promptTokens: z.number().int(),
    completionTokens: z.number().int(),
    totalTokens: z.number().int(),
    costNanos: nanosSchema,
    latencyMs: z.number().int().nullable(),
    outcome: outcomeSchema,
    /** Present unless answered. */
    cause: usageCauseSchema.nullable(),
  })
  .meta({ id: 'UsageRequest' });

/** {@inheritDoc usageRequestSchema} @public */
export type UsageRequest = z.infer<typeof usageRequestSchema>;

/** Query of the latest requests. @public */
export const usageRequestQuerySchema = usageFilterSchema.extend({
  ...pageQuerySchema.shape,
  outcome: outcomeSchema.optional(),
});

/** {@inheritDoc usageRequestQuerySchema} @public */
export type UsageRequestQuery = z.input<typeof usageRequestQuerySchema>;
