import { setTimeout as wait } from 'node:timers/promises';
import {
  createBackendPlugin,
  coreServices,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  resourceEntityV1alpha1Validator,
  systemEntityV1alpha1Validator,
  type Entity,
} from '@backstage/catalog-model';
import {
  catalogProcessingExtensionPoint,
  type EntityProvider,
  type EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import type { CatalogSnapshot } from '@litemaas/backstage-plugin-litemaas-common';
import PromiseRouter from 'express-promise-router';
import { LitemaasEntityProvider } from './LitemaasEntityProvider';
import { catalogModuleLitemaas } from './module';
import { toEntities } from './toEntities';

const snapshot: CatalogSnapshot = {
  gateway: {
    id: 'default',
    title: 'LiteLLM',
    publicUrl: 'https://llm.example.com/v1',
    ownerRef: 'group:default/ai-platform',
  },
  importedAt: '2026-11-24T10:00:00.000Z',
  models: [
    {
      name: 'azure/gpt-4o:eu',
      title: 'GPT-4o (EU)',
      provider: 'azure',
      description: 'Stays in Europe',
      mode: 'chat',
      capabilities: ['chat', 'vision'],
      contextWindow: 128000,
      visibility: 'restricted',
      lifecycle: 'production',
      entityName: 'azure-gpt-4o-eu-1a2b3c',
      ownerRef: 'user:default/ana.ruiz',
    },
  ],
};

/** Polls until something is so, for at most three seconds. */
async function waitFor(isSo: () => boolean) {
  for (let tries = 0; !isSo() && tries < 300; tries++) {
    await wait(10);
  }
  expect(isSo()).toBe(true);
}

async function refresh(readSnapshot: () => Promise<CatalogSnapshot>) {
  const mutations: EntityProviderMutation[] = [];
  let run: ((signal: AbortSignal) => Promise<void> | void) | undefined;
  const provider = new LitemaasEntityProvider({
    gatewayId: 'default',
    namespace: 'default',
    schedule: { frequency: { minutes: 1 }, timeout: { minutes: 1 } },
    logger: mockServices.logger.mock(),
    retryMs: 1,
    readSnapshot,
    taskRunner: {
      async run(task) {
        run = task.fn as typeof run;
      },
    },
  });
  await provider.connect({
    applyMutation: async mutation => void mutations.push(mutation),
    refresh: async () => {},
  });
  await run?.(new AbortController().signal);
  return mutations;
}

describe('LitemaasEntityProvider', () => {
  it('asks again while LiteMaaS starts, then writes one full mutation', async () => {
    const answers = [
      () => Promise.reject(new Error('503: the plugin is starting')),
      () => Promise.resolve({ ...snapshot, importedAt: null, models: [] }),
      () => Promise.resolve(snapshot),
    ];
    const mutations = await refresh(() => answers.shift()!());
    expect(mutations).toHaveLength(1);
    expect(mutations[0]).toMatchObject({ type: 'full' });
  });

  it('leaves the catalog as it is when LiteMaaS never answers', async () => {
    const mutations = await refresh(() => Promise.reject(new Error('down')));
    expect(mutations).toEqual([]);
  });

  it('leaves the catalog as it is before the gateway was ever read', async () => {
    const mutations = await refresh(async () => ({
      ...snapshot,
      importedAt: null,
      models: [],
    }));
    expect(mutations).toEqual([]);
  });

  it('writes nothing for a gateway that LiteMaaS does not have', async () => {
    const mutations = await refresh(async () => ({
      ...snapshot,
      gateway: { ...snapshot.gateway, id: 'another' },
    }));
    expect(mutations).toEqual([]);
  });
});

describe('toEntities', () => {
  const entities = toEntities(snapshot, {
    providerName: 'litemaas:default',
    namespace: 'default',
  });

  it('makes entities that the built-in kinds accept, with locations on each', async () => {
    const validators: Record<string, { check(e: Entity): Promise<boolean> }> = {
      System: systemEntityV1alpha1Validator,
      Component: componentEntityV1alpha1Validator,
      API: apiEntityV1alpha1Validator,
      Resource: resourceEntityV1alpha1Validator,
    };
    for (const entity of entities) {
      await expect(validators[entity.kind].check(entity)).resolves.toBe(true);
      expect(entity.metadata.annotations).toMatchObject({
        'backstage.io/managed-by-location': 'litemaas:default',
        'backstage.io/managed-by-origin-location': 'litemaas:default',
      });
    }
    expect(entities.map(entity => entity.kind)).toEqual([
      'System',
      'Component',
      'API',
      'Resource',
    ]);
  });

  it('keeps the exact model name beside the entity name, and no price', () => {
    const [, , api, model] = entities;
    expect(model.metadata.name).toBe('azure-gpt-4o-eu-1a2b3c');
    expect(model.metadata.annotations?.['litemaas.io/model-name']).toBe(
      'azure/gpt-4o:eu',
    );
    expect(api.spec?.models).toEqual({
      discoverable: true,
      available: ['azure/gpt-4o:eu'],
    });
    expect(JSON.stringify(entities)).not.toMatch(/nanos|price/i);
  });
});

describe('catalogModuleLitemaas', () => {
  it('reads LiteMaaS in its own name, as a service', async () => {
    const mutations: EntityProviderMutation[] = [];
    const principals: string[] = [];
    await startTestBackend({
      extensionPoints: [
        [
          catalogProcessingExtensionPoint,
          {
            addEntityProvider: (...added) => {
              for (const provider of added.flat() as EntityProvider[]) {
                void provider.connect({
                  applyMutation: async seen => void mutations.push(seen),
                  refresh: async () => {},
                });
              }
            },
          },
        ],
      ],
      features: [
        catalogModuleLitemaas,
        mockServices.rootConfig.factory({
          data: { catalog: { providers: { litemaas: { default: {} } } } },
        }),
        createBackendPlugin({
          pluginId: 'litemaas',
          register({ registerInit }) {
            registerInit({
              deps: {
                router: coreServices.httpRouter,
                httpAuth: coreServices.httpAuth,
              },
              async init({ router, httpAuth }) {
                const routes = PromiseRouter();
                routes.get('/catalog', async (request, response) => {
                  const { principal } = await httpAuth.credentials(request, {
                    allow: ['service'],
                  });
                  principals.push(principal.subject);
                  response.json(snapshot);
                });
                router.use(routes);
              },
            });
          },
        }),
      ],
    });
    await waitFor(() => mutations.length > 0);
    expect(mutations).toMatchObject([{ type: 'full' }]);
    expect(principals).toEqual(['plugin:catalog']);
  });
});
