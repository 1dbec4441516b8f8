import type { Profile } from '../profile';
import type { CallError } from '../store/rows';

/** An answer that is not 200. `body` is what goes over the wire; text is sent as plain text. */
export abstract class GatewayError extends Error {
  readonly headers: Record<string, string> = {};
  /** Whether the refusal becomes a row of the spend log. */
  leavesRow = true;

  constructor(readonly status: number, message: string) {
    super(message);
  }

  abstract body(profile: Profile): unknown;
}

interface ProxyErrorOptions {
  type?: string | null;
  /** Absent: what the profile writes when an error names no parameter. */
  param?: string | null;
  extra?: Record<string, unknown>;
  /** How the refusal is written to the spend log, if it differs from the answer. */
  log?: Partial<CallError>;
  headers?: Record<string, string>;
}

/** Shape A: `{"error":{"message","type","param","code"}}`. */
export class ProxyError extends GatewayError {
  readonly type: string | null;
  readonly log: Partial<CallError>;
  private readonly param: string | null | undefined;
  private readonly extra: Record<string, unknown>;

  constructor(
    status: number,
    message: string,
    options: ProxyErrorOptions = {},
  ) {
    super(status, message);
    this.type =
      options.type === undefined ? 'internal_server_error' : options.type;
    this.param = options.param;
    this.extra = options.extra ?? {};
    this.log = options.log ?? {};
    Object.assign(this.headers, options.headers);
  }

  body(profile: Profile): unknown {
    return {
      error: {
        message: this.message,
        type: this.type,
        param: this.param === undefined ? profile.noParam : this.param,
        code: String(this.status),
        ...this.extra,
      },
    };
  }
}

/** Shape B: `{"detail": …}`. */
export class DetailError extends GatewayError {
  constructor(status: number, readonly detail: unknown) {
    super(status, typeof detail === 'string' ? detail : JSON.stringify(detail));
  }

  body(): unknown {
    return { detail: this.detail };
  }
}

export interface ValidationIssue {
  type: string;
  loc: (string | number)[];
  msg: string;
  input?: unknown;
  ctx?: Record<string, unknown>;
}

/** Shape C: 422 with a list. 1.108.2 leaves `input` and `ctx` out. */
export class ValidationError extends GatewayError {
  constructor(readonly issues: ValidationIssue[]) {
    super(422, issues[0]?.msg ?? 'Validation failed');
  }

  body(profile: Profile): unknown {
    return {
      detail: profile.newer
        ? this.issues.map(({ type, loc, msg }) => ({ type, loc, msg }))
        : this.issues,
    };
  }
}

/** Shape D: what LiteLLM did not foresee. 1.82.1 answers with plain text. */
export class UnhandledError extends GatewayError {
  constructor() {
    super(500, 'Internal Server Error');
  }

  body(profile: Profile): unknown {
    return profile.newer
      ? {
          error: {
            message: 'Internal server error',
            type: 'internal_server_error',
          },
        }
      : 'Internal Server Error';
  }
}

/** A failure of authentication: `param` is the text "None" in both releases. */
export function authError(
  status: number,
  message: string,
  log: Partial<CallError> = {},
): ProxyError {
  return new ProxyError(status, message, {
    type: 'auth_error',
    param: 'None',
    log,
  });
}

/** An HTTPException of Python whose detail is `{'error': text}`, wrapped in shape A. */
export function wrappedError(
  status: number,
  text: string,
  options: ProxyErrorOptions = {},
): ProxyError {
  return new ProxyError(status, pythonDict('error', text), options);
}

export function pythonDict(member: string, text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/\n/g, '\\n');
  return `{'${member}': ${quote}${
    quote === "'" ? escaped.replace(/'/g, "\\'") : escaped
  }${quote}}`;
}

/** Python prints whole floats with `.0`. */
export function pythonFloat(value: number): string {
  if (Number.isInteger(value)) {
    return `${value}.0`;
  }
  const text = String(value);
  // 1.41e-05, where JavaScript writes 0.0000141 or 1.41e-5
  if (Math.abs(value) < 1e-4) {
    return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
  }
  return text;
}

export function pythonList(items: string[]): string {
  return `[${items.map(item => `'${item}'`).join(', ')}]`;
}

const LICENCE =
  'You must be a LiteLLM Enterprise user to use this feature. If you have a license please set `LITELLM_LICENSE` in your env. ' +
  'Get a 7 day trial key here: https://www.litellm.ai/enterprise#trial. \nPricing: https://www.litellm.ai/#pricing';

export function licenceText(before: string): string {
  return `${before}${LICENCE}`;
}
