import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { DemoPolicy } from './DemoPolicy';

/** Installs {@link DemoPolicy} with the people and groups of `litemaas.admins`. A portal has one policy: replace it by yours. */
export const policyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'litemaas-demo-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
        userInfo: coreServices.userInfo,
      },
      async init({ config, policy, userInfo }) {
        const admins = config.getOptionalStringArray('litemaas.admins') ?? [];
        policy.setPolicy(new DemoPolicy(admins, userInfo));
      },
    });
  },
});
