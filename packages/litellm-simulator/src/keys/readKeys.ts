import { z } from 'zod';
import { isAdmin, isViewer, type Caller } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { asToken } from '../http/credentials';
import { ProxyError, type GatewayError } from '../http/errors';
import type { Call } from '../http/Route';
import { check, pageParameter } from '../http/validation';
import type { KeyRow } from '../store/rows';
import { pageOf } from '../store/pageOf';
import { deletedKeyInfo, keyInfo } from './keyView';

function notFound(): GatewayError {
  return new ProxyError(404, 'Key not found in database', {
    type: 'not_found_error',
    param: 'key',
  });
}

export function showKey(gateway: Gateway, { caller, query }: Call) {
  const { clock, profile, store } = gateway;
  const asked = query.key || caller.token;
  const token = asToken(asked);
  const row = store.keys.get(token);
  if (row) {
    requireOwn(caller, row);
    return { key: asked, info: keyInfo(row, profile, store, clock.now()) };
  }
  const archived = store.deletedKeys.findLast(old => old.token === token);
  if (!archived || !profile.newer) {
    throw notFound();
  }
  requireOwn(caller, archived);
  return { key: asked, info: deletedKeyInfo(archived, profile) };
}

/** A key without owner may look at any other key without owner. */
function requireOwn(caller: Caller, row: KeyRow): void {
  const own =
    isAdmin(caller) ||
    isViewer(caller) ||
    row.token === caller.token ||
    row.user_id === caller.userId;
  if (!own) {
    throw new ProxyError(
      403,
      `You are not allowed to access this key's info. Your role=${caller.role}`,
    );
  }
}

export function showKeys({ clock, profile, store }: Gateway, { body }: Call) {
  const { keys } = check(z.object({ keys: z.array(z.string()) }), body);
  const rows = keys.flatMap(key => store.keys.get(asToken(key)) ?? []);
  return {
    key: keys,
    info: rows.map(row => ({
      ...(!profile.newer && { token: row.token }),
      ...keyInfo(row, profile, store, clock.now()),
    })),
  };
}

export function listAliases({ store }: Gateway, { caller, query }: Call) {
  const seesAll = isAdmin(caller) || isViewer(caller);
  const page = pageParameter(query, 'page', { fallback: 1 });
  const size = pageParameter(query, 'size', { fallback: 50, max: 100 });
  const search = query.search?.toLowerCase() ?? '';
  const aliases = [...store.keys.values()]
    .filter(row => seesAll || row.user_id === caller.userId)
    .flatMap(row => row.key_alias ?? [])
    .filter(alias => alias !== '' && alias.toLowerCase().includes(search))
    .sort();
  return {
    aliases: pageOf(aliases, page, size),
    total_count: aliases.length,
    current_page: page,
    total_pages: Math.ceil(aliases.length / size),
    size,
  };
}
