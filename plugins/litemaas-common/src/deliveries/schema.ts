import { z } from 'zod';
import { idSchema, instantSchema, namedRefSchema } from '../wire';

/**
 * How a value that was kept comes to who asked for the key. `waiting`: sealed here, until it is taken or its hour is
 * over. `revealed`, `delivered`: taken, once. `gone`: nobody took it in time, or the key was revoked; replace the key.
 * @public
 */
export const keyDeliveryStateSchema = z.enum([
  'waiting',
  'revealed',
  'delivered',
  'gone',
]);

/** A Secret in a Kubernetes cluster that a key was written to. @public */
export const deliveredToSchema = z
  .object({
    /** One of `litemaas.destinations`. */
    destination: z.string(),
    /** What people call it; its id where the configuration does not have it any more. */
    title: z.string(),
    namespace: z.string(),
    secretName: z.string(),
  })
  .meta({ id: 'DeliveredTo' });

/** {@inheritDoc deliveredToSchema} @public */
export type DeliveredTo = z.infer<typeof deliveredToSchema>;

/** What became of the value of a key that was created with `keepValue`. Never the value. @public */
export const keyDeliverySchema = z
  .object({
    keyId: idSchema,
    /** Who asked for the key: nobody else can take the value, admins neither. */
    person: namedRefSchema,
    /** Whether the caller is that person. */
    mine: z.boolean(),
    state: keyDeliveryStateSchema,
    /** Until then the value is kept. */
    keptUntil: instantSchema,
    takenAt: instantSchema.nullable(),
    deliveredTo: deliveredToSchema.nullable(),
  })
  .meta({ id: 'KeyDelivery' });

/** {@inheritDoc keyDeliverySchema} @public */
export type KeyDelivery = z.infer<typeof keyDeliverySchema>;

/** A name as Kubernetes takes it for a namespace: a DNS label of RFC 1123. */
const dnsLabel = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be lower-case letters, digits and hyphens, at most 63',
  );

/** The same for a Secret: labels, joined by dots. */
const dnsSubdomain = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    'must be lower-case letters, digits, hyphens and dots',
  );

/**
 * Body that has the kept value of a key written to a Secret, as `OPENAI_API_KEY` beside `OPENAI_BASE_URL`. Where it may
 * go is the operator's to say, in `litemaas.destinations`.
 * @public
 */
export const deliverKeyRequestSchema = z
  .strictObject({
    destination: z.string().min(1).max(63),
    namespace: dnsLabel,
    secretName: dnsSubdomain,
  })
  .meta({ id: 'DeliverKeyRequest' });

/** {@inheritDoc deliverKeyRequestSchema} @public */
export type DeliverKeyRequest = z.input<typeof deliverKeyRequestSchema>;
