import { z } from 'zod';
import type { LiteLlmErrorKind } from '../errors';

/** What a refusing answer says, whichever of LiteLLM's shapes it came in. */
export interface Refusal {
  status: number;
  message: string;
  type?: string;
  param?: string;
}

const text = z.string().nullish().catch(undefined);

const shapeA = z.object({
  error: z.object({ message: z.unknown(), type: text, param: text }),
});
const shapeB = z.object({
  detail: z.union([z.string(), z.object({ error: z.unknown() })]),
});
const shapeC = z.object({
  detail: z.array(
    z.object({ loc: z.array(z.unknown()).catch([]), msg: z.string() }),
  ),
});

/** Reads shapes A to D (see README), and plain text. */
export function readRefusal(status: number, body: string): Refusal {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return { status, message: body };
  }
  const a = shapeA.safeParse(parsed);
  if (a.success) {
    const { message, type, param } = a.data.error;
    return {
      status,
      message: sayable(message),
      type: named(type),
      param: named(param),
    };
  }
  const b = shapeB.safeParse(parsed);
  if (b.success) {
    const { detail } = b.data;
    return {
      status,
      message: typeof detail === 'string' ? detail : sayable(detail.error),
    };
  }
  const c = shapeC.safeParse(parsed);
  if (c.success) {
    // `input` and `ctx` of 1.82.1 hold what was sent: left out.
    const problems = c.data.detail.map(p => `${p.loc.join('.')}: ${p.msg}`);
    return { status, message: problems.join('; ') };
  }
  return { status, message: 'unrecognized error body' };
}

function sayable(message: unknown): string {
  return typeof message === 'string' ? message : JSON.stringify(message) ?? '';
}

/** 1.82.1 writes Python's None as the text "None". */
function named(value: string | null | undefined): string | undefined {
  return value === null || value === 'None' ? undefined : value;
}

const DATABASE =
  /reach database|no db connected|authentication database|connection attempts failed|query engine|database (?:is )?(?:not connected|unavailable)|db not connected|service unhealthy|connection pool/i;
const EXISTS = /already exists|already in team|unique constraint failed/i;
const BLOCKED = /^(?:authentication error, )?(?:key|team=.*) is blocked/i;
const NOT_ALLOWED =
  /not allowed to call this route|only proxy admin|only be used to generate/i;
const UNKNOWN_MODEL =
  /invalid model name passed in|no healthy deployments|no deployments available/i;

/**
 * The kind of a refusal, where no route knows better. Texts are asked only
 * where LiteLLM gives nothing else to decide by.
 */
export function kindOf(refusal: Refusal): LiteLlmErrorKind {
  const { status, message, type } = refusal;
  if (type === 'no_db_connection') return 'database';
  // "Key not found in database" (404) is an answer.
  if (status !== 404 && DATABASE.test(message)) return 'database';
  if (type === 'budget_exceeded') return 'budget_exceeded';
  if (type === 'expired_key') return 'expired_key';
  if (type?.endsWith('_model_access_denied')) return 'model_denied';
  if (EXISTS.test(message)) return 'conflict';
  if (status === 401 && BLOCKED.test(message)) return 'blocked_key';
  if (status === 401 && NOT_ALLOWED.test(message)) return 'forbidden';
  if (status === 400 && UNKNOWN_MODEL.test(message)) return 'model_unknown';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not_found';
    case 409:
      return 'conflict';
    case 429:
      return 'rate_limited';
    default:
      return status >= 500 ? 'server' : 'invalid';
  }
}
