import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { ErrorCode } from '@litemaas/backstage-plugin-litemaas-common';

/** A sentence per wrong field, by its path, e.g. `modelIds.0`. */
export type Fields = Record<string, string>;

/**
 * The refusals of this API. `code` and `fields` are plain members, so that the framework's handler writes them into
 * the answer; the message is one sentence for the person who asked.
 */
export function badRequest(code: ErrorCode, message: string, fields?: Fields) {
  return Object.assign(new InputError(message), {
    code,
    ...(fields && { fields }),
  });
}

/** What is not there, or may not be seen: the two answer alike. */
export function notFound(code: ErrorCode, message: string) {
  return Object.assign(new NotFoundError(message), { code });
}

/** What the present state does not allow. */
export function conflict(code: ErrorCode, message: string, fields?: Fields) {
  return Object.assign(new ConflictError(message), {
    code,
    ...(fields && { fields }),
  });
}

/** What the caller may see, but not do. */
export function notAllowed(code: ErrorCode, message: string) {
  return Object.assign(new NotAllowedError(message), { code });
}

/** What cannot be done while something else is away. */
export function unavailable(code: ErrorCode, message: string) {
  return Object.assign(new ServiceUnavailableError(message), {
    code,
    retryAfterSeconds: 5,
  });
}
