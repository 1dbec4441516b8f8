import * as kubernetes from '@kubernetes/client-node';
import type { Entity } from '@backstage/catalog-model';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { default as scaffolderPlugin } from '@backstage/plugin-scaffolder-backend';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
/* eslint-disable @backstage/no-forbidden-package-imports, @backstage/no-mixed-plugin-imports -- the real LiteMaaS, as its own tests have it */
import {
  ApiServer,
  CA_FILE,
} from '@litemaas/backstage-plugin-litemaas-backend/src/testing/ApiServer';
import {
  databaseIds,
  emptyDatabase,
} from '@litemaas/backstage-plugin-litemaas-backend/src/testing/databases';
import { dump } from '@litemaas/backstage-plugin-litemaas-backend/src/testing/expectNowhere';
import {
  startLitemaas,
  type Harness,
} from '@litemaas/backstage-plugin-litemaas-backend/src/testing/harness';
/* eslint-enable @backstage/no-forbidden-package-imports, @backstage/no-mixed-plugin-imports */
import type { Knex } from 'knex';
import { createKeyAction } from './actions/createKey';
import { deliverKeyAction } from './actions/deliverKey';
import { requestSubscriptionAction } from './actions/requestSubscription';
import { LitemaasForTasks } from './LitemaasForTasks';
import scaffolderModule from './index';

const LUCAS = 'user:default/lucas.meyer';
const PRIYA = 'user:default/priya.nair';
const PAYMENTS = 'group:default/payments';
const MODEL = 'resource:default/gpt-4o-mini';
const RESTRICTED = 'resource:default/claude-sonnet';

jest.setTimeout(60_000);

/** A service that gets its subscription and its key; `cluster` has it written there. */
const TEMPLATE: Entity & { spec: object } = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'service', namespace: 'default' },
  spec: {
    type: 'service',
    parameters: [],
    steps: [
      {
        id: 'subscription',
        name: 'Subscribe',
        action: 'litemaas:subscription:request',
        input: {
          model: '${{ parameters.model }}',
          owner: '${{ parameters.owner }}',
          reason: 'For the new service',
        },
      },
      {
        id: 'key',
        name: 'Create the key',
        if: "${{ steps.subscription.output.status == 'active' }}",
        action: 'litemaas:key:create',
        input: {
          name: '${{ parameters.name }}',
          owner: '${{ parameters.owner }}',
          models: ['${{ parameters.model }}'],
          budgetUsd: 5,
          expiresInDays: 30,
        },
      },
      {
        id: 'shown',
        name: 'Hand the key over',
        if: '${{ steps.key.output.keyId and not parameters.cluster }}',
        action: 'litemaas:key:deliver',
        input: { keyId: '${{ steps.key.output.keyId }}' },
      },
      {
        id: 'written',
        name: 'Write the key to the cluster',
        if: '${{ parameters.cluster }}',
        action: 'litemaas:key:deliver',
        input: {
          keyId: '${{ steps.key.output.keyId }}',
          kubernetes: {
            destination: 'north',
            namespace: 'payments-dev',
            secretName: '${{ parameters.name }}-llm',
          },
        },
      },
    ],
    output: {
      status: '${{ steps.subscription.output.status }}',
      litemaasKeys: ['${{ steps.key.output.keyId }}'],
    },
  },
};

const pause = () => new Promise(resolve => setTimeout(resolve, 50));

describe.each(databaseIds)('templates with LiteMaaS on %s', databaseId => {
  const cluster = new ApiServer(['payments-dev']);
  let litemaas: Harness;
  let scaffolderDb: Knex;
  let lastQueryAt = 0;
  /** Every value handed out: none may be found anywhere afterwards. */
  const values: string[] = [];

  beforeAll(async () => {
    scaffolderDb = await emptyDatabase(databaseId);
    scaffolderDb.on('query', () => {
      lastQueryAt = performance.now();
    });
    litemaas = await startLitemaas({
      databaseId,
      loadKubernetes: async () => kubernetes,
      features: [scaffolderPlugin, scaffolderModule],
      hostDb: scaffolderDb,
      entities: [TEMPLATE],
      config: {
        destinations: {
          north: {
            title: 'Cluster north',
            kubernetes: {
              url: await cluster.start(),
              token: cluster.token,
              caFile: CA_FILE,
              namespaces: { 'payments-dev': [PAYMENTS] },
            },
          },
        },
      },
    });
  });
  afterAll(async () => {
    await litemaas.stop();
    await cluster.stop();
    // The scaffolder looks once a second whether a task was cancelled, and once more after its end.
    while (performance.now() - lastQueryAt < 1_500) {
      await pause();
    }
  });

  beforeEach(async () => {
    cluster.secrets.clear();
    cluster.instead = undefined;
    await litemaas.reset();
  });
  const expectKeptNowhere = async () => {
    const kept = `${await dump(scaffolderDb)}${litemaas.logs.join('\n')}`;
    // The search sees both.
    expect(kept).toContain('litemaas:');
    for (const value of [...values, cluster.token]) {
      expect(kept).not.toContain(value);
    }
  };
  afterEach(() => expectKeptNowhere());

  const scaffolder = async (path: string, body?: object) => {
    const url = litemaas.baseUrl.replace(/litemaas$/, 'scaffolder');
    const response = await litemaas.fetch(LUCAS, `${url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    return response.json();
  };
  /** Waits until a task ended, and answers how, with everything that its page shows. */
  const ended = async (taskId: string) => {
    for (;;) {
      const { status } = await scaffolder(`/v2/tasks/${taskId}`);
      if (status !== 'open' && status !== 'processing') {
        const events: { type: string; body: any }[] = await scaffolder(
          `/v2/tasks/${taskId}/events`,
        );
        const completion = events
          .filter(({ type }) => type === 'completion')
          .at(-1);
        return {
          status,
          log: events.map(({ body }) => body.message).join('\n'),
          output: completion?.body.output,
        };
      }
      await pause();
    }
  };
  const start = async (parameters: object) => {
    const { id } = await scaffolder('/v2/tasks', {
      templateRef: 'template:default/service',
      values: { model: MODEL, owner: PAYMENTS, ...parameters },
    });
    return id as string;
  };
  const call = async (secret: string | null | undefined) => {
    values.push(secret ?? '');
    const response = await fetch(
      `${litemaas.simulator.url}/v1/chat/completions`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          model: 'gpt-4o-mini',
          messages: [{ role: 'user', content: 'Hello' }],
        }),
      },
    );
    await response.text();
    return response.status;
  };

  describe('as tasks of a real scaffolder', () => {
    it('gives a service its subscription and its key, shown once to who ran the template and kept by the scaffolder nowhere', async () => {
      const task = await ended(await start({ name: 'checkout' }));
      expect(task.log).toContain('can be shown once to Lucas Meyer');
      expect(task).toMatchObject({
        status: 'completed',
        output: { status: 'active', litemaasKeys: [expect.any(String)] },
      });
      const [keyId] = task.output.litemaasKeys;
      const key = await litemaas.as(LUCAS).getKey(keyId);
      expect(key).toMatchObject({
        name: 'checkout',
        owner: { entityRef: PAYMENTS },
        models: [{ name: 'gpt-4o-mini' }],
        budgetNanos: '5000000000',
      });
      await expect(litemaas.as(PRIYA).revealKey(keyId)).rejects.toMatchObject({
        statusCode: 403,
      });
      const { secret } = await litemaas.as(LUCAS).revealKey(keyId);
      expect(await call(secret)).toBe(200);
    });

    it('creates nothing twice when the same template runs again', async () => {
      await ended(await start({ name: 'checkout' }));
      const again = await ended(await start({ name: 'checkout' }));
      expect(again.status).toBe('failed');
      expect(again.log).toContain(
        'There is a live key called checkout already',
      );
      expect(await litemaas.db('api_keys')).toHaveLength(1);
      expect(await litemaas.db('subscriptions')).toHaveLength(1);
    });

    it('writes the same key once the cluster is back, when a failed task is tried again', async () => {
      cluster.instead = response => response.writeHead(500).end('{}');
      const taskId = await start({ name: 'checkout', cluster: true });
      const failed = await ended(taskId);
      expect(failed.status).toBe('failed');
      expect(failed.log).toContain(
        'Cluster north did not take the Secret: it answered 500',
      );
      const [made] = await litemaas.db('api_keys').pluck('id');

      cluster.instead = undefined;
      await scaffolder(`/v2/tasks/${taskId}/retry`, { secrets: {} });
      const retried = await ended(taskId);
      expect(retried.status).toBe('completed');
      expect(retried.output.litemaasKeys).toEqual([made]);
      expect(await litemaas.db('api_keys')).toHaveLength(1);
      expect(await litemaas.db('subscriptions')).toHaveLength(1);
      const written = cluster.values('payments-dev', 'checkout-llm');
      expect(await call(written?.OPENAI_API_KEY)).toBe(200);
    });

    it('asks for a restricted model and makes no key before it is approved', async () => {
      const waiting = await ended(
        await start({ name: 'checkout', model: RESTRICTED }),
      );
      expect(waiting).toMatchObject({
        status: 'completed',
        output: { status: 'requested' },
      });
      expect(await litemaas.db('api_keys')).toEqual([]);
      const [id] = await litemaas.db('subscriptions').pluck('id');
      await litemaas
        .as('user:default/ana.ruiz')
        .decide({ decision: 'approve', ids: [id] });
      const approved = await ended(
        await start({ name: 'checkout', model: RESTRICTED }),
      );
      expect(approved.output.status).toBe('active');
      expect(approved.output.litemaasKeys).toHaveLength(1);
      expect(await litemaas.db('subscriptions')).toHaveLength(1);
    });
  });

  describe('as actions', () => {
    const actions = () => {
      const forTasks = new LitemaasForTasks({
        auth: mockServices.auth(),
        discovery: {
          getBaseUrl: async () => litemaas.baseUrl,
          getExternalBaseUrl: async () => litemaas.baseUrl,
        },
      });
      return {
        subscribe: requestSubscriptionAction(forTasks),
        create: createKeyAction(forTasks),
        deliver: deliverKeyAction(forTasks),
      };
    };
    const run = async (
      action: { handler(context: any): Promise<void> },
      input: object,
      more: object = {},
    ) => {
      const context = {
        ...createMockActionContext({
          input: input as any,
          logger: mockServices.logger.mock(),
        }),
        getInitiatorCredentials: async () => mockCredentials.user(LUCAS),
        ...more,
      };
      await action.handler(context);
      return Object.fromEntries(
        (context.output as jest.Mock).mock.calls as [string, any][],
      );
    };
    const KEY = { name: 'checkout', models: [MODEL] };

    it('finds its own key again when a step is repeated, also after its answer was lost or its task went on for days', async () => {
      const { subscribe, create } = actions();
      expect(await run(subscribe, { model: MODEL })).toEqual(
        await run(subscribe, { model: MODEL }),
      );
      const { keyId } = await run(create, KEY);
      expect((await run(create, KEY)).keyId).toBe(keyId);
      // LiteMaaS was killed between the commit and its answer.
      await litemaas.db('idempotency_keys').update({ status: null });
      litemaas.advance(61_000);
      expect((await run(create, KEY)).keyId).toBe(keyId);
      // The task keeps what it made, LiteMaaS its answers for a day.
      await litemaas.db('idempotency_keys').delete();
      await expect(run(create, KEY)).rejects.toThrow(
        'There is a live key called checkout already',
      );
      const kept = await run(create, KEY, {
        checkpoint: async () => ({ keyId, expiresAt: '' }),
      });
      expect(kept.keyId).toBe(keyId);
      const { secret } = await litemaas.as(LUCAS).revealKey(keyId);
      expect(await call(secret)).toBe(200);
      await expect(
        run(actions().deliver, { keyId: crypto.randomUUID() }),
      ).rejects.toThrow('There is no such key');
      expect((await run(actions().deliver, { keyId })).state).toBe('revealed');
    });

    it('makes a key for each value that a step goes through', async () => {
      const { subscribe, create } = actions();
      await run(subscribe, { model: MODEL });
      const ids = [
        await run(create, { ...KEY, name: 'one' }),
        await run(create, { ...KEY, name: 'two' }),
      ].map(({ keyId }) => keyId);
      expect(new Set(ids).size).toBe(2);
    });

    it('says to replace a key whose value nobody took in time', async () => {
      const { subscribe, create, deliver } = actions();
      await run(subscribe, { model: MODEL });
      const { keyId } = await run(create, KEY);
      litemaas.advance(60 * 60_000);
      await expect(run(deliver, { keyId })).rejects.toThrow(
        'Nobody took the value of this key in time. Replace the key',
      );
    });

    it('does only what its initiator may: not for others, nor for a service, nor with a model they cannot see', async () => {
      const { subscribe, create } = actions();
      await expect(
        run(subscribe, { model: MODEL, owner: 'group:default/search' }),
      ).rejects.toThrow('You can act for yourself, your groups');
      await expect(
        run(
          create,
          { ...KEY, models: [crypto.randomUUID()] },
          { getInitiatorCredentials: async () => mockCredentials.service() },
        ),
      ).rejects.toThrow('Only a signed-in person can ask this.');
      await expect(
        run(subscribe, { model: 'resource:default/nothing' }),
      ).rejects.toThrow('There is no model resource:default/nothing');
      await expect(run(create, KEY)).rejects.toThrow(
        'A key can only have models that its owner has an active subscription for.',
      );
    });

    it('does nothing in a dry run', async () => {
      const { subscribe, create, deliver } = actions();
      const dry = { isDryRun: true };
      await run(subscribe, { model: MODEL }, dry);
      const { keyId } = await run(create, KEY, dry);
      await run(deliver, { keyId }, dry);
      expect(await litemaas.db('subscriptions')).toEqual([]);
      expect(await litemaas.db('api_keys')).toEqual([]);
    });
  });
});
