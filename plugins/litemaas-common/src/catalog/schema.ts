import { z } from 'zod';
import { modelSchema } from '../models/schema';
import { instantSchema } from '../wire';

/** A model as the catalog entity shows it: no price, no health, nothing that changes often. @public */
export const catalogModelSchema = modelSchema
  .pick({
    name: true,
    title: true,
    provider: true,
    description: true,
    mode: true,
    capabilities: true,
    contextWindow: true,
    visibility: true,
    lifecycle: true,
  })
  .extend({
    /** `metadata.name` of the entity, unique within the gateway. */
    entityName: z.string(),
    ownerRef: z.string(),
  })
  .meta({ id: 'CatalogModel' });

/** {@inheritDoc catalogModelSchema} @public */
export type CatalogModel = z.infer<typeof catalogModelSchema>;

/**
 * All that the catalog may know: the gateway and its public and restricted models. For services only.
 * @public
 */
export const catalogSnapshotSchema = z
  .object({
    gateway: z.object({
      id: z.string(),
      title: z.string(),
      publicUrl: z.string(),
      ownerRef: z.string(),
    }),
    /** When the models were last read from the gateway; `null`: never yet, so nothing can be said of what is gone. */
    importedAt: instantSchema.nullable(),
    models: z.array(catalogModelSchema),
  })
  .meta({ id: 'CatalogSnapshot' });

/** {@inheritDoc catalogSnapshotSchema} @public */
export type CatalogSnapshot = z.infer<typeof catalogSnapshotSchema>;
