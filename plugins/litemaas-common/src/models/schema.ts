import { z } from 'zod';
import { nanosSchema } from '../money';
import { planSchema } from '../plans';
import {
  entityRefSchema,
  idSchema,
  instantSchema,
  manyOf,
  namedRefSchema,
  pageQuerySchema,
} from '../wire';

/** Names a model may be published under; anything else would break a shell or a snippet. @public */
export const MODEL_NAME = /^[\w.:/@+-]{1,128}$/;

/** What a model is called with. LiteLLM's modes; unknown ones become `other`. @public */
export const modelModeSchema = z.enum([
  'chat',
  'embedding',
  'rerank',
  'image',
  'transcription',
  'speech',
  'other',
]);

/** {@inheritDoc modelModeSchema} @public */
export type ModelMode = z.infer<typeof modelModeSchema>;

/** Who may find a model and how access is had: at once, after approval, or by a named group only. @public */
export const visibilitySchema = z.enum(['public', 'restricted', 'private']);

/** {@inheritDoc visibilitySchema} @public */
export type Visibility = z.infer<typeof visibilitySchema>;

/** What a model can do, as filter and label. @public */
export const capabilitySchema = z.enum([
  'chat',
  'embeddings',
  'vision',
  'tools',
  'reasoning',
  'audio',
  'rerank',
  'image-generation',
  'pdf',
  'prompt-caching',
  'response-schema',
  'web-search',
]);

/** {@inheritDoc capabilitySchema} @public */
export type Capability = z.infer<typeof capabilitySchema>;

/**
 * A model's price. `unknown` is not `free`: nobody has said what it costs.
 * Token prices are nano-dollars per million tokens; `perUnit` is nano-dollars per `unit` (an image, a second of audio,
 * a query, a character).
 * @public
 */
export const priceSchema = z
  .object({
    state: z.enum(['known', 'free', 'unknown']),
    inputNanos: nanosSchema.nullable(),
    outputNanos: nanosSchema.nullable(),
    cacheReadNanos: nanosSchema.nullable(),
    cacheWriteNanos: nanosSchema.nullable(),
    reasoningNanos: nanosSchema.nullable(),
    unit: z.enum(['image', 'second', 'query', 'character']).nullable(),
    perUnitNanos: nanosSchema.nullable(),
  })
  .meta({ id: 'Price' });

/** {@inheritDoc priceSchema} @public */
export type Price = z.infer<typeof priceSchema>;

/**
 * What the caller's own access to a model is. `denied` carries who, when and why.
 * @public
 */
export const modelAccessSchema = z
  .object({
    state: z.enum(['public', 'restricted', 'subscribed', 'waiting', 'denied']),
    subscriptionId: idSchema.nullable(),
    decidedBy: namedRefSchema.nullable(),
    decidedAt: instantSchema.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'ModelAccess' });

/** A published model as its card shows it. @public */
export const modelSchema = z
  .object({
    id: idSchema,
    /** The word to send as `model`. */
    name: z.string(),
    title: z.string(),
    provider: z.string(),
    description: z.string().nullable(),
    mode: modelModeSchema,
    capabilities: z.array(capabilitySchema),
    contextWindow: z.number().int().nullable(),
    maxOutputTokens: z.number().int().nullable(),
    /** The deployment's own limits at the gateway, per minute. */
    rpm: z.number().int().nullable(),
    tpm: z.number().int().nullable(),
    visibility: visibilitySchema,
    lifecycle: z.enum(['production', 'experimental', 'deprecated']),
    price: priceSchema,
    owner: namedRefSchema,
    /** Plans one may choose, the default first. */
    plans: z.array(planSchema),
    access: modelAccessSchema,
    /** Reference of the catalog entity; `null` for a private model. */
    entityRef: z.string().nullable(),
    /** Since when at least half of five or more calls in ten minutes failed at the provider. */
    failingSince: instantSchema.nullable(),
    publishedAt: instantSchema,
  })
  .meta({ id: 'Model' });

/** {@inheritDoc modelSchema} @public */
export type Model = z.infer<typeof modelSchema>;

/** A model's own page: the card, who uses it, who approves and how fast. @public */
export const modelDetailSchema = modelSchema
  .extend({
    /** Owners of active subscriptions, as far as the caller may know them. */
    consumers: z.array(namedRefSchema),
    /** Who decides a request; the admins when the owner names nobody. */
    approvers: z.array(namedRefSchema),
    /** Half of the last 20 decisions came within so many seconds; `null` below five decisions. */
    medianDecisionSeconds: z.number().int().nullable(),
  })
  .meta({ id: 'ModelDetail' });

/** {@inheritDoc modelDetailSchema} @public */
export type ModelDetail = z.infer<typeof modelDetailSchema>;

/** Query of the list of models. @public */
export const modelQuerySchema = pageQuerySchema.extend({
  search: z.string().trim().max(200).optional(),
  /** Exact name, as the annotation on the catalog entity gives it. */
  name: z.string().max(128).optional(),
  /** Reference of its catalog entity. */
  entityRef: entityRefSchema.optional(),
  provider: manyOf(z.string().max(100)),
  capability: manyOf(capabilitySchema),
  access: manyOf(modelAccessSchema.shape.state),
  price: manyOf(z.enum(['free', 'known', 'unknown'])),
  lifecycle: manyOf(modelSchema.shape.lifecycle),
  minContext: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  sort: z.enum(['name', 'price', 'context', 'newest']).default('name'),
});

/** {@inheritDoc modelQuerySchema} @public */
export type ModelQuery = z.input<typeof modelQuerySchema>;

/** Values to filter models by, with the number of visible models that have each. @public */
export const modelFacetsSchema = z
  .object({
    providers: z.array(z.object({ value: z.string(), count: z.number() })),
    capabilities: z.array(
      z.object({ value: capabilitySchema, count: z.number() }),
    ),
  })
  .meta({ id: 'ModelFacets' });

/** {@inheritDoc modelFacetsSchema} @public */
export type ModelFacets = z.infer<typeof modelFacetsSchema>;
