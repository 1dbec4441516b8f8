import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { LitemaasClient } from '@litemaas/backstage-plugin-litemaas-common';
import { LitemaasEntityProvider } from './LitemaasEntityProvider';
import { readProviderConfigs } from './readProviderConfigs';

/**
 * Adds the entity provider of LiteMaaS to the catalog, once per entry of `catalog.providers.litemaas`.
 *
 * @public
 */
export const catalogModuleLitemaas = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'litemaas',
  register({ registerInit }) {
    registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, catalog, config, discovery, logger, scheduler }) {
        const client = new LitemaasClient({ discoveryApi: discovery });
        for (const provider of readProviderConfigs(config)) {
          catalog.addEntityProvider(
            new LitemaasEntityProvider({
              ...provider,
              logger,
              taskRunner: scheduler.createScheduledTaskRunner(
                provider.schedule,
              ),
              async readSnapshot(signal) {
                const { token } = await auth.getPluginRequestToken({
                  onBehalfOf: await auth.getOwnServiceCredentials(),
                  targetPluginId: 'litemaas',
                });
                return client.getCatalogSnapshot({ token, signal });
              },
            }),
          );
        }
      },
    });
  },
});
