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

/** States of a key. Holds come on top: a key is blocked exactly while it has one. @public */
export const keyStateSchema = z.enum([
  'pending',
  'active',
  'revoking',
  'revoked',
  'expired',
]);

/** {@inheritDoc keyStateSchema} @public */
export type KeyState = z.infer<typeof keyStateSchema>;

/**
 * What the key's label says: what the gateway confirmed, not what was wished. The first that applies, in this order.
 * @public
 */
export const keyLabelSchema = z.enum([
  'revoked',
  'revoking',
  'expired',
  'pending',
  'blocking',
  'unblocking',
  'blocked',
  'over-limit',
  'expiring',
  'active',
]);

/** {@inheritDoc keyLabelSchema} @public */
export type KeyLabel = z.infer<typeof keyLabelSchema>;

/** Why a key is held back; each actor removes only its own hold. @public */
export const keyHoldSchema = z
  .object({
    kind: z.enum(['manual', 'leak', 'budget', 'subscription', 'leaver']),
    reason: z.string().nullable(),
    actor: namedRefSchema.nullable(),
    since: instantSchema,
    until: instantSchema.nullable(),
  })
  .meta({ id: 'KeyHold' });

/** A limit a call with this key would meet. @public */
export const keyLimitSchema = z
  .object({
    scope: z.enum(['key', 'subscription']),
    /** Whose limit it is: the key's name or the model's title. */
    title: z.string(),
    limitNanos: nanosSchema,
    usedNanos: nanosSchema,
    period: periodSchema,
    periodStartsAt: instantSchema,
    resetsAt: instantSchema,
    /** Who refuses the call: the gateway at once, or the portal within a minute. */
    enforcedBy: z.enum(['gateway', 'portal']),
  })
  .meta({ id: 'KeyLimit' });

/** {@inheritDoc keyLimitSchema} @public */
export type KeyLimit = z.infer<typeof keyLimitSchema>;

/** A key as its row shows it. The value is never here: only the last four characters are kept. @public */
export const keySchema = z
  .object({
    id: idSchema,
    name: z.string(),
    purpose: z.string().nullable(),
    owner: namedRefSchema,
    state: keyStateSchema,
    label: keyLabelSchema,
    holds: z.array(keyHoldSchema),
    lastFour: z.string(),
    models: z.array(
      z.object({
        id: idSchema,
        name: z.string(),
        title: z.string(),
        mode: modelModeSchema,
        /** Taken away until the subscription's reset, or for good when it ended. */
        available: z.boolean(),
      }),
    ),
    /** The key's own cap; `null`: only its subscriptions' limits. */
    budgetNanos: nanosSchema.nullable(),
    period: periodSchema,
    rpm: z.number().int().nullable(),
    tpm: z.number().int().nullable(),
    maxParallel: z.number().int().nullable(),
    /** The limit with the least headroom. */
    binding: keyLimitSchema.nullable(),
    expiresAt: instantSchema.nullable(),
    createdAt: instantSchema,
    lastUsedAt: instantSchema.nullable(),
    requestsLast24h: z.number().int(),
    /** When the last change was asked for and when the gateway was seen to have it. */
    askedAt: instantSchema,
    confirmedAt: instantSchema.nullable(),
    /** Why the gateway has not taken the change yet: a sentence, without secrets. */
    syncProblem: z.string().nullable(),
    /** The value was never delivered and is gone: replace the key. */
    valueLost: z.boolean(),
    actions: z.array(z.enum(['edit', 'block', 'unblock', 'replace', 'revoke'])),
  })
  .meta({ id: 'Key' });

/** {@inheritDoc keySchema} @public */
export type Key = z.infer<typeof keySchema>;

/** A key with every limit it meets and its story. @public */
export const keyDetailSchema = keySchema
  .extend({
    limits: z.array(keyLimitSchema),
    timeline: z.array(timelineEntrySchema),
  })
  .meta({ id: 'KeyDetail' });

/** {@inheritDoc keyDetailSchema} @public */
export type KeyDetail = z.infer<typeof keyDetailSchema>;

/**
 * Query of the list of keys. Without `label`, revoked and expired keys are left out. `hash` finds a key by the sha256
 * of its value, computed where the value was pasted.
 * @public
 */
export const keyQuerySchema = pageQuerySchema.extend({
  owner: z.union([z.enum(['me', 'all']), entityRefSchema]).default('me'),
  label: manyOf(keyLabelSchema),
  modelId: idSchema.optional(),
  /** Name, last four characters, owner or purpose. */
  search: z
    .string()
    .trim()
    .max(200)
    .refine(text => !/\bsk-/i.test(text), 'must not contain a key')
    .optional(),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  unusedDays: z.coerce.number().int().min(1).max(365).optional(),
});

/** {@inheritDoc keyQuerySchema} @public */
export type KeyQuery = z.input<typeof keyQuerySchema>;

const keyName = textSchema(80).min(1, 'must not be empty');
const positiveNanos = nanosSchema.refine(
  value => BigInt(value) >= 10_000_000n,
  'must be at least $0.01',
);
const perMinute = z.number().int().min(1).max(100_000_000);

/**
 * Body that creates a key. Its models come from the owner's active subscriptions; with `subscribe`, public models the
 * owner has no subscription for are subscribed to in the same transaction.
 * @public
 */
export const createKeyRequestSchema = z
  .strictObject({
    name: keyName,
    purpose: textSchema(500).optional(),
    ownerRef: entityRefSchema.optional(),
    modelIds: z.array(idSchema).min(1).max(50),
    subscribe: z
      .strictObject({ planId: z.string().max(63).optional() })
      .optional(),
    budgetNanos: positiveNanos.nullable().optional(),
    period: periodSchema.default('month'),
    rpm: perMinute.nullable().optional(),
    tpm: perMinute.nullable().optional(),
    maxParallel: z.number().int().min(1).max(10_000).nullable().optional(),
    /** At most 365 days from now; 90 days when absent. */
    expiresAt: instantSchema.optional(),
    /**
     * Keeps the value sealed for an hour instead of answering it: for who creates keys on behalf of a person, and must
     * not know them. Only that person can then have it, once: shown, or written to a destination.
     */
    keepValue: z.boolean().optional(),
  })
  .meta({ id: 'CreateKeyRequest' });

/** {@inheritDoc createKeyRequestSchema} @public */
export type CreateKeyRequest = z.input<typeof createKeyRequestSchema>;

/** Body that edits a key; absent members stay as they are, `null` clears a limit. @public */
export const updateKeyRequestSchema = z
  .strictObject({
    name: keyName.optional(),
    purpose: textSchema(500).nullable().optional(),
    modelIds: z.array(idSchema).min(1).max(50).optional(),
    budgetNanos: positiveNanos.nullable().optional(),
    period: periodSchema.optional(),
    rpm: perMinute.nullable().optional(),
    tpm: perMinute.nullable().optional(),
    maxParallel: z.number().int().min(1).max(10_000).nullable().optional(),
    expiresAt: instantSchema.optional(),
  })
  .refine(
    request => Object.keys(request).length > 0,
    'must name what is to change',
  )
  .meta({ id: 'UpdateKeyRequest' });

/** {@inheritDoc updateKeyRequestSchema} @public */
export type UpdateKeyRequest = z.input<typeof updateKeyRequestSchema>;

/** Body of block, unblock and revoke. @public */
export const keyActionRequestSchema = z
  .strictObject({ reason: textSchema(500).optional() })
  .meta({ id: 'KeyActionRequest' });

/**
 * Answer of create, replace and reveal. `secret` is the key's value, shown this once; `null` when the answer repeats one
 * that was given before under the same idempotency key, and where the value is kept.
 * @public
 */
export const issuedKeySchema = z
  .object({ key: keySchema, secret: z.string().nullable() })
  .meta({ id: 'IssuedKey' });

/** {@inheritDoc issuedKeySchema} @public */
export type IssuedKey = z.infer<typeof issuedKeySchema>;
