import type { Request } from 'express';
import type { Gateway } from '../Gateway';
import {
  authError,
  ProxyError,
  pythonDict,
  type GatewayError,
} from '../http/errors';
import { credentialOf, keyName, masked, sha256 } from '../http/credentials';
import type { Route } from '../http/Route';
import type { KeyRow } from '../store/rows';
import { pythonTime } from '../time/format';
import type { CachedKey } from './AuthCache';
import { checkBudgets } from './budgets';
import { ANONYMOUS, MASTER_USER, type Caller } from './Caller';
import { keyModels, requireModel } from './modelAccess';
import { requireRoute } from './routeAccess';

/** Filled while it is being found out, so that a refusal can be booked on whom it concerns. */
export interface Attempt {
  caller: Caller;
}

/**
 * Lets a request through or throws the refusal. The order is the observed one: blocked, model of the key, expired,
 * then team and user; budgets and rates follow in the LLM calls themselves.
 */
export function authorize(
  gateway: Gateway,
  request: Request,
  route: Route,
  model: string | undefined,
  attempt: Attempt,
): void {
  if (route.access === 'public') {
    return;
  }
  const raw = requireCredential(gateway, request);
  if (raw === gateway.masterKey) {
    attempt.caller = {
      kind: 'master',
      token: sha256(raw),
      userId: MASTER_USER,
      role: 'proxy_admin',
    };
    return;
  }
  if (!raw.startsWith('sk-')) {
    throw notAKey(gateway, raw, attempt);
  }
  const token = sha256(raw);
  attempt.caller = { ...ANONYMOUS, token };
  const cached = gateway.cache.key(token)?.row;
  if (!cached) {
    throw unknownKey(gateway, raw, token);
  }
  const { row: key } = cached;
  const owner = key.user_id ? gateway.cache.user(key.user_id)?.row : undefined;
  attempt.caller = {
    kind: 'key',
    token,
    key,
    userId: key.user_id,
    role: owner?.user_role ?? (key.user_id ? 'internal_user' : null),
  };
  requireUnblocked(gateway, key);
  if (route.access === 'llm') {
    requireModel(gateway, 'key', keyModels(gateway, key), model);
  }
  requireUnexpired(gateway, key, route, raw);
  requireTeam(gateway, cached);
  if (route.access === 'llm') {
    requireOwnersModel(gateway, key, model);
  }
  requireRoute(gateway.profile, route, request.path, attempt.caller);
  if (route.access === 'models') {
    checkBudgets(gateway, key, 0, gateway.profile.newer);
  }
}

function requireCredential({ profile }: Gateway, request: Request): string {
  const credential = credentialOf(request);
  switch (credential.kind) {
    case 'key':
      return credential.raw;
    case 'malformed':
      throw refused(
        'Malformed API Key passed in. Ensure Key has `Bearer ` prefix.',
      );
    default: {
      const error = refused('No api key passed in.');
      error.leavesRow = profile.newer;
      throw error;
    }
  }
}

/** What LiteLLM raises as a bare exception: no code in the log. */
function refused(text: string): ProxyError {
  return authError(401, `Authentication Error, ${text}`, {
    code: '',
    class: 'Exception',
    message: text,
    normalized: 'UNCLASSIFIED',
  });
}

function notAKey(
  { profile }: Gateway,
  raw: string,
  attempt: Attempt,
): GatewayError {
  const text = `LiteLLM Virtual Key expected. Received=${masked(
    raw,
  )}, expected to start with 'sk-'.`;
  // 1.82.1 writes the credential itself into the log
  attempt.caller = { ...ANONYMOUS, token: profile.newer ? sha256(raw) : raw };
  return profile.newer
    ? authError(401, text, { class: 'HTTPException', message: `401: ${text}` })
    : authError(401, `Authentication Error, ${text}`, {
        code: '',
        class: 'AssertionError',
        message: text,
      });
}

function unknownKey(
  { profile }: Gateway,
  raw: string,
  token: string,
): ProxyError {
  return new ProxyError(
    401,
    profile.newer
      ? 'Authentication Error, Invalid API key provided.'
      : `Authentication Error, Invalid proxy server token passed. Received API Key = ${keyName(
          raw,
        )}, Key Hash (Token) =${token}. Unable to find token in cache or \`LiteLLM_VerificationTokenTable\``,
    {
      type: 'token_not_found_in_db',
      param: 'key',
      log: profile.newer
        ? { class: 'KeyNotFoundError' }
        : { class: 'ProxyException', message: '' },
    },
  );
}

function requireUnblocked({ profile }: Gateway, key: KeyRow): void {
  if (key.blocked) {
    throw refused(
      profile.newer
        ? "Key is blocked. Update via `/key/unblock` if you're an admin."
        : "Key is blocked. Update via `/key/unblock` if you're admin.",
    );
  }
}

function requireUnexpired(
  { clock, profile }: Gateway,
  key: KeyRow,
  route: Route,
  raw: string,
): void {
  const now = clock.now();
  if (key.expires === null || key.expires > now) {
    return;
  }
  const tail = route.access === 'llm' ? key.token : raw;
  throw new ProxyError(
    profile.expiredStatus,
    `Authentication Error - Expired Key. Key Expiry time ${pythonTime(
      key.expires,
    )} and current time ${pythonTime(now)}`,
    {
      type: 'expired_key',
      param: keyName(tail),
      log: profile.newer
        ? { class: 'ProxyException' }
        : { class: 'ProxyException', message: '' },
    },
  );
}

function requireTeam({ profile }: Gateway, cached: CachedKey): void {
  const team = cached.row.team_id;
  if (!cached.teamExists && profile.newer) {
    const message = pythonDict(
      'error',
      `Team doesn't exist in db. Team=${team}. Create team via \`/team/new\` call.`,
    );
    throw authError(404, message, {
      class: 'TeamNotFoundError',
      message: `404: ${message}`,
      normalized: '404_RESOURCE_NOT_FOUND',
    });
  }
  if (cached.teamBlocked) {
    throw refused(
      `Team=${team} is blocked. Update via \`/team/unblock\` if ${
        profile.newer ? "you're an admin." : 'your admin.'
      }`,
    );
  }
}

function requireOwnersModel(
  gateway: Gateway,
  key: KeyRow,
  model: string | undefined,
): void {
  const { cache } = gateway;
  if (key.team_id) {
    const names = cache.team(key.team_id)?.row.models ?? [];
    requireModel(gateway, 'team', names, model);
  } else if (key.user_id) {
    const names = cache.user(key.user_id)?.row.models ?? [];
    requireModel(gateway, 'user', names, model);
  }
}
