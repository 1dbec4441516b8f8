import type { Caller } from '../enforcement/Caller';
import { keyModels, opens } from '../enforcement/modelAccess';
import type { Gateway } from '../Gateway';
import { DetailError } from '../http/errors';
import type { Call, Route } from '../http/Route';
import { pageParameter } from '../http/validation';
import { pageOf } from '../store/pageOf';
import { modelGroupView, modelInfoView, openAiModel } from './modelView';
import { createModel, deleteModel, patchModel, updateModel } from './saveModel';

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
