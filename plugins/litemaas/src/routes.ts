import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();
export const modelsRouteRef = createRouteRef();
export const subscriptionsRouteRef = createRouteRef();
export const apiKeysRouteRef = createRouteRef();
export const usageRouteRef = createRouteRef();
export const approvalsRouteRef = createRouteRef();

/** A private model's own page; public and restricted ones have a catalog entity page. */
export const modelRouteRef = createSubRouteRef({
  parent: modelsRouteRef,
  path: '/:id',
});
export const subscriptionRouteRef = createSubRouteRef({
  parent: subscriptionsRouteRef,
  path: '/:id',
});
export const apiKeyRouteRef = createSubRouteRef({
  parent: apiKeysRouteRef,
  path: '/:id',
});
