import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { AiModelsIcon } from './components/AiModelsIcon';
import { litemaasApi } from './extensions/apis';
import { entityCards } from './extensions/entityCards';
import { entityContents } from './extensions/entityContents';
import { pages } from './extensions/pages';
import {
  apiKeysRouteRef,
  approvalsRouteRef,
  modelsRouteRef,
  rootRouteRef,
  subscriptionsRouteRef,
  usageRouteRef,
} from './routes';

/**
 * The pages of LiteMaaS at `/litemaas`, entity cards of models, and the AI spend card of whoever owns keys.
 * @public
 */
export const litemaasPlugin = createFrontendPlugin({
  pluginId: 'litemaas',
  title: 'AI models',
  icon: <AiModelsIcon />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    models: modelsRouteRef,
    subscriptions: subscriptionsRouteRef,
    apiKeys: apiKeysRouteRef,
    usage: usageRouteRef,
    approvals: approvalsRouteRef,
  },
  extensions: [litemaasApi, ...pages, ...entityCards, ...entityContents],
});
