import {
  LitemaasClient,
  type Model,
} from '@litemaas/backstage-plugin-litemaas-common';
import { expect } from '@playwright/test';
import { signIn } from '@litemaas/dev-issuer';
import { readEnvironment } from './environment';
import { chat } from './gatewayCalls';

/** The portal's API as a sample person, for what a journey needs to know or prepare beside the browser. */
export async function apiAs(person: string): Promise<LitemaasClient> {
  const { portalUrl } = readEnvironment();
  const { token } = await signIn({ backendUrl: portalUrl, person });
  return new LitemaasClient({
    discoveryApi: {
      getBaseUrl: async pluginId => `${portalUrl}/api/${pluginId}`,
    },
    fetchApi: {
      fetch: (input, init) =>
        fetch(input, {
          ...init,
          headers: { ...init?.headers, authorization: `Bearer ${token}` },
        }),
    },
  });
}

/** Models of a journey, by what they are for it, so that it runs on the simulator and on any real gateway. */
export interface JourneyModels {
  /** Public, chats, costs little. */
  cheap: Model;
  /** Chats, asks for approval, is affordable. */
  restricted: Model;
  /** One call costs more than half a dollar. */
  dear: Model;
}

/** Picks the models among those that are published, as soon as the portal has read the gateway. */
export async function journeyModels(): Promise<JourneyModels> {
  const api = await apiAs('mei.tanaka');
  let chats: Model[] = [];
  await expect
    .poll(
      async () => {
        const { items } = await api.listModels({ sort: 'price', limit: 100 });
        chats = items.filter(
          model => model.mode === 'chat' && model.price.state === 'known',
        );
        return chats.length;
      },
      { timeout: 90_000 },
    )
    .toBeGreaterThan(2);
  const cheap = chats.find(model => model.visibility === 'public');
  const restricted = chats.find(model => model.visibility === 'restricted');
  const dear = chats.at(-1);
  if (!cheap || !restricted || !dear) {
    throw new Error('The gateway lacks a model that the journeys need');
  }
  return { cheap, restricted, dear };
}

/**
 * The public model whose provider always fails: each gateway that journeys run on has one. Found by a call of each with the
 * master key, which is nobody's usage.
 */
export async function failingModel(): Promise<Model> {
  const { gateway } = readEnvironment();
  const api = await apiAs('mei.tanaka');
  const { items } = await api.listModels({ access: ['public'], limit: 100 });
  for (const model of items) {
    if (model.mode !== 'embedding') {
      const { status } = await chat(gateway.masterKey, model.name);
      if (status >= 500) return model;
    }
  }
  throw new Error('The gateway has no public model that fails');
}
