import {
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { AiModelsIcon } from '../components/AiModelsIcon';
import {
  apiKeysRouteRef,
  approvalsRouteRef,
  modelsRouteRef,
  rootRouteRef,
  subscriptionsRouteRef,
  usageRouteRef,
} from '../routes';

const page = PageBlueprint.make({
  params: {
    path: '/litemaas',
    title: 'AI models',
    icon: <AiModelsIcon />,
    routeRef: rootRouteRef,
  },
});

const modelsPage = SubPageBlueprint.make({
  name: 'models',
  params: {
    path: 'models',
    title: 'Models',
    routeRef: modelsRouteRef,
    loader: () => import('../patternFly').then(m => <m.ModelsPage />),
  },
});

const subscriptionsPage = SubPageBlueprint.make({
  name: 'subscriptions',
  params: {
    path: 'subscriptions',
    title: 'Subscriptions',
    routeRef: subscriptionsRouteRef,
    loader: () => import('../patternFly').then(m => <m.SubscriptionsPage />),
  },
});

const apiKeysPage = SubPageBlueprint.make({
  name: 'api-keys',
  params: {
    path: 'api-keys',
    title: 'API keys',
    routeRef: apiKeysRouteRef,
    loader: () => import('../patternFly').then(m => <m.ApiKeysPage />),
  },
});

const usagePage = SubPageBlueprint.make({
  name: 'usage',
  params: {
    path: 'usage',
    title: 'Usage',
    routeRef: usageRouteRef,
    loader: () => import('../patternFly').then(m => <m.UsagePage />),
  },
});

const approvalsPage = SubPageBlueprint.make({
  name: 'approvals',
  params: {
    path: 'approvals',
    title: 'Approvals',
    routeRef: approvalsRouteRef,
    loader: () => import('../patternFly').then(m => <m.ApprovalsPage />),
  },
});

/** The page and its tabs, in the order they show. */
export const pages = [
  page,
  modelsPage,
  subscriptionsPage,
  apiKeysPage,
  usagePage,
  approvalsPage,
];
