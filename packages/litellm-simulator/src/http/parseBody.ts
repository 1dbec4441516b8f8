import type { Request } from 'express';
import type { Profile } from '../profile';
import {
  ProxyError,
  UnhandledError,
  ValidationError,
  type GatewayError,
} from './errors';
import type { Route } from './Route';

/** A body that is no JSON is told before anything else, except on LLM routes, where the key comes first. */
export function parseBody(
  profile: Profile,
  request: Request,
  route: Route,
): Record<string, unknown> | GatewayError {
  const text = typeof request.body === 'string' ? request.body : '';
  if (text.trim() === '') {
    return {};
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (route.access === 'llm') {
      const error = new ProxyError(
        400,
        'Invalid JSON payload: unexpected character, expected a string key: line 1 column 2 (char 1)',
        {
          type: 'invalid_request_error',
          param: 'request_body',
          log: { class: 'ProxyException', normalized: '400_INVALID_REQUEST' },
        },
      );
      error.leavesRow = profile.newer;
      return error;
    }
    throw new ValidationError([
      {
        type: 'json_invalid',
        loc: ['body', 1],
        msg: 'JSON decode error',
        input: {},
        ctx: {
          error: 'Expecting property name enclosed in double quotes',
        },
      },
    ]);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new UnhandledError();
  }
  return value as Record<string, unknown>;
}
