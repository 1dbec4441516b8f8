import { z } from 'zod';

/** An instant on the wire: ISO 8601 in UTC, ending in `Z`. @public */
export const instantSchema = z.iso
  .datetime()
  .meta({ id: 'Instant', description: 'ISO 8601, UTC' });

/** Identifier of one of our rows: a UUID (version 7), in lower case whatever was typed. @public */
export const idSchema = z.uuid().toLowerCase().meta({ id: 'Id' });

/** A full entity reference, e.g. `user:default/ana.ruiz`. @public */
export const entityRefSchema = z
  .string()
  .max(512)
  .regex(
    /^[a-z][a-z0-9.-]*:[a-z0-9._-]+\/[a-z0-9._-]+$/i,
    'must be a full entity reference such as user:default/ana',
  )
  .meta({ id: 'EntityRef' });

/** Somebody or something named on a page: its reference and what to call it. @public */
export const namedRefSchema = z
  .object({ entityRef: z.string(), title: z.string() })
  .meta({ id: 'NamedRef' });

/** {@inheritDoc namedRefSchema} @public */
export type NamedRef = z.infer<typeof namedRefSchema>;

/** Line of text a person typed, without control characters; trimmed. @public */
export function textSchema(maxLength: number) {
  return z
    .string()
    .trim()
    .max(maxLength)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters');
}

/** Query of every list: a page size and the opaque cursor of the page before. @public */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(2048).optional(),
});

/** {@inheritDoc pageQuerySchema} @public */
export type PageQuery = z.input<typeof pageQuerySchema>;

/** The shape of every list: items, the exact count of all that match, and the next cursor. @public */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    totalItems: z.number().int(),
    pageInfo: z.object({ nextCursor: z.string().optional() }),
  });
}

/** {@inheritDoc pageOf} @public */
export interface Page<T> {
  items: T[];
  totalItems: number;
  pageInfo: { nextCursor?: string };
}

/** Values of a filter that may be given once or several times in a query string. @public */
export function manyOf<T extends z.ZodType>(item: T) {
  return z.preprocess(
    value => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).max(50).optional(),
  );
}

/** One line of a timeline: who did what, when, and why. @public */
export const timelineEntrySchema = z
  .object({
    at: instantSchema,
    /** `null`: the portal itself, e.g. an expiry. */
    actor: namedRefSchema.nullable(),
    /** A stable word such as `requested`, `approved`, `blocked`. */
    action: z.string(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'TimelineEntry' });

/** {@inheritDoc timelineEntrySchema} @public */
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
