import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { Router } from 'express';
import { notAllowed } from '../http/errors';
import type { CallerService } from './Caller';

/** Lets admins through, once it can tell who is one. */
export interface SchedulerGuard {
  admitAdmins(callers: CallerService): void;
}

/**
 * Keeps everybody but other backends and the admins from Backstage's own routes for our tasks, where one lists, triggers
 * and cancels them: by themselves they ask for no permission.
 *
 * Those routes are mounted as the scheduler is made, before the plugin's own. This service is to be made earlier: name
 * it ahead of `coreServices.scheduler` among the dependencies.
 */
export const schedulerGuardRef = createServiceRef<SchedulerGuard>({
  id: 'litemaas.scheduler-guard',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        auth: coreServices.auth,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      factory({ auth, httpAuth, httpRouter }) {
        let callers: CallerService | undefined;
        // A router, as the scheduler's is: what reaches its routes, in whatever case, meets this one first.
        const router = Router();
        router.use('/.backstage/scheduler', (request, _, next) => {
          const check = async () => {
            const credentials = await httpAuth.credentials(request, {
              allow: ['user', 'service'],
            });
            if (auth.isPrincipal(credentials, 'service')) {
              return;
            }
            const isAdmin =
              auth.isPrincipal(credentials, 'user') &&
              (await callers?.callerOf(credentials))?.isAdmin;
            if (!isAdmin) {
              throw notAllowed(
                'auth.not_allowed',
                'Only admins and other backends may see or run tasks.',
              );
            }
          };
          check().then(() => next(), next);
        });
        httpRouter.use(router);
        return {
          admitAdmins(those) {
            callers = those;
          },
        };
      },
    }),
});
