import { z } from 'zod';
import { instantSchema, namedRefSchema } from '../wire';

/** The caller, as every page needs to know them. @public */
export const meSchema = z
  .object({
    person: namedRefSchema,
    isAdmin: z.boolean(),
    isAuditor: z.boolean(),
    /** For whom the caller may subscribe and hold keys: themselves first, then their groups, then components. */
    owners: z.array(
      namedRefSchema.extend({ kind: z.enum(['user', 'group', 'component']) }),
    ),
    /** Whether some model's requests come to the caller, and how many wait now. */
    approvals: z.object({ mayDecide: z.boolean(), waiting: z.number().int() }),
    gateway: z.object({
      id: z.string(),
      title: z.string(),
      /** Address for snippets, ending in `/v1`. */
      publicUrl: z.string(),
    }),
    /** Whom to ask, from the configuration: a sentence, an address or a link. */
    support: z.string().nullable(),
  })
  .meta({ id: 'Me' });

/** {@inheritDoc meSchema} @public */
export type Me = z.infer<typeof meSchema>;

/** How fresh what the pages show is. @public */
export const freshnessSchema = z
  .object({
    gateway: z.enum(['connected', 'unreachable', 'unknown']),
    /** Since when the gateway has been in this state. */
    since: instantSchema.nullable(),
    lastContactAt: instantSchema.nullable(),
    lastSyncAt: instantSchema.nullable(),
    /** Changes that the gateway has not confirmed yet. */
    pendingChanges: z.number().int(),
    gatewayVersion: z.string().nullable(),
    usageCompleteUpTo: instantSchema.nullable(),
  })
  .meta({ id: 'Freshness' });

/** {@inheritDoc freshnessSchema} @public */
export type Freshness = z.infer<typeof freshnessSchema>;
