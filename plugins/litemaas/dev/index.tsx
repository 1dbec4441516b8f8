// This is an app, though it lives in a plugin's package.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';
import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { litemaasApiRef } from '@litemaas/backstage-plugin-litemaas-react';
import ReactDOM from 'react-dom/client';
import litemaasPlugin from '../src';
import { InMemoryLitemaas } from './InMemoryLitemaas';
import { entities } from './fixtures/entities';
import { currentVariant } from './variant';

const inMemory = createFrontendModule({
  pluginId: 'litemaas',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: litemaasApiRef,
          deps: {},
          factory: () => new InMemoryLitemaas(currentVariant()),
        }),
    }),
  ],
});

const catalog = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => new InMemoryCatalogClient({ entities: entities() }),
        }),
    }),
  ],
});

const app = createApp({
  features: [litemaasPlugin, inMemory, catalogPlugin, catalog],
});

const root = document.getElementById('root');
if (root) {
  ReactDOM.createRoot(root).render(app.createRoot());
}
