import { createFrontendModule } from '@backstage/frontend-plugin-api';

/**
 * What templates can use of LiteMaaS.
 * @public
 */
export const scaffolderModuleLitemaas = createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [],
});
