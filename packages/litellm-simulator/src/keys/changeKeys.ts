import { z } from 'zod';
import { isAdmin } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { asToken } from '../http/credentials';
import { DetailError, ProxyError } from '../http/errors';
import type { Call } from '../http/Route';
import { check, number } from '../http/validation';
import { zulu } from '../time/format';
import { generateKey } from './generateKey';
import { customKeyRefusal, generateRequest, updateRequest } from './keyRequest';
import { authColumns, keyColumns } from './keyView';
import { updateKey } from './updateKey';

const blockRequest = z.object({ key: z.string() });
const resetRequest = z.object({ reset_to: number });
const bulkRequest = z.object({ keys: z.array(updateRequest) });

export function setBlocked(
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

export function resetSpend({ cache, store }: Gateway, { body, params }: Call) {
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

export async function bulkUpdate(gateway: Gateway, { body, caller }: Call) {
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

export async function generateServiceAccount(
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
  // In another shape than /key/generate has it.
  const refusal = customKeyRefusal(gateway, request.key);
  if (refusal) {
    throw new DetailError(403, { error: refusal });
  }
  const metadata = gateway.profile.newer
    ? {
        ...request.metadata,
        service_account_id: request.key_alias ?? gateway.random.uuid(),
      }
    : request.metadata;
  return generateKey(gateway, { ...request, metadata, user_id: null }, caller);
}
