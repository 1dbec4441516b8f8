import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { LitemaasClient } from '@litemaas/backstage-plugin-litemaas-common';
import { litemaasApiRef } from '@litemaas/backstage-plugin-litemaas-react';

export const litemaasApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: litemaasApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: apis => new LitemaasClient(apis),
    }),
});
