import { z } from 'zod';
import { instantSchema } from '../wire';

/** State of one part; `unknown` before it was first tried. @public */
export const checkStateSchema = z.enum(['ok', 'degraded', 'down', 'unknown']);

/**
 * Health of LiteMaaS. Anybody reads the states; `details` are there for admins only.
 * @public
 */
export const healthSchema = z
  .object({
    status: checkStateSchema,
    checks: z.object({
      database: checkStateSchema,
      gateway: checkStateSchema,
      sync: checkStateSchema,
      usage: checkStateSchema,
    }),
    details: z
      .object({
        gateway: z.object({
          url: z.string(),
          version: z.string().nullable(),
          lastContactAt: instantSchema.nullable(),
          lastError: z.string().nullable(),
          breaker: z.enum(['closed', 'open', 'half-open']),
          /** Who makes the values of keys: the portal, unless the gateway takes none but its own; `null` before the first. */
          keysMintedBy: z.enum(['portal', 'gateway']).nullable(),
          /** Minutes the gateway's clock zone differs from UTC in its budgets, when known. */
          notices: z.array(z.string()),
        }),
        sync: z.object({
          pending: z.number().int(),
          parked: z.number().int(),
          oldestPendingAt: instantSchema.nullable(),
          lastRunAt: instantSchema.nullable(),
        }),
        usage: z.object({ completeUpTo: instantSchema.nullable() }),
        models: z.object({
          published: z.number().int(),
          /** Names the gateway offers that cannot be published. */
          refused: z.array(z.string()),
          lastImportAt: instantSchema.nullable(),
          /** Why they could not be read the last time: a sentence, without secrets. */
          problem: z.string().nullable(),
        }),
      })
      .optional(),
  })
  .meta({ id: 'Health' });

/** {@inheritDoc healthSchema} @public */
export type Health = z.infer<typeof healthSchema>;
