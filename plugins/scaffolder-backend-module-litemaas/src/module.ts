import { createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';

/**
 * Adds the actions of LiteMaaS to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleLitemaas = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'litemaas',
  register({ registerInit }) {
    registerInit({
      deps: { actions: scaffolderActionsExtensionPoint },
      async init({ actions }) {
        actions.addActions();
      },
    });
  },
});
