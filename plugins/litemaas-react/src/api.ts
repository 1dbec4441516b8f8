import { createApiRef } from '@backstage/frontend-plugin-api';
import type { LitemaasApi } from '@litemaas/backstage-plugin-litemaas-common';

/**
 * Where pages and cards find LiteMaaS. The `litemaas` plugin provides it; a module of that plugin may replace it.
 * @public
 */
export const litemaasApiRef = createApiRef<LitemaasApi>().with({
  id: 'plugin.litemaas.service',
  pluginId: 'litemaas',
});
