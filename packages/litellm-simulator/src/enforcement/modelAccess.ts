import type { Gateway } from '../Gateway';
import { ProxyError, pythonList } from '../http/errors';
import type { KeyRow } from '../store/rows';

type Owner = 'key' | 'team' | 'user';

/** Whether a list of names opens a model. An empty list opens all. */
export function opens(names: readonly string[], model: string): boolean {
  return (
    names.length === 0 ||
    names.some(
      name =>
        name === model ||
        name === 'all-proxy-models' ||
        name === '*' ||
        (name.endsWith('*') && model.startsWith(name.slice(0, -1))),
    )
  );
}

/** The names a key's own list stands for. */
export function keyModels(gateway: Gateway, key: KeyRow): string[] {
  if (!key.models.includes('all-team-models') || !key.team_id) {
    return key.models;
  }
  return gateway.cache.team(key.team_id)?.row.models ?? [];
}

export function requireModel(
  gateway: Gateway,
  owner: Owner,
  names: readonly string[],
  model: string | undefined,
): void {
  if (model === undefined || opens(names, model)) {
    return;
  }
  const { profile } = gateway;
  const message = profile.newer
    ? `The requested model '${model}' is not available for this API key, or the model name is invalid. Check the models available to you and try again.`
    : `${owner} not allowed to access model. This ${owner} can only access models=${pythonList(
        [...names],
      )}. Tried to access ${model}`;
  throw new ProxyError(profile.modelDeniedStatus, message, {
    type: `${owner}_model_access_denied`,
    param: 'model',
    log: profile.newer
      ? {
          class: 'ModelAccessDeniedProxyException',
          normalized: '403_MODEL_ACCESS_DENIED',
        }
      : { class: 'ProxyException', message: '' },
  });
}
