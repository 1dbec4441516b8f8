import type { LiteLlmErrorKind, LiteLlmOutcome } from '../errors';

/** Codes of errors that came before the first byte was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
]);

/** What is known of a call that got no answer. */
export function outcomeWithout(code: string | undefined): LiteLlmOutcome {
  return code && NEVER_SENT.has(code) ? 'not_sent' : 'unknown';
}

/** A 4xx is a refusal, unless the database was away; of the rest nothing is known. */
export function outcomeOf(
  kind: LiteLlmErrorKind,
  status?: number,
): LiteLlmOutcome {
  const refused =
    status !== undefined &&
    status >= 400 &&
    status < 500 &&
    kind !== 'database' &&
    kind !== 'too_large';
  return refused ? 'refused' : 'unknown';
}

/**
 * The code and text that `fetch` hides in the cause of its error. Looked at by
 * shape: the error may come from another realm.
 */
export function causeOf(error: unknown): { code?: string; text?: string } {
  const cause = member(error, 'cause') ?? error;
  const code = member(cause, 'code');
  const text = member(cause, 'message');
  return {
    code: typeof code === 'string' ? code : undefined,
    text: typeof text === 'string' ? text : undefined,
  };
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Reflect.get(value, name);
}
