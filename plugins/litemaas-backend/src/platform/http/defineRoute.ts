import type { BasicPermission } from '@backstage/plugin-permission-common';
import type { Request } from 'express';
import type { z } from 'zod';
import type { Caller } from '../access/Caller';

/** What a handler is given: checked and authorised. */
export interface RouteInput<P, Q, B, C> {
  params: P;
  query: Q;
  body: B;
  caller: C;
  request: Request;
}

/**
 * `user`: a signed-in person. `public`: anybody; the handler learns who asks when they sent credentials. `service`:
 * another plugin of this Backstage, in its own name.
 */
export type Access = 'user' | 'public' | 'service';

type Method =
  | { method: 'get'; eventId?: string }
  /** `eventId`: kebab-case name of the auditor event of the change. */
  | { method: 'post' | 'patch' | 'delete'; eventId: string };

/** One route, as a feature writes it down. */
export type RouteOptions<P, Q, B, R, A extends Access> = Method & {
  /** Express style, e.g. `/keys/:keyId`. */
  path: string;
  summary: string;
  tag: string;
  access?: A;
  /** Checked before the handler. */
  permission?: BasicPermission;
  /** What does not fit is not found: an id that is none answers 404. */
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  response: z.ZodType<R>;
  status?: 200 | 201;
  /** What a repeat under the same idempotency key may see: the answer without its secret. */
  forRepeat?(answer: NoInfer<R>): NoInfer<R>;
  handler(
    input: RouteInput<P, Q, B, A extends 'user' ? Caller : Caller | undefined>,
  ): Promise<NoInfer<R>>;
};

/** A route for {@link createRouter} and the OpenAPI document. */
export interface RouteDefinition {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  summary: string;
  tag: string;
  access: Access;
  permission?: BasicPermission;
  eventId?: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  response: z.ZodType;
  status: 200 | 201;
  forRepeat(answer: unknown): unknown;
  handler(
    input: RouteInput<unknown, unknown, unknown, Caller | undefined>,
  ): Promise<unknown>;
}

/**
 * Writes down one route: what it takes, answers and asks of the caller. Types of the handler follow from the schemas;
 * {@link createRouter} keeps the promise at run time.
 */
export function defineRoute<
  R,
  P = unknown,
  Q = unknown,
  B = unknown,
  A extends Access = 'user',
>(route: RouteOptions<P, Q, B, R, A>): RouteDefinition {
  // The schemas made the values what the types say; TypeScript cannot follow that through a list of routes.
  const { handler, forRepeat } = route as unknown as Pick<
    RouteDefinition,
    'handler'
  > & { forRepeat?: RouteDefinition['forRepeat'] };
  return {
    ...route,
    access: route.access ?? 'user',
    status: route.status ?? 200,
    handler: input => handler.call(route, input),
    forRepeat: answer => (forRepeat ? forRepeat.call(route, answer) : answer),
  };
}
