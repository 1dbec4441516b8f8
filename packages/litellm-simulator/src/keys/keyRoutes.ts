import { z } from 'zod';
import { isAdmin, isViewer, type Caller } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { asToken } from '../http/credentials';
import {
  DetailError,
  licenceText,
  ProxyError,
  type GatewayError,
} from '../http/errors';
import type { Call, Route } from '../http/Route';
import { check, number, pageParameter } from '../http/validation';
import type { KeyRow } from '../store/rows';
import { pageOf } from '../store/pageOf';
import { zulu } from '../time/format';
import { deleteKeys } from './deleteKeys';
import { generateKey } from './generateKey';
import { generateRequest, updateRequest } from './keyRequest';
import { authColumns, deletedKeyInfo, keyColumns, keyInfo } from './keyView';
import { listKeys } from './listKeys';
import { updateKey } from './updateKey';

const blockRequest = z.object({ key: z.string() });
const resetRequest = z.object({ reset_to: number });
const bulkRequest = z.object({ keys: z.array(updateRequest) });

export function keyRoutes(gateway: Gateway): Route[] {
  return [
    {
      method: 'post',
      path: '/key/generate',
      access: 'keys',
      handle: ({ body, caller }) =>
        generateKey(gateway, check(generateRequest, body), caller),
    },
    {
      method: 'post',
      path: '/key/service-account/generate',
      access: 'keys',
      handle: call => generateServiceAccount(gateway, call),
    },
    {
      method: 'post',
      path: '/key/update',
      access: 'keys',
      handle: async ({ body, caller }) => {
        const request = check(updateRequest, body);
        const row = await updateKey(gateway, request, caller);
        return {
          key: request.key ?? row.token,
          token: row.token,
          ...keyColumns(row, gateway.profile),
        };
      },
    },
    {
      method: 'post',
      path: '/key/bulk_update',
      access: 'admin',
      handle: call => bulkUpdate(gateway, call),
    },
    {
      method: 'post',
      path: '/key/delete',
      access: 'keys',
      handle: ({ body, caller }) => deleteKeys(gateway, body, caller),
    },
    {
      method: 'post',
      path: '/key/block',
      access: 'keys',
      handle: call => setBlocked(gateway, call, true),
    },
    {
      method: 'post',
      path: '/key/unblock',
      access: 'keys',
      handle: call => setBlocked(gateway, call, false),
    },
    {
      method: 'get',
      path: '/key/info',
      access: 'own',
      handle: call => showKey(gateway, call),
    },
    {
      method: 'post',
      path: '/v2/key/info',
      access: 'admin',
      handle: call => showKeys(gateway, call),
    },
    {
      method: 'get',
      path: '/key/list',
      access: 'own',
      handle: call => listKeys(gateway, call),
    },
    {
      method: 'get',
      path: '/key/aliases',
      access: 'keys',
      handle: call => listAliases(gateway, call),
    },
    {
      method: 'post',
      path: '/key/:key/regenerate',
      access: 'keys',
      handle: () => {
        throw new ProxyError(
          500,
          `${gateway.profile.internalErrorPrefix}${licenceText(
            'Regenerating Virtual Keys is an Enterprise feature, ',
          )}`,
        );
      },
    },
    {
      method: 'post',
      path: '/key/:key/reset_spend',
      access: 'admin',
      handle: call => resetSpend(gateway, call),
    },
  ];
}

function notFound(): GatewayError {
  return new ProxyError(404, 'Key not found in database', {
    type: 'not_found_error',
    param: 'key',
  });
}

function showKey(gateway: Gateway, { caller, query }: Call) {
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

function showKeys({ clock, profile, store }: Gateway, { body }: Call) {
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

function listAliases({ store }: Gateway, { caller, query }: Call) {
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

function setBlocked(
  { cache, clock, profile, store }: Gateway,
  { body, caller }: Call,
  blocked: boolean,
) {
  const { key } = check(blockRequest, body);
  const token = asToken(key);
  if (!/^[0-9a-f]{64}$/.test(token)) {
    throw new ProxyError(400, 'Invalid key format.', {
      type: 'bad_request_error',
      param: 'key',
    });
  }
  const row = store.keys.get(token);
  if (!row) {
    throw profile.newer
      ? new ProxyError(404, 'Key not found.', {
          type: 'not_found_error',
          param: 'key',
        })
      : new ProxyError(
          401,
          `Authentication Error, Invalid proxy server token passed. key=${token}, not found in db. Create key via \`/key/generate\` call.`,
          { type: 'token_not_found_in_db', param: 'key' },
        );
  }
  // 1.82.1 lets any user block any key
  if (profile.newer && !isAdmin(caller) && row.user_id !== caller.userId) {
    throw new DetailError(403, {
      error: `Only proxy admins, team admins, or org admins can call /key/${
        blocked ? 'block' : 'unblock'
      }. user_role=${caller.role}, user_id=${caller.userId}`,
    });
  }
  const now = clock.now();
  Object.assign(row, {
    blocked,
    updated_at: now,
    updated_by: caller.userId,
    settings_updated_at: now,
  });
  cache.evict('key', token);
  store.touch();
  return blocked
    ? authColumns(row, profile)
    : { token, ...keyColumns(row, profile, zulu) };
}

function resetSpend({ cache, store }: Gateway, { body, params }: Call) {
  const { reset_to: target } = check(resetRequest, body);
  const row = store.keys.get(asToken(params.key));
  if (!row) {
    throw new DetailError(404, {
      error: `Key ${params.key} not found in database`,
    });
  }
  const previous = row.spend;
  if (target > previous) {
    throw new DetailError(400, {
      error: `reset_to (${target.toFixed(
        1,
      )}) must be <= current spend (${previous.toFixed(1)})`,
    });
  }
  row.spend = target;
  cache.evict('key', row.token);
  store.touch();
  return {
    key_hash: row.token,
    spend: row.spend,
    previous_spend: previous,
    max_budget: row.max_budget,
    budget_reset_at: zulu(row.budget_reset_at),
  };
}

async function bulkUpdate(gateway: Gateway, { body, caller }: Call) {
  const { keys } = check(bulkRequest, body);
  if (keys.length === 0 || keys.length > 500) {
    throw new DetailError(400, {
      error: 'Between 1 and 500 keys can be updated at once',
    });
  }
  const successful: unknown[] = [];
  const failed: unknown[] = [];
  for (const request of keys) {
    try {
      const row = await updateKey(gateway, request, caller);
      successful.push({
        key: request.key,
        key_info: keyColumns(row, gateway.profile, zulu),
      });
    } catch (error) {
      failed.push({
        key: request.key,
        key_info: null,
        failed_reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return {
    total_requested: keys.length,
    successful_updates: successful,
    failed_updates: failed,
  };
}

async function generateServiceAccount(
  gateway: Gateway,
  { body, caller }: Call,
) {
  const request = check(generateRequest, body);
  if (!request.team_id) {
    throw new DetailError(
      400,
      'team_id is required for service account keys. Please specify `team_id` in the request body.',
    );
  }
  const metadata = gateway.profile.newer
    ? {
        ...request.metadata,
        service_account_id: request.key_alias ?? gateway.random.uuid(),
      }
    : request.metadata;
  return generateKey(gateway, { ...request, metadata, user_id: null }, caller);
}
