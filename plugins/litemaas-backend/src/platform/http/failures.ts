import { InputError, NotFoundError } from '@backstage/errors';
import express, {
  type ErrorRequestHandler,
  type RequestHandler,
} from 'express';
import { badRequest, unavailable } from './errors';
import { nothingHere } from './validate';

const BODY_LIMIT = '100kb';
const parseJson = express.json({ limit: BODY_LIMIT });

/** Reads a JSON body; anything else that carries a body is refused rather than read as an empty one. */
export const jsonBody: RequestHandler = (request, response, next) => {
  const length = request.headers['content-length'];
  const hasBody =
    request.headers['transfer-encoding'] !== undefined ||
    (length !== undefined && length !== '0');
  if (hasBody && !request.is('application/json')) {
    next(
      Object.assign(
        badRequest('request.invalid', 'The body must be application/json.', {
          body: 'must be application/json',
        }),
        { statusCode: 415 },
      ),
    );
    return;
  }
  parseJson(request, response, next);
};

/**
 * The last stop before the framework's handler, which knows the errors of `@backstage/errors` only: what Express, its
 * body parser and the database driver throw becomes one of those. Their own errors may quote the body.
 */
export const failures: ErrorRequestHandler = (error, _, response, next) => {
  const known = translate(error);
  if (
    known instanceof Error &&
    'retryAfterSeconds' in known &&
    typeof known.retryAfterSeconds === 'number'
  ) {
    response.set('retry-after', String(known.retryAfterSeconds));
  }
  next(known);
};

function translate(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return error;
  }
  if (isDatabaseAway(error)) {
    return unavailable(
      'service.unavailable',
      'The database does not answer; try again shortly.',
    );
  }
  const isOurs = error instanceof InputError || error instanceof NotFoundError;
  const status = 'status' in error ? error.status : undefined;
  if (isOurs || typeof status !== 'number') {
    return error;
  }
  if (error instanceof URIError) {
    return nothingHere();
  }
  if (status === 413) {
    return Object.assign(
      badRequest('request.too_large', 'The body is larger than 100 kB.'),
      { statusCode: 413 },
    );
  }
  if (status >= 400 && status < 500) {
    return Object.assign(
      badRequest('request.invalid', 'The body cannot be read as JSON.', {
        body: 'must be JSON',
      }),
      { statusCode: status },
    );
  }
  return error;
}

/**
 * Errors that say the database is away: of the socket, of PostgreSQL going down or coming up (class 57P), of its
 * connections (class 08, 53300), and of the pool that waited for one in vain.
 */
const AWAY =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|57P0[1-3]|08\w{3}|53300)$/;

/** Whether an error says that the database cannot be reached, rather than that a statement was wrong. */
export function isDatabaseAway(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  return (
    (typeof code === 'string' && AWAY.test(code)) ||
    error.name === 'KnexTimeoutError' ||
    /^Connection (terminated|ended)/.test(error.message)
  );
}
