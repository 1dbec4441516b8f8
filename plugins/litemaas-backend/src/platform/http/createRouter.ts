import type {
  AuditorService,
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Caller, CallerService } from '../access/Caller';
import type { RouteDefinition } from './defineRoute';
import { badRequest, notAllowed } from './errors';
import { failures, jsonBody } from './failures';
import type { IdempotencyKeys } from './IdempotencyKeys';
import { nothingHere, validate, validateParams } from './validate';

/** What every route is carried by. */
export interface RouterDependencies {
  auth: AuthService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  callers: CallerService;
  access: {
    authorize(caller: Caller, permission: BasicPermission): Promise<void>;
  };
  idempotency: IdempotencyKeys;
  /** Reads each answer by its schema before it goes out: for tests, where a wrong answer must fail. */
  checkAnswers: boolean;
}

/**
 * Serves the routes: who asks, may they, is it well formed, is it a repeat, then the handler. Errors are left to the
 * framework's handler; every address that no route has answers 404 in JSON.
 */
export function createRouter(
  routes: RouteDefinition[],
  dependencies: RouterDependencies,
): Router {
  const router = PromiseRouter();
  for (const route of routes) {
    const parsers = route.method === 'get' ? [] : [jsonBody];
    router[route.method](route.path, ...parsers, (request, response) =>
      audited(route, request, dependencies, () =>
        answer(route, request, response, dependencies),
      ),
    );
  }
  router.use(() => {
    throw nothingHere();
  });
  router.use(failures);
  return router;
}

async function answer(
  route: RouteDefinition,
  request: Request,
  response: Response,
  dependencies: RouterDependencies,
): Promise<void> {
  const caller = await callerOf(route, request, dependencies);
  if (route.permission && caller) {
    await dependencies.access.authorize(caller, route.permission);
  }
  const input = {
    params: validateParams(route.params, request.params),
    query: validate(route.query, request.query, 'query'),
    body:
      route.method === 'get'
        ? undefined
        : validate(route.body, request.body, 'body'),
    caller,
    request,
  };
  const handle = () => route.handler(input);
  const key = route.method === 'get' ? undefined : idempotencyKey(request);
  const done =
    key && caller
      ? await dependencies.idempotency.run(
          {
            principal: caller.entityRef,
            route: `${request.method} ${request.path}`,
            key,
            body: input.body,
            status: route.status,
            forRepeat: route.forRepeat,
          },
          handle,
        )
      : { status: route.status, answer: await handle() };
  response
    .status(done.status)
    .json(
      dependencies.checkAnswers
        ? route.response.parse(done.answer)
        : done.answer,
    );
}

async function callerOf(
  route: RouteDefinition,
  request: Request,
  { auth, httpAuth, callers }: RouterDependencies,
): Promise<Caller | undefined> {
  const credentials = await httpAuth.credentials(request, {
    allow:
      route.access === 'public'
        ? ['none', 'user', 'service']
        : ['user', 'service'],
  });
  if (auth.isPrincipal(credentials, 'user') && route.access !== 'service') {
    return callers.callerOf(credentials);
  }
  if (route.access === 'user') {
    throw notAllowed(
      'auth.user_required',
      'Only a signed-in person can ask this.',
    );
  }
  if (route.access === 'service' && !auth.isPrincipal(credentials, 'service')) {
    throw notAllowed('auth.not_allowed', 'Only another backend can ask this.');
  }
  return undefined;
}

/** Tells the auditor of every change that was tried; never of bodies, which may hold what nobody should keep. */
async function audited(
  route: RouteDefinition,
  request: Request,
  { auditor }: RouterDependencies,
  work: () => Promise<void>,
): Promise<void> {
  if (!route.eventId) {
    await work();
    return;
  }
  const event = await auditor.createEvent({
    eventId: route.eventId,
    severityLevel: route.method === 'get' ? 'low' : 'medium',
    request,
    meta: { ...request.params },
  });
  try {
    await work();
  } catch (error) {
    await event.fail({
      error: error instanceof Error ? error : new Error(String(error)),
    });
    throw error;
  }
  await event.success();
}

/** Printable, so that it can be told from one another in a log; long enough for any UUID. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

function idempotencyKey(request: Request): string | undefined {
  const key = request.header('idempotency-key');
  if (key !== undefined && !IDEMPOTENCY_KEY.test(key)) {
    throw badRequest(
      'request.invalid',
      'The idempotency key must be 1 to 255 printable characters.',
      { 'idempotency-key': 'must be 1 to 255 printable characters' },
    );
  }
  return key;
}
