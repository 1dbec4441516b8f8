import { ResponseError } from '@backstage/errors';
import {
  errorBodySchema,
  type ErrorCode,
} from '@litemaas/backstage-plugin-litemaas-common';

/**
 * What a failed call says, ready for a page.
 * @public
 */
export interface ErrorDescription {
  /** `refused`: the portal said no; `failed`: it broke; `unreachable`: it did not answer, and the call may have worked. */
  kind: 'refused' | 'failed' | 'unreachable';
  /** One sentence for the person, without secrets. */
  message: string;
  code: ErrorCode | undefined;
  /** A sentence per wrong field, by its path. */
  fields: Record<string, string>;
  statusCode: number | undefined;
  /** To find the event in the portal's logs: status, code and UTC time. */
  reference: string;
  at: string;
}

/** Reads any thrown value. @public */
export function describeError(
  error: unknown,
  at: Date = new Date(),
): ErrorDescription {
  const time = at.toISOString();
  if (!ResponseError.is(error)) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      kind: 'unreachable',
      message: withoutSecrets(message),
      code: undefined,
      fields: {},
      statusCode: undefined,
      reference: reference('NET', time),
      at: time,
    };
  }
  const body = errorBodySchema.safeParse(error.body);
  const {
    code,
    fields = {},
    message,
  } = body.data?.error ?? {
    code: undefined,
    message: error.cause.message,
  };
  return {
    kind: error.statusCode < 500 ? 'refused' : 'failed',
    message: withoutSecrets(message),
    code,
    fields,
    statusCode: error.statusCode,
    reference: reference(String(error.statusCode), time),
    at: time,
  };
}

/**
 * The same as Markdown for a ticket: what, when, ids; no secret.
 * @param what - what was tried, e.g. `Load models`
 * @public
 */
export function ticketText(
  what: string,
  error: ErrorDescription,
  ids: Record<string, string> = {},
): string {
  const rows = {
    What: what,
    Answer: error.message,
    When: error.at,
    Reference: error.reference,
    ...(error.code && { Code: error.code }),
    ...ids,
  };
  return withoutSecrets(
    Object.entries(rows)
      .map(([name, value]) => `- **${name}:** ${value}`)
      .join('\n'),
  );
}

function reference(prefix: string, time: string): string {
  return `LM-${prefix}-${time.slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Takes out what looks like a key or a token, whoever put it there. */
function withoutSecrets(text: string): string {
  return text
    .replace(/sk-[\w-]+/g, 'sk-…')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'token …');
}
