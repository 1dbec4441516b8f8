import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createKeyAction } from './actions/createKey';
import { deliverKeyAction } from './actions/deliverKey';
import { requestSubscriptionAction } from './actions/requestSubscription';
import { LitemaasForTasks } from './LitemaasForTasks';

/**
 * Adds the actions of LiteMaaS to the scaffolder: `litemaas:subscription:request`, `litemaas:key:create` and
 * `litemaas:key:deliver`.
 *
 * @public
 */
export const scaffolderModuleLitemaas = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'litemaas',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ actions, ...services }) {
        const litemaas = new LitemaasForTasks(services);
        actions.addActions(
          requestSubscriptionAction(litemaas),
          createKeyAction(litemaas),
          deliverKeyAction(litemaas),
        );
      },
    });
  },
});
