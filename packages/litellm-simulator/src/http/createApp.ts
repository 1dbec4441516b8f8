import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type Response,
} from 'express';
import { authorize, type Attempt } from '../enforcement/authorize';
import { ANONYMOUS } from '../enforcement/Caller';
import {
  databaseDownAnswer,
  DatabaseDown,
  needsDatabase,
} from '../faults/databaseDown';
import { finishSilenced, isAway, silence } from '../faults/faultGate';
import type { Gateway } from '../Gateway';
import { recordRefusal } from '../spend/recordCall';
import type { CallCounters } from './CallCounters';
import { GatewayError } from './errors';
import { parseBody } from './parseBody';
import { ANSWERED, type Route } from './Route';

/** Routes of the simulator itself: never counted, never broken. */
const CONTROL = '/simulator/';

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': "frame-ancestors 'none'",
};

/** What no handler foresaw is a defect of the simulator, not a wart of LiteLLM: it says so, with its trace. */
const reportDefect: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const trace = error instanceof Error ? error.stack : String(error);
  response
    .status(500)
    .type('text/plain')
    .send(`The LiteLLM simulator has a defect: ${trace}`);
};

/** The HTTP face of a gateway: every route goes through the same steps, in the order that LiteLLM has them. */
export function createApp(
  gateway: Gateway,
  routes: Route[],
  counters: CallCounters,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(express.text({ type: () => true, limit: '64mb' }));
  for (const route of routes) {
    app[route.method](route.path, (request, response, next) => {
      serve(gateway, route, counters, request, response).catch(next);
    });
  }
  for (const path of new Set(routes.map(route => route.path))) {
    app.all(path, (_, response) => {
      response.status(405).json({ detail: 'Method Not Allowed' });
    });
  }
  app.use((_, response) => {
    response.status(404).json({ detail: 'Not Found' });
  });
  app.use(reportDefect);
  return app;
}

async function serve(
  gateway: Gateway,
  route: Route,
  counters: CallCounters,
  request: Request,
  response: Response,
): Promise<void> {
  const { faults, profile } = gateway;
  if (route.path.startsWith(CONTROL)) {
    await answer(gateway, route, request, response);
    return;
  }
  counters.count(route);
  if (profile.newer) {
    response.set(SECURITY_HEADERS);
  }
  if (isAway(gateway, response)) {
    return;
  }
  const fault = faults.take(request.method, request.path);
  await pause(faults.latencyMs + (fault?.delayMs ?? 0));
  if (fault?.status !== undefined) {
    response.set(fault.headers ?? {});
    send(response, fault.status, fault.body ?? { detail: 'Injected fault' });
    return;
  }
  if (fault?.timeoutAfterEffect) {
    silence(response);
  }
  gateway.spend.flushIfDue();
  gateway.resets.runIfDue();
  await answer(gateway, route, request, response);
  finishSilenced(response, fault);
}

async function answer(
  gateway: Gateway,
  route: Route,
  request: Request,
  response: Response,
): Promise<void> {
  const attempt: Attempt = { caller: ANONYMOUS };
  const startedAt = gateway.clock.now();
  const id = callId(gateway, request);
  let body: Record<string, unknown> = {};
  let stage: 'body' | 'key' | 'handler' = 'body';
  try {
    const parsed = parseBody(gateway.profile, request, route);
    if (!(parsed instanceof GatewayError)) {
      body = parsed;
    }
    stage = 'key';
    authorize(gateway, request, route, modelOf(route, request, body), attempt);
    stage = 'handler';
    if (parsed instanceof GatewayError) {
      throw parsed;
    }
    if (gateway.faults.databaseDown && needsDatabase(route, gateway.profile)) {
      throw new DatabaseDown();
    }
    const result = await route.handle({
      request,
      response,
      id,
      startedAt,
      body,
      query: request.query as Record<string, string>,
      params: request.params,
      caller: attempt.caller,
    });
    if (result !== ANSWERED) {
      response.type('application/json').send(JSON.stringify(result ?? null));
    }
  } catch (thrown) {
    if (thrown instanceof DatabaseDown) {
      await pause(gateway.faults.databaseTimeoutMs);
    }
    const error = asAnswer(thrown, route, gateway);
    const isBooked =
      stage === 'key' || (stage === 'handler' && route.access === 'llm');
    if (isBooked && error.leavesRow) {
      const call = { request, id, startedAt, body, caller: attempt.caller };
      recordRefusal(gateway, route, call, error);
    }
    response.set(error.headers);
    send(response, error.status, error.body(gateway.profile));
  }
}

function asAnswer(
  thrown: unknown,
  route: Route,
  gateway: Gateway,
): GatewayError {
  if (thrown instanceof GatewayError) {
    return thrown;
  }
  if (thrown instanceof DatabaseDown) {
    return databaseDownAnswer(route, gateway.profile);
  }
  throw thrown;
}

/** The model a call is for; also a part of the path with some clients. */
function modelOf(
  route: Route,
  request: Request,
  body: Record<string, unknown>,
): string | undefined {
  if (route.access !== 'llm') {
    return undefined;
  }
  const model = request.params.deployment ?? body.model;
  return typeof model === 'string' ? model : undefined;
}

/** 1.82.1 takes whatever the caller chose, be it empty or without end; 1.108.2 only what looks like an id. */
function callId({ random, profile }: Gateway, request: Request): string {
  const chosen = request.headers['x-litellm-call-id'];
  return typeof chosen === 'string' &&
    (!profile.newer || (chosen !== '' && chosen.length <= 255))
    ? chosen
    : random.uuid();
}

function send(response: Response, status: number, body: unknown): void {
  if (response.headersSent) {
    return;
  }
  response.status(status);
  if (typeof body === 'string') {
    response.type('text/plain').send(body);
  } else {
    response.type('application/json').send(JSON.stringify(body ?? null));
  }
}

function pause(ms: number): Promise<void> | undefined {
  return ms > 0 ? new Promise(resolve => setTimeout(resolve, ms)) : undefined;
}
