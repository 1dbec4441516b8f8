import { z } from 'zod';
import { isAdmin, type Caller } from '../enforcement/Caller';
import { keyModels, opens } from '../enforcement/modelAccess';
import type { Gateway } from '../Gateway';
import {
  authError,
  DetailError,
  licenceText,
  ProxyError,
  pythonDict,
  UnhandledError,
  ValidationError,
} from '../http/errors';
import type { Call, Route } from '../http/Route';
import { check, pageParameter } from '../http/validation';
import type { JsonObject, ModelRow } from '../store/rows';
import { pageOf } from '../store/pageOf';
import {
  modelGroupView,
  modelInfoView,
  modelRowView,
  openAiModel,
} from './modelView';

const object = z.record(z.string(), z.unknown());
const patchRequest = z.object({
  model_name: z.string().nullish(),
  litellm_params: object.nullish(),
  model_info: object.nullish(),
});
type PatchRequest = z.output<typeof patchRequest>;

export function modelRoutes(gateway: Gateway): Route[] {
  const routes: Route[] = [
    {
      method: 'post',
      path: '/model/new',
      access: 'own',
      handle: call => createModel(gateway, call),
    },
    {
      method: 'patch',
      path: '/model/:id/update',
      access: 'own',
      handle: call => patchModel(gateway, call),
    },
    {
      method: 'post',
      path: '/model/update',
      access: 'own',
      handle: call => updateModel(gateway, call),
    },
    {
      method: 'post',
      path: '/model/delete',
      access: 'own',
      handle: call => deleteModel(gateway, call),
    },
    {
      method: 'get',
      path: '/v2/model/info',
      access: 'deployments',
      handle: call => listDeployments(gateway, call),
    },
    {
      method: 'get',
      path: '/model_group/info',
      access: 'info',
      handle: call => ({
        data: visibleNames(gateway, call.caller)
          .filter(name => gateway.models.named(name).length > 0)
          .filter(
            name => !call.query.model_group || name === call.query.model_group,
          )
          .map(name => modelGroupView(gateway, name)),
      }),
    },
  ];
  for (const path of ['/model/info', '/v1/model/info']) {
    routes.push({
      method: 'get',
      path,
      access: 'info',
      handle: call => showModels(gateway, call),
    });
  }
  for (const path of ['/v1/models', '/models']) {
    routes.push({
      method: 'get',
      path,
      access: 'models',
      handle: ({ caller }) => ({
        data: listedNames(gateway, caller).map(name =>
          openAiModel(gateway, name),
        ),
        object: 'list',
      }),
    });
    routes.push({
      method: 'get',
      path: `${path}/:id`,
      access: 'models',
      handle: ({ caller, params }) => {
        if (!listedNames(gateway, caller).includes(params.id)) {
          throw new DetailError(
            404,
            `The model \`${params.id}\` does not exist or is not accessible`,
          );
        }
        return openAiModel(gateway, params.id);
      },
    });
  }
  return routes;
}

/** The names that a key's own list, else its team's, opens. A user's list does not count here. */
function visibleNames(gateway: Gateway, caller: Caller): string[] {
  const wanted = namesOf(gateway, caller);
  return gateway.models.names().filter(name => opens(wanted, name));
}

function namesOf(gateway: Gateway, { key }: Caller): string[] {
  if (!key) {
    return [];
  }
  const own = keyModels(gateway, key);
  if (own.length > 0 || !key.team_id) {
    return own;
  }
  return gateway.cache.team(key.team_id)?.row.models ?? [];
}

/** A name that belongs to no model is listed as well; 1.82.1 lists even the word that stands for none. */
function listedNames(gateway: Gateway, caller: Caller): string[] {
  const special = ['all-proxy-models', 'all-team-models'];
  const extra = namesOf(gateway, caller).filter(
    name =>
      !special.includes(name) &&
      !name.includes('*') &&
      !(name === 'no-default-models' && gateway.profile.newer) &&
      gateway.models.named(name).length === 0,
  );
  return [...visibleNames(gateway, caller), ...new Set(extra)];
}

function showModels(gateway: Gateway, { caller, query }: Call) {
  const id = query.litellm_model_id;
  if (id) {
    const deployed = gateway.models.byId(id);
    if (!deployed) {
      throw new DetailError(400, {
        error: `Model id = ${id} not found on litellm proxy`,
      });
    }
    return { data: [modelInfoView(gateway, deployed, caller)] };
  }
  const names = visibleNames(gateway, caller);
  return {
    data: gateway.models
      .all()
      .filter(({ name }) => names.includes(name))
      .map(deployed => modelInfoView(gateway, deployed, caller)),
  };
}

/** Not filtered by what the key may use. */
function listDeployments(gateway: Gateway, { caller, query }: Call) {
  const page = pageParameter(query, 'page', { fallback: 1 });
  const size = pageParameter(query, 'size', { fallback: 50 });
  const search = query.search?.toLowerCase();
  const rows = gateway.models
    .all()
    .filter(
      ({ id, name }) =>
        (!query.modelId || id === query.modelId) &&
        (!query.model || name === query.model) &&
        (!search || name.toLowerCase().includes(search)),
    );
  return {
    data: pageOf(rows, page, size).map(deployed =>
      modelInfoView(gateway, deployed, caller),
    ),
    total_count: rows.length,
    current_page: page,
    total_pages: Math.ceil(rows.length / size),
    size,
  };
}

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

function createModel(gateway: Gateway, { body, caller }: Call) {
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
function patchModel(gateway: Gateway, { body, caller, params }: Call) {
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

function updateModel(gateway: Gateway, { body, caller }: Call) {
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

function deleteModel({ store }: Gateway, { body, caller }: Call) {
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
