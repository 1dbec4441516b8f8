import { isLiteLlmError } from '../errors';
import type { JsonObject } from '../fields';
import type { Call, CallOptions, Http } from '../http';
import type { Listing } from '../paging';
import {
  deployments,
  modelNames,
  modelRow,
  type Deployment,
  type StoredModel,
} from './schemas';

/**
 * A deployment to store in the gateway's database (it needs
 * `store_model_in_db`). `params` and `info` are LiteLLM's own
 * `litellm_params` and `model_info`.
 *
 * @public
 */
export interface ModelCreate {
  /** Its id; the gateway makes one when left out. */
  id?: string;
  /** The public name; one that exists gets another deployment. */
  name: string;
  params: JsonObject & { model: string };
  info?: JsonObject;
}

/**
 * Changes to a stored deployment: what is left out stays, objects are merged
 * by member. 1.82.1 ignores null; 1.108.2 removes a price by it.
 *
 * @public
 */
export interface ModelPatch {
  name?: string;
  params?: JsonObject;
}

/**
 * Models and their deployments.
 *
 * @public
 */
export class ModelsApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Every deployment that the client's key may see; the gateway does not page this list. */
  async list(options?: CallOptions): Promise<Listing<Deployment>> {
    const call: Call = { ...options, method: 'GET', path: '/model/info' };
    const answer = await this.#http.exchange(call);
    // What a gateway without any model says.
    if (answer.status === 500 && answer.text.includes('LLM Model List not')) {
      return { items: [], dropped: 0, complete: true };
    }
    if (answer.status >= 400) throw this.#http.refused(call, answer);
    const list = this.#http.parse(call, answer, deployments);
    return { ...list, complete: list.dropped === 0 };
  }

  /** A deployment; undefined when there is none. */
  async get(
    id: string,
    options?: CallOptions,
  ): Promise<Deployment | undefined> {
    try {
      const list = await this.#http.json(
        {
          ...options,
          method: 'GET',
          path: '/model/info',
          query: { litellm_model_id: id },
          refusal: ({ status, message }) =>
            status === 400 && message.includes('not found')
              ? 'not_found'
              : undefined,
        },
        deployments,
      );
      return list.items.find(item => item.id === id);
    } catch (error) {
      if (isLiteLlmError(error, 'not_found')) return undefined;
      throw error;
    }
  }

  /** Public names, as one key sees them (the client's, unless given). */
  async names(options?: CallOptions & { key?: string }): Promise<string[]> {
    return this.#http.json(
      { ...options, method: 'GET', path: '/v1/models' },
      modelNames,
    );
  }

  /**
   * Stores a deployment, callable at once by the process that answers and
   * within 30 s by others. A taken id answers `server`, like any failure to
   * store: ask `get`.
   */
  async create(
    model: ModelCreate,
    options?: CallOptions,
  ): Promise<StoredModel> {
    return this.#http.json(
      {
        ...options,
        method: 'POST',
        path: '/model/new',
        body: {
          model_name: model.name,
          litellm_params: model.params,
          model_info: { ...model.info, id: model.id },
        },
        secrets: texts(model.params),
      },
      modelRow,
    );
  }

  /** Changes a stored deployment; one of the configuration file is `invalid`. */
  async update(
    id: string,
    patch: ModelPatch,
    options?: CallOptions,
  ): Promise<StoredModel> {
    return this.#http.json(
      {
        ...options,
        method: 'PATCH',
        path: `/model/${encodeURIComponent(id)}/update`,
        route: '/model/{id}/update',
        body: { model_name: patch.name, litellm_params: patch.params },
        secrets: texts(patch.params),
      },
      modelRow,
    );
  }

  /** Deletes a stored deployment; one that is not there is deleted already. */
  async delete(id: string, options?: CallOptions): Promise<void> {
    try {
      await this.#http.send({
        ...options,
        method: 'POST',
        path: '/model/delete',
        body: { id },
        refusal: ({ status, message }) =>
          status === 400 && message.includes('not found in db')
            ? 'not_found'
            : undefined,
      });
    } catch (error) {
      if (!isLiteLlmError(error, 'not_found')) throw error;
    }
  }
}

/** Provider credentials are among them: none may come back in an error. */
function texts(params: JsonObject = {}): string[] {
  return Object.entries(params).flatMap(([name, value]) =>
    name !== 'model' && typeof value === 'string' ? [value] : [],
  );
}
