/**
 * What went wrong, decided by status, `error.type` and text, never by status
 * alone: LiteLLM's statuses differ by version and route.
 *
 * - `unreachable`: no connection, or it broke
 * - `timeout`: no answer in time; of a write nothing is known
 * - `aborted`: the caller's signal
 * - `redirect`: any 3xx (a 307 would carry the key along)
 * - `too_large`: the answer is larger than `maxResponseBytes`
 * - `malformed`: 200 with a body that is not what the route answers
 * - `unauthorized`: the credential used for this call is refused
 * - `forbidden`: the credential is good, the call is not allowed to it
 * - `not_found`: what the call is about does not exist
 * - `conflict`: something with that id, alias or e-mail exists already
 * - `invalid`: the request is refused as it stands
 * - `custom_key_refused`: the gateway's admin allows no keys but those that it mints
 * - `database`: the gateway cannot reach its database; whatever the status, no answer
 * - `rate_limited`, `budget_exceeded`, `expired_key`, `blocked_key` (the key or
 *   its team), `model_denied`, `model_unknown`: refusals of calls to models
 * - `server`: any other 5xx
 *
 * @public
 */
export type LiteLlmErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'aborted'
  | 'redirect'
  | 'too_large'
  | 'malformed'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'invalid'
  | 'custom_key_refused'
  | 'database'
  | 'rate_limited'
  | 'budget_exceeded'
  | 'expired_key'
  | 'blocked_key'
  | 'model_denied'
  | 'model_unknown'
  | 'server';

/**
 * What a failed call left behind: `not_sent`, the gateway never saw it;
 * `refused`, it saw it and did nothing; `unknown`, it may have done it, so
 * read before repeating.
 *
 * @public
 */
export type LiteLlmOutcome = 'not_sent' | 'refused' | 'unknown';

/** @public */
export interface LiteLlmErrorFields {
  kind: LiteLlmErrorKind;
  /** Method and path of the call, without query or identifiers, e.g. `POST /key/update`. */
  route: string;
  outcome: LiteLlmOutcome;
  /** HTTP status, if there was an answer. */
  status?: number;
  /** LiteLLM's own `error.type`, if the answer had one. */
  type?: string;
}

/**
 * The only error this client throws for a call. Its message is one line,
 * without keys; it has no `cause`, since those of `fetch` may quote headers.
 *
 * @public
 */
export class LiteLlmError extends Error {
  readonly kind: LiteLlmErrorKind;
  readonly route: string;
  readonly outcome: LiteLlmOutcome;
  readonly status?: number;
  readonly type?: string;

  constructor(message: string, fields: LiteLlmErrorFields) {
    super(`LiteLLM ${fields.route}: ${message}`);
    this.name = 'LiteLlmError';
    this.kind = fields.kind;
    this.route = fields.route;
    this.outcome = fields.outcome;
    this.status = fields.status;
    this.type = fields.type;
  }
}

/**
 * Whether a value is a {@link LiteLlmError}, optionally of one of some kinds.
 * Goes by name, so that it holds across copies of this package.
 *
 * @public
 */
export function isLiteLlmError(
  error: unknown,
  ...kinds: LiteLlmErrorKind[]
): error is LiteLlmError {
  if (!(error instanceof Error) || error.name !== 'LiteLlmError') return false;
  const { kind } = error as LiteLlmError;
  return kinds.length === 0 || kinds.includes(kind);
}
