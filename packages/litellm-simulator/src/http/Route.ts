import type { Request, Response } from 'express';
import type { Caller } from '../enforcement/Caller';

/**
 * Who gets through to a route, before the handler looks again (litellm-observed 1.3).
 *
 * - `public`: no key.
 * - `llm`: calls of models; budgets and rate limits apply.
 * - `models`: the OpenAI list of models; budgets apply.
 * - `info`: descriptions of models, any key.
 * - `deployments`: /v2/model/info; no key bound to LLM or management routes.
 * - `own`: any key, the handler narrows it to what is the caller's own.
 * - `keys`: changes of keys; a user for itself, an admin for all.
 * - `logs`: the spend log.
 * - `admin`, `budgets`: proxy admins.
 */
export type Access =
  | 'public'
  | 'llm'
  | 'models'
  | 'info'
  | 'deployments'
  | 'own'
  | 'keys'
  | 'logs'
  | 'admin'
  | 'budgets';

export interface Call {
  readonly request: Request;
  readonly response: Response;
  /** `x-litellm-call-id`: the caller's, or a new one. */
  readonly id: string;
  readonly startedAt: number;
  readonly body: Record<string, unknown>;
  readonly query: Record<string, string>;
  readonly params: Record<string, string>;
  readonly caller: Caller;
}

/** The handler has written the answer itself. */
export const ANSWERED = Symbol('answered');

export interface Route {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  path: string;
  access: Access;
  handle(call: Call): unknown;
}
