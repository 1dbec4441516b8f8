import { z } from 'zod';
import { isAdmin, type Caller } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import {
  authError,
  licenceText,
  ProxyError,
  pythonDict,
  UnhandledError,
  ValidationError,
} from '../http/errors';
import type { Call } from '../http/Route';
import { check } from '../http/validation';
import type { JsonObject, ModelRow } from '../store/rows';
import { modelRowView } from './modelView';

const object = z.record(z.string(), z.unknown());
const patchRequest = z.object({
  model_name: z.string().nullish(),
  litellm_params: object.nullish(),
  model_info: object.nullish(),
});
type PatchRequest = z.output<typeof patchRequest>;

function requireModelAdmin(caller: Caller): void {
  if (!isAdmin(caller)) {
    throw authError(
      403,
      pythonDict(
        'error',
        `User does not have permission to make this model call. Your role=${
          caller.role ?? 'internal_user'
        }. You can only make model calls if you are a PROXY_ADMIN or if you are a team admin, by specifying a team_id in the model_info.`,
      ),
    );
  }
}

export function createModel(gateway: Gateway, { body, caller }: Call) {
  const { clock, profile, random, store } = gateway;
  requireModelAdmin(caller);
  const { model_name: name, litellm_params: params } = body;
  if (typeof name !== 'string' || typeof params !== 'object' || !params) {
    throw new UnhandledError();
  }
  if (typeof (params as JsonObject).model !== 'string') {
    throw new ValidationError([
      {
        type: 'missing',
        loc: ['body', 'litellm_params', 'model'],
        msg: 'Field required',
        input: params,
      },
    ]);
  }
  const info = check(object, body.model_info ?? {});
  if (info.team_id) {
    throw authError(403, pythonDict('error', licenceText('')));
  }
  const id = typeof info.id === 'string' ? info.id : random.uuid();
  if (store.models.has(id)) {
    throw authError(
      500,
      pythonDict(
        'error',
        'Failed to add model to db. Check your server logs for more details.',
      ),
    );
  }
  const now = clock.now();
  const row: ModelRow = {
    model_id: id,
    model_name: name,
    litellm_params: withoutNulls(params as JsonObject),
    model_info: { ...withoutNulls(info), id },
    created_at: now,
    created_by: caller.userId ?? '',
    updated_at: now,
    updated_by: caller.userId ?? '',
  };
  store.models.set(id, row);
  store.touch();
  return modelRowView(row, profile);
}

/** With `model_info` in the body the row, and this answer, get an id that is not used: the path's stays. */
export function patchModel(gateway: Gateway, { body, caller, params }: Call) {
  const { models, profile, random, store } = gateway;
  requireModelAdmin(caller);
  const request = check(patchRequest, body);
  const row = store.models.get(params.id);
  if (!row) {
    throw models.byId(params.id)
      ? new ProxyError(
          400,
          'Cannot edit config-based model. Store model in DB via /model/new first.',
          { type: 'validation_error', param: null },
        )
      : new ProxyError(404, `Model ${params.id} not found on proxy.`, {
          type: 'not_found_error',
          param: null,
        });
  }
  apply(gateway, row, request, caller);
  if (request.model_name) {
    row.model_name = request.model_name;
  }
  if (request.model_info) {
    const { id } = request.model_info;
    row.model_info.id = typeof id === 'string' ? id : random.uuid();
  }
  return modelRowView(row, profile);
}

export function updateModel(gateway: Gateway, { body, caller }: Call) {
  const { profile, store } = gateway;
  requireModelAdmin(caller);
  const request = check(patchRequest, body);
  const row = store.models.get(String(request.model_info?.id ?? ''));
  if (!row) {
    throw authError(400, 'Authentication Error, model not found');
  }
  apply(gateway, row, request, caller);
  if (request.model_name && profile.newer) {
    row.model_name = request.model_name;
  }
  return modelRowView(row, profile);
}

/** Merges. Null removes a price on 1.108.2 and is ignored everywhere else. */
function apply(
  { clock, profile, store }: Gateway,
  row: ModelRow,
  request: PatchRequest,
  caller: Caller,
): void {
  const params = { ...row.litellm_params };
  for (const [member, value] of Object.entries(request.litellm_params ?? {})) {
    if (value !== null) {
      params[member] = value;
    } else if (profile.newer && member.includes('cost')) {
      delete params[member];
    }
  }
  row.litellm_params = params;
  const { id: _, ...info } = withoutNulls(request.model_info ?? {});
  row.model_info = { ...row.model_info, ...info };
  row.updated_at = clock.now();
  row.updated_by = caller.userId ?? '';
  store.touch();
}

export function deleteModel({ store }: Gateway, { body, caller }: Call) {
  requireModelAdmin(caller);
  const { id } = check(z.object({ id: z.string() }), body);
  if (!store.models.delete(id)) {
    throw authError(
      400,
      pythonDict('error', `Model with id=${id} not found in db`),
    );
  }
  store.touch();
  return { message: `Model: ${id} deleted successfully` };
}

function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== null),
  );
}
