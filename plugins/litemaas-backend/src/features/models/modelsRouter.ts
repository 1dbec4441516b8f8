import {
  catalogSnapshotSchema,
  idSchema,
  modelDetailSchema,
  modelFacetsSchema,
  modelQuerySchema,
  modelSchema,
  pageOf,
} from '@litemaas/backstage-plugin-litemaas-common';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/defineRoute';
import type { ModelService } from './ModelService';

/** The catalogue over HTTP. */
export function modelRoutes(models: ModelService) {
  return [
    defineRoute({
      method: 'get',
      path: '/models',
      summary: 'Models the caller may see',
      tag: 'Models',
      query: modelQuerySchema,
      response: pageOf(modelSchema),
      handler: ({ caller, query }) => models.list(caller, query),
    }),
    defineRoute({
      method: 'get',
      path: '/models/facets',
      summary: 'Providers and capabilities of those models, with counts',
      tag: 'Models',
      response: modelFacetsSchema,
      handler: ({ caller }) => models.facets(caller),
    }),
    defineRoute({
      method: 'get',
      path: '/models/:modelId',
      summary: 'One model, who uses it and who decides',
      tag: 'Models',
      params: z.object({ modelId: idSchema }),
      response: modelDetailSchema,
      handler: ({ caller, params }) => models.detail(caller, params.modelId),
    }),
    defineRoute({
      method: 'get',
      path: '/catalog',
      summary: 'What the catalog may know: for its entity provider',
      tag: 'Models',
      access: 'service',
      response: catalogSnapshotSchema,
      handler: () => models.catalogSnapshot(),
    }),
  ];
}
