import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { compose, type Features } from './compose';
import { readLitemaasConfig, type LitemaasConfig } from './config';
import { deliveryRoutes } from './features/deliveries/deliveriesRouter';
import type { LoadKubernetes } from './features/deliveries/KubernetesSecrets';
import { healthRoutes } from './features/health/healthRouter';
import { keyRoutes } from './features/keys/keysRouter';
import { mirrorPlans } from './features/models/mirrorPlans';
import { modelRoutes } from './features/models/modelsRouter';
import { peopleRoutes } from './features/people/peopleRouter';
import { subscriptionRoutes } from './features/subscriptions/subscriptionsRouter';
import { usageRoutes } from './features/usage/usageRouter';
import { CallerService } from './platform/access/Caller';
import { schedulerGuardRef } from './platform/access/schedulerGuard';
import { Announcer } from './platform/Announcer';
import { systemClock, type Clock } from './platform/clock';
import { openDatabase } from './platform/database/migrate';
import {
  developmentRingKey,
  installationId,
} from './platform/database/settings';
import { createRouter } from './platform/http/createRouter';
import { openApiRoute } from './platform/http/openApi';
import { createLiteLlm } from './platform/litellm';
import { KeyRing } from './platform/secrets/KeyRing';
import { scheduleTasks } from './tasks';

/** What tests bring along. */
export interface LitemaasPluginOptions {
  clock?: Clock;
  /** How long the breaker keeps calls from a gateway that failed. */
  breakerOpenMs?: number;
  /** Jest knows no `import()`. */
  loadKubernetes?: LoadKubernetes;
}

/** Makes the plugin; the host's is {@link litemaasPlugin}. */
export function createLitemaasPlugin(options: LitemaasPluginOptions = {}) {
  const { clock = systemClock, breakerOpenMs } = options;
  const { loadKubernetes = () => import('@kubernetes/client-node') } = options;
  return createBackendPlugin({
    pluginId: 'litemaas',
    register(env) {
      env.registerInit({
        deps: {
          auditor: coreServices.auditor,
          auth: coreServices.auth,
          cache: coreServices.cache,
          catalog: catalogServiceRef,
          database: coreServices.database,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          lifecycle: coreServices.lifecycle,
          logger: coreServices.logger,
          notifications: notificationService,
          permissions: coreServices.permissions,
          permissionsRegistry: coreServices.permissionsRegistry,
          rootConfig: coreServices.rootConfig,
          // Ahead of what it guards.
          schedulerGuard: schedulerGuardRef,
          scheduler: coreServices.scheduler,
          signals: signalsServiceRef,
          userInfo: coreServices.userInfo,
        },
        async init(services) {
          const { httpRouter, logger } = services;
          const config = readLitemaasConfig(services.rootConfig, {
            isProduction: process.env.NODE_ENV === 'production',
          });
          const db = await openDatabase(services.database);
          await mirrorPlans(db, clock, config.plans);

          const [sealing = await developmentRingKey(db, clock), ...older] =
            config.ring;
          const notices =
            config.ring.length > 0
              ? []
              : [
                  'litemaas.secrets.ring is not set: keys on their way to the gateway are sealed with a key that lies in the same database',
                ];
          notices.forEach(notice => logger.warn(notice));

          const announcer = new Announcer(services);
          // Nothing here waits for the gateway: while it is away the portal starts and says so.
          const features = compose({
            ...services,
            announcer,
            config,
            clock,
            db,
            ring: new KeyRing([sealing, ...older]),
            installation: await installationId(db, clock),
            litellm: createLiteLlm({
              ...config.gateway,
              clock,
              logger,
              onChange: () => announcer.changed('health'),
              breakerOpenMs,
            }),
            loadKubernetes,
            notices,
          });
          features.access.register(services.permissionsRegistry);
          // Before the first row: a month that has rows gets no partition any more.
          await features.partitions();

          const routes = routesOf(features, config);
          for (const route of routes.filter(one => one.access === 'public')) {
            httpRouter.addAuthPolicy({
              path: route.path,
              allow: 'unauthenticated',
            });
          }
          const callers = new CallerService({
            ...config,
            userInfo: services.userInfo,
            uncounted: refs => features.people.uncounted(refs),
            titleOf: async ref => (await features.people.namedRef(ref)).title,
          });
          services.schedulerGuard.admitAdmins(callers);
          httpRouter.use(
            createRouter(routes, {
              ...services,
              ...features,
              callers,
              checkAnswers: process.env.NODE_ENV === 'test',
            }),
          );
          await scheduleTasks(services.scheduler, features);
          services.lifecycle.addShutdownHook(() => features.worker.stop());
        },
      });
    },
  });
}

/** Every route, feature by feature. */
function routesOf(features: Features, config: LitemaasConfig) {
  const { id, title, publicUrl } = config.gateway;
  const routes = [
    ...peopleRoutes({
      people: features.people,
      approvalsFor: caller => features.approvals.standingOf(caller),
      gateway: { id, title, publicUrl },
      support: config.support,
    }),
    ...modelRoutes(features.models),
    ...subscriptionRoutes(features),
    ...keyRoutes({
      keys: features.keys,
      issue: features.keyIssue,
      edits: features.keyEdits,
    }),
    ...deliveryRoutes(features.deliveries),
    ...usageRoutes(features.usage),
    ...healthRoutes(features.health),
  ];
  return [...routes, openApiRoute(routes)];
}

/**
 * LiteMaaS: models as a service on a LiteLLM gateway, under `/api/litemaas`.
 * @public
 */
export const litemaasPlugin = createLitemaasPlugin();
