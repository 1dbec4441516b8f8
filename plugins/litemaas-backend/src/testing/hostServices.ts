import {
  coreServices,
  createServiceFactory,
  type BackstageUserPrincipal,
  type RootLoggerService,
  type SchedulerServiceTaskInvocationDefinition,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { notificationService } from '@backstage/plugin-notifications-node';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import { ownershipRefsOf } from './organization';

/** A host's permission policy, for a test. */
export type TestPolicy = (
  permission: Permission,
  userRef: string,
) => PolicyDecision;

/** Allows everything, as the template's policy does. */
export const allowAll: TestPolicy = () => ({ result: AuthorizeResult.ALLOW });

/** Decides by a function, conditions included. */
export function permissionsOf(policy: () => TestPolicy) {
  const decide = (permission: Permission, principal: unknown) =>
    policy()(permission, (principal as BackstageUserPrincipal).userEntityRef);
  return createServiceFactory({
    service: coreServices.permissions,
    deps: {},
    factory: () => ({
      authorize: async (requests, options) =>
        requests.map(({ permission }) => {
          const decision = decide(permission, options.credentials.principal);
          return {
            result:
              decision.result === AuthorizeResult.ALLOW
                ? AuthorizeResult.ALLOW
                : AuthorizeResult.DENY,
          };
        }),
      authorizeConditional: async (requests, options) =>
        requests.map(({ permission }) =>
          decide(permission, options.credentials.principal),
        ),
    }),
  });
}

/** Gives plugins their databases; those not named share one. */
export function databasesOf(byPlugin: Record<string, Knex>, others?: Knex) {
  return createServiceFactory({
    service: coreServices.database,
    deps: { plugin: coreServices.pluginMetadata },
    factory: ({ plugin }) => ({
      async getClient() {
        const knex = byPlugin[plugin.getId()] ?? others;
        if (!knex) {
          throw new Error(`No database for ${plugin.getId()}`);
        }
        return knex;
      },
    }),
  });
}

/** Knows people's groups from the catalog's entities. */
export function userInfoOf(entities: Entity[]) {
  return createServiceFactory({
    service: coreServices.userInfo,
    deps: {},
    factory: () => ({
      async getUserInfo({ principal }) {
        const { userEntityRef } = principal as BackstageUserPrincipal;
        return {
          userEntityRef,
          ownershipEntityRefs: ownershipRefsOf(entities, userEntityRef),
        };
      },
    }),
  });
}

/** Keeps the tasks, to be run by hand. */
export function tasksInto(
  tasks: Map<string, SchedulerServiceTaskInvocationDefinition['fn']>,
) {
  return createServiceFactory({
    service: coreServices.scheduler,
    deps: {},
    factory: () => ({
      ...mockServices.scheduler(),
      createScheduledTaskRunner: () => ({
        run: async ({ id, fn }) => {
          tasks.set(id, fn);
        },
      }),
      scheduleTask: async ({ id, fn }) => {
        tasks.set(id, fn);
      },
    }),
  });
}

/** Keeps what was sent, while notifications work. */
export function notificationsInto(
  sent: NotificationSendOptions[],
  areDown: () => boolean,
) {
  return createServiceFactory({
    service: notificationService,
    deps: {},
    factory: () => ({
      async send(notification) {
        if (areDown()) {
          throw new Error('Failed to send notifications');
        }
        sent.push(notification);
      },
    }),
  });
}

/** Keeps every line of the log, whatever its level, to look for what must not be in it. */
export function loggerInto(lines: string[]) {
  const log = (message: string, meta: object = {}) => {
    lines.push(
      `${message} ${JSON.stringify(meta, (_, value) =>
        value instanceof Error ? `${value.stack}` : value,
      )}`,
    );
  };
  const logger: RootLoggerService = {
    error: (message, meta) => log(message, meta && { meta }),
    warn: (message, meta) => log(message, meta && { meta }),
    info: (message, meta) => log(message, meta && { meta }),
    debug: (message, meta) => log(message, meta && { meta }),
    child: () => logger,
  };
  return createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => logger,
  });
}
