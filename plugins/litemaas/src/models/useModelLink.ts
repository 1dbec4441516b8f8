import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { modelRouteRef } from '../routes';

/** Where a model's title leads: its catalog entity page; a private model's, our own page. */
export function useModelLink(): (
  model: Pick<Model, 'id' | 'entityRef'>,
) => string {
  const entityRoute = useRouteRef(entityRouteRef);
  const modelRoute = useRouteRef(modelRouteRef);
  return ({ id, entityRef }) =>
    (entityRef && entityRoute?.(entityRouteParams(entityRef))) ||
    (modelRoute?.({ id }) ?? '');
}
