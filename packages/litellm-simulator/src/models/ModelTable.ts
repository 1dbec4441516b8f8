import type { Random } from '../random';
import { sha256 } from '../http/credentials';
import type { JsonObject, ModelRow } from '../store/rows';
import type { Store } from '../store/Store';
import { Price } from './price';

/**
 * An element of `model_list` in LiteLLM's config.yaml.
 *
 * @public
 */
export interface ModelListEntry {
  model_name: string;
  litellm_params: Record<string, unknown>;
  model_info?: Record<string, unknown>;
}

export interface Deployment {
  id: string;
  name: string;
  params: JsonObject;
  info: JsonObject;
  /** Added by the API; the others cannot be edited by it. */
  fromDatabase: boolean;
  price: Price;
}

/** The deployments that this process routes to: those of the configuration, then those of the database. */
export class ModelTable {
  private readonly configured: Deployment[];

  constructor(
    entries: readonly ModelListEntry[],
    private readonly store: Store,
    private readonly random: Random,
  ) {
    this.configured = entries.map(entry => {
      const info = { ...entry.model_info };
      const id =
        typeof info.id === 'string'
          ? info.id
          : sha256(entry.model_name + JSON.stringify(entry.litellm_params));
      return deployment(
        id,
        entry.model_name,
        entry.litellm_params,
        info,
        false,
      );
    });
  }

  all(): Deployment[] {
    return [...this.configured, ...this.fromDatabase()];
  }

  byId(id: string): Deployment | undefined {
    return this.all().find(candidate => candidate.id === id);
  }

  named(name: string): Deployment[] {
    return this.all().filter(candidate => candidate.name === name);
  }

  names(): string[] {
    return [...new Set(this.all().map(({ name }) => name))];
  }

  /** The deployment that a call goes to: one of the group by chance. */
  route(name: string): Deployment | undefined {
    const group = this.named(name);
    return group.length > 1 ? this.random.pick(group) : group[0];
  }

  private fromDatabase(): Deployment[] {
    return [...this.store.models.values()].map((row: ModelRow) =>
      deployment(
        row.model_id,
        row.model_name,
        row.litellm_params,
        row.model_info,
        true,
      ),
    );
  }
}

function deployment(
  id: string,
  name: string,
  params: JsonObject,
  info: JsonObject,
  fromDatabase: boolean,
): Deployment {
  return {
    id,
    name,
    params,
    info,
    fromDatabase,
    price: new Price(params),
  };
}

export function providerModel(deployed: Deployment): string {
  return String(deployed.params.model);
}

/** `openai` of `openai/gpt-4o`. */
export function providerOf(deployed: Deployment): string {
  const explicit = deployed.params.custom_llm_provider;
  if (typeof explicit === 'string') {
    return explicit;
  }
  const model = providerModel(deployed);
  return model.includes('/') ? model.slice(0, model.indexOf('/')) : 'openai';
}
