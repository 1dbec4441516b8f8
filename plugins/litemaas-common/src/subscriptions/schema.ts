import { z } from 'zod';
import { modelModeSchema } from '../models/schema';
import { nanosSchema } from '../money';
import { periodSchema } from '../period';
import {
  entityRefSchema,
  idSchema,
  instantSchema,
  manyOf,
  namedRefSchema,
  pageQuerySchema,
  textSchema,
  timelineEntrySchema,
} from '../wire';

/** States of a subscription; the first three are live, of which an owner has at most one per model. @public */
export const subscriptionStatusSchema = z.enum([
  'requested',
  'active',
  'suspended',
  'denied',
  'expired',
  'ended',
]);

/** {@inheritDoc subscriptionStatusSchema} @public */
export type SubscriptionStatus = z.infer<typeof subscriptionStatusSchema>;

/** One owner's right to call one model on one plan. @public */
export const subscriptionSchema = z
  .object({
    id: idSchema,
    model: z.object({
      id: idSchema,
      name: z.string(),
      title: z.string(),
      mode: modelModeSchema,
    }),
    owner: namedRefSchema,
    plan: z.object({ id: z.string(), title: z.string() }),
    status: subscriptionStatusSchema,
    /** Limits copied from the plan at activation. */
    budgetNanos: nanosSchema.nullable(),
    period: periodSchema,
    rpm: z.number().int().nullable(),
    tpm: z.number().int().nullable(),
    /** Spent in the running period. */
    spentNanos: nanosSchema,
    /** When the running period began and when it resets. */
    periodStartsAt: instantSchema,
    resetsAt: instantSchema,
    /** The period's budget is used up: the model is taken from the owner's keys until the reset. */
    exhausted: z.boolean(),
    requestReason: z.string().nullable(),
    requestedBy: namedRefSchema,
    requestedAt: instantSchema,
    decidedBy: namedRefSchema.nullable(),
    decidedAt: instantSchema.nullable(),
    decisionReason: z.string().nullable(),
    activeSince: instantSchema.nullable(),
    endsAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
    /** Live keys that hold the model by this subscription. */
    keyCount: z.number().int(),
    /** Ids of the rules the caller may use here; a page offers nothing else. */
    actions: z.array(
      z.enum(['create-key', 'withdraw', 'end', 'approve', 'deny']),
    ),
  })
  .meta({ id: 'Subscription' });

/** {@inheritDoc subscriptionSchema} @public */
export type Subscription = z.infer<typeof subscriptionSchema>;

/** A subscription with its story, its keys and who may decide. @public */
export const subscriptionDetailSchema = subscriptionSchema
  .extend({
    timeline: z.array(timelineEntrySchema),
    keys: z.array(z.object({ id: idSchema, name: z.string() })),
    approvers: z.array(namedRefSchema),
  })
  .meta({ id: 'SubscriptionDetail' });

/** {@inheritDoc subscriptionDetailSchema} @public */
export type SubscriptionDetail = z.infer<typeof subscriptionDetailSchema>;

/** Query of the list of subscriptions. `owner` is `me` (default), a reference, or `all` one may see. @public */
export const subscriptionQuerySchema = pageQuerySchema.extend({
  owner: z.union([z.enum(['me', 'all']), entityRefSchema]).default('me'),
  status: manyOf(subscriptionStatusSchema),
  modelId: idSchema.optional(),
  search: z.string().trim().max(200).optional(),
});

/** {@inheritDoc subscriptionQuerySchema} @public */
export type SubscriptionQuery = z.input<typeof subscriptionQuerySchema>;

/** Body that asks for a subscription. A reason is required when the model is not public. @public */
export const subscribeRequestSchema = z
  .strictObject({
    modelId: idSchema,
    /** The model's default plan when absent. */
    planId: z.string().max(63).optional(),
    /** The caller when absent. */
    ownerRef: entityRefSchema.optional(),
    reason: textSchema(1000).optional(),
  })
  .meta({ id: 'SubscribeRequest' });

/** {@inheritDoc subscribeRequestSchema} @public */
export type SubscribeRequest = z.input<typeof subscribeRequestSchema>;

/** Query of the requests the caller may decide: waiting ones, oldest first. @public */
export const approvalQuerySchema = pageQuerySchema.extend({
  search: z.string().trim().max(200).optional(),
  modelId: idSchema.optional(),
});

/** {@inheritDoc approvalQuerySchema} @public */
export type ApprovalQuery = z.input<typeof approvalQuerySchema>;

/** A request as an approver sees it. `own` ones cannot be decided by the caller: `approvers` can. @public */
export const approvalSchema = z
  .object({
    subscription: subscriptionSchema,
    own: z.boolean(),
    approvers: z.array(namedRefSchema),
    /** Plans of the model, so that a lower one can be granted. */
    plans: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        budgetNanos: nanosSchema.nullable(),
        period: periodSchema,
      }),
    ),
    /** What the owner already uses: active subscriptions and the last 30 days' spend. */
    ownerActiveSubscriptions: z.number().int(),
    ownerSpent30dNanos: nanosSchema,
  })
  .meta({ id: 'Approval' });

/** {@inheritDoc approvalSchema} @public */
export type Approval = z.infer<typeof approvalSchema>;

/** Body that decides one or several requests; denying needs a reason. @public */
export const decisionRequestSchema = z
  .discriminatedUnion('decision', [
    z.strictObject({
      decision: z.literal('approve'),
      ids: z.array(idSchema).min(1).max(100),
      /** Grant this plan instead of the one asked for. */
      planId: z.string().max(63).optional(),
      endsAt: instantSchema.optional(),
      reason: textSchema(1000).optional(),
    }),
    z.strictObject({
      decision: z.literal('deny'),
      ids: z.array(idSchema).min(1).max(100),
      reason: textSchema(1000).min(1),
    }),
  ])
  .meta({ id: 'DecisionRequest' });

/** {@inheritDoc decisionRequestSchema} @public */
export type DecisionRequest = z.input<typeof decisionRequestSchema>;

/** What became of each request of a decision, in the order asked. @public */
export const decisionResultSchema = z
  .object({
    results: z.array(
      z.object({
        id: idSchema,
        outcome: z.enum([
          'approved',
          'denied',
          'already_decided',
          'own_request',
          'not_found',
          'failed',
        ]),
        /** Who had decided before. */
        by: namedRefSchema.nullable(),
        subscription: subscriptionSchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'DecisionResult' });

/** {@inheritDoc decisionResultSchema} @public */
export type DecisionResult = z.infer<typeof decisionResultSchema>;

/** Body that withdraws a waiting request or ends an active subscription. @public */
export const endSubscriptionRequestSchema = z
  .strictObject({ reason: textSchema(1000).optional() })
  .meta({ id: 'EndSubscriptionRequest' });
