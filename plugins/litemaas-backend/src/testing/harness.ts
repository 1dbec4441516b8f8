import type { BackendFeature } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import { LitemaasClient } from '@litemaas/backstage-plugin-litemaas-common';
import {
  startSimulator,
  type SimulatorOptions,
} from '@litemaas/litellm-simulator';
import type { Knex } from 'knex';
import { createLitemaasPlugin, type LitemaasPluginOptions } from '../plugin';
import { TestClock } from './clock';
import { emptyDatabase, emptyTables } from './databases';
import {
  allowAll,
  databasesOf,
  loggerInto,
  notificationsInto,
  permissionsOf,
  tasksInto,
  userInfoOf,
  type TestPolicy,
} from './hostServices';
import { sampleOrganization } from './organization';

export { databaseIds } from './databases';

export const MASTER_KEY = 'sk-canary-master-key-of-the-harness';

/** What one may choose for a test. */
export interface HarnessOptions {
  databaseId: TestDatabaseId;
  /** Another way to a database, e.g. one that can be cut off. */
  db?: Knex;
  simulator?: Partial<SimulatorOptions>;
  /** Over the sample configuration of `litemaas`. */
  config?: JsonObject;
  policy?: TestPolicy;
  loadKubernetes?: LitemaasPluginOptions['loadKubernetes'];
  /** What else the host has; its other plugins share `hostDb`. */
  features?: BackendFeature[];
  hostDb?: Knex;
  /** What else the catalog has. */
  entities?: Entity[];
}

/** A running LiteMaaS. */
export type Harness = Awaited<ReturnType<typeof startLitemaas>>;

/**
 * Starts the real plugin on a real database and the simulator over HTTP, with the sample company in the catalog. Time
 * stands still until {@link Harness.advance}, tasks run when told. One per test file, {@link Harness.reset} between
 * tests.
 */
export async function startLitemaas(options: HarnessOptions) {
  const clock = new TestClock();
  const db = options.db ?? (await emptyDatabase(options.databaseId));
  const simulator = await startSimulator({
    masterKey: MASTER_KEY,
    clock: { now: () => clock.now().getTime() },
    ...options.simulator,
  });
  const entities = [...sampleOrganization(), ...(options.entities ?? [])];
  const logs: string[] = [];
  const notifications: NotificationSendOptions[] = [];
  const tasks: Parameters<typeof tasksInto>[0] = new Map();
  let policy = options.policy ?? allowAll;
  let notificationsAreDown = false;

  const backend = await startTestBackend({
    features: [
      createLitemaasPlugin({
        clock,
        breakerOpenMs: 0,
        loadKubernetes: options.loadKubernetes,
      }),
      databasesOf({ litemaas: db }, options.hostDb),
      mockServices.rootConfig.factory({
        data: {
          litemaas: { ...sampleConfig(simulator.url), ...options.config },
        },
      }),
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
      tasksInto(tasks),
      catalogServiceMock.factory({ entities }),
      userInfoOf(entities),
      permissionsOf(() => policy),
      notificationsInto(notifications, () => notificationsAreDown),
      loggerInto(logs),
      ...(options.features ?? []),
    ],
  });
  const baseUrl = `http://localhost:${backend.server.port()}/api/litemaas`;

  const run = async (id: string) => {
    const task = tasks.get(id);
    if (!task) {
      throw new Error(`There is no task "${id}"`);
    }
    await task(AbortSignal.timeout(30_000));
  };
  const harness = {
    db,
    clock,
    simulator,
    backend,
    baseUrl,
    /** Everything logged so far. */
    logs,
    /** Every notification sent so far. */
    notifications,
    /** A client for a person of the sample company. */
    as(userRef: string): LitemaasClient {
      return new LitemaasClient({
        discoveryApi: { getBaseUrl: async () => baseUrl },
        fetchApi: {
          fetch: (input, init) => harness.fetch(userRef, input, init),
        },
      });
    },
    /** The same without the client, for what it would never send. Paths are below `/api/litemaas`. */
    fetch(
      userRef: string | undefined,
      input: Parameters<typeof fetch>[0],
      init?: RequestInit,
    ): Promise<Response> {
      const url =
        typeof input === 'string' && input.startsWith('/')
          ? baseUrl + input
          : input;
      const headers = new Headers(init?.headers);
      headers.set(
        'authorization',
        userRef
          ? mockCredentials.user.header(userRef)
          : mockCredentials.none.header(),
      );
      return fetch(url, { ...init, headers });
    },
    /** Whether Backstage takes notifications. */
    setNotificationsDown(areDown: boolean) {
      notificationsAreDown = areDown;
    },
    /** Puts another permission policy in force. */
    setPolicy(next: TestPolicy) {
      policy = next;
    },
    /** Lets time pass, here and at the gateway. */
    advance(ms: number) {
      clock.advance(ms);
      simulator.advance(0);
    },
    run,
    /** Brings what is due to the gateway. */
    drain: () => run('drain'),
    /** Sends what people have to be told by now, behind what is being sent. */
    notify: () => run('notify'),
    /** Has the gateway write its log, reads it, and enforces what follows. */
    async ingest() {
      simulator.flush();
      await run('ingest');
    },
    importModels: () => run('import-models'),
    /** As after the first start: no rows but the installation's own facts, the gateway's models imported. */
    async reset() {
      simulator.faults.clear();
      simulator.faults.setDown(null);
      simulator.faults.setDatabaseDown(false);
      simulator.faults.setLatency(0);
      policy = options.policy ?? allowAll;
      notificationsAreDown = false;
      await run('notify');
      logs.length = 0;
      notifications.length = 0;
      await emptyTables(db);
      await run('health');
      await run('import-models');
    },
    async stop() {
      await backend.stop();
      await simulator.close();
    },
  };
  return harness;
}

function sampleConfig(url: string): JsonObject {
  return {
    gateways: { default: { url, masterKey: MASTER_KEY, publicUrl: url } },
    plans: {
      starter: {
        title: 'Starter',
        usd: 20,
        period: 'month',
        rpm: 60,
        tpm: 100_000,
      },
      trial: { title: 'Trial', usd: 0.5, period: 'day', rpm: 20, tpm: 40_000 },
      team: {
        title: 'Team',
        usd: 200,
        period: 'month',
        rpm: 300,
        tpm: 1_000_000,
      },
    },
    models: {
      defaultOwner: 'group:default/ai-platform',
      rules: [
        { match: 'gpt-4o-mini', visibility: 'public' },
        { match: 'o3-deep-reasoning', visibility: 'public' },
      ],
    },
    admins: ['group:default/ai-platform-admins'],
    auditors: ['user:default/ruth.adler'],
    support: '#ai-platform',
  };
}
