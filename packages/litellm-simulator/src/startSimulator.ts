import { createServer } from 'node:http';
import { activityRoutes } from './activity/activityRoutes';
import { budgetRoutes } from './budgets/budgetRoutes';
import { controlRoutes } from './control/controlRoutes';
import { createGateway } from './createGateway';
import type { DownMode, RouteFault } from './faults/Faults';
import type { Gateway } from './Gateway';
import { healthRoutes } from './health/healthRoutes';
import { recordHistory } from './history/recordHistory';
import { CallCounters } from './http/CallCounters';
import { createApp } from './http/createApp';
import { Door } from './http/Door';
import type { Route } from './http/Route';
import { keyRoutes } from './keys/keyRoutes';
import type { Knobs } from './Knobs';
import { chatRoutes } from './llm/chatRoutes';
import { embeddingRoutes } from './llm/embeddingRoutes';
import { otherRoutes } from './llm/otherRoutes';
import { modelRoutes } from './models/modelRoutes';
import type { ModelListEntry } from './models/ModelTable';
import { organizationRoutes } from './organizations/organizationRoutes';
import type { LiteLLMVersion } from './profile';
import { SAMPLE_MODELS } from './sample/models';
import { settingsRoutes } from './settings/settingsRoutes';
import { spendRoutes } from './spend/spendRoutes';
import { StateFile } from './store/StateFile';
import { Store } from './store/Store';
import { teamRoutes } from './teams/teamRoutes';
import { userRoutes } from './users/userRoutes';

/**
 * How a simulator starts. Times are in milliseconds.
 *
 * @public
 */
export interface SimulatorOptions {
  masterKey: string;
  /** 0, the default, takes a free one. */
  port?: number;
  host?: string;
  version?: LiteLLMVersion;
  /** Whatever is left to chance follows from it. */
  seed?: number;
  /** The `model_list` of a LiteLLM config.yaml; the sample company's ten models by default. */
  models?: readonly ModelListEntry[];
  /** Milliseconds since 1970; the machine's time by default. */
  clock?: { now(): number };
  /** Between a call and its appearance in spend, logs and activity; 2 to 15 s by default. */
  flushDelayMs?: [number, number];
  /** How long keys, teams and users are believed; 60 s by default. */
  authCacheMs?: number;
  /** Between two runs of the job that resets budgets; 10 minutes by default. */
  resetIntervalMs?: number;
  /** `general_settings.disable_custom_api_keys` of a LiteLLM config.yaml; false by default. */
  disableCustomKeys?: boolean;
  /** Loaded at the start if it exists, kept up to date, and saved at the end. */
  stateFile?: string;
}

/**
 * Troubles to be had on demand, also over HTTP as `/simulator/faults`.
 *
 * @public
 */
export interface SimulatorFaults {
  /** The gateway is away: connections refused or cut, or 503 of a proxy before it; null ends it. */
  setDown(mode: DownMode | null): Promise<void>;
  /** Without its database the gateway answers as observed, route by route. */
  setDatabaseDown(down: boolean, timeoutMs?: number): void;
  setLatency(ms: number): void;
  /** The next `count` calls of a route (`POST /key/generate`) fail, come late, or are never answered. */
  failNext(fault: RouteFault): void;
  clear(): void;
}

/**
 * A running simulator.
 *
 * @public
 */
export interface Simulator {
  readonly url: string;
  readonly port: number;
  readonly version: LiteLLMVersion;
  readonly masterKey: string;
  readonly faults: SimulatorFaults;
  /** Settings that may be changed while it runs. */
  readonly knobs: Knobs;
  /** How often a route was called: `POST /key/generate`, a path for all methods, nothing for all routes. */
  calls(route?: string): number;
  /** Lets time pass: flushes and resets that become due happen. */
  advance(ms: number): void;
  now(): number;
  /** Writes what waits for the database. */
  flush(): void;
  /** Past calls, as `POST /simulator/calls` takes them. */
  recordHistory(wish: unknown): { calls: number; spend: number };
  /** As SIGTERM: 1.82.1 loses what is not in the database yet, 1.108.2 writes it. */
  close(): Promise<void>;
}

/**
 * Starts a LiteLLM stand-in that listens on HTTP.
 *
 * @public
 */
export async function startSimulator(
  options: SimulatorOptions,
): Promise<Simulator> {
  if (!options.masterKey.startsWith('sk-')) {
    throw new Error('The master key of the simulator must begin with "sk-".');
  }
  const store = options.stateFile
    ? StateFile.load(options.stateFile)
    : new Store();
  const gateway = createGateway({
    version: options.version ?? '1.108.2',
    masterKey: options.masterKey,
    models: options.models ?? SAMPLE_MODELS,
    seed: options.seed ?? 1,
    time: options.clock ?? { now: () => Date.now() },
    store,
    knobs: {
      flushDelayMs: options.flushDelayMs ?? [2_000, 15_000],
      authCacheMs: options.authCacheMs ?? 60_000,
      resetIntervalMs: options.resetIntervalMs ?? 600_000,
      settleMs: options.version === '1.82.1' ? [10, 60] : [0, 15],
      databaseMs: 4,
      providerLatencyMs: 0,
      disableCustomKeys: options.disableCustomKeys ?? false,
    },
  });
  const counters = new CallCounters();
  const server = createServer();
  const host = options.host ?? '127.0.0.1';
  const door = new Door(server, host, options.port ?? 0);
  const routes = routesOf(gateway, counters, door);
  server.on('request', createApp(gateway, routes, counters));
  await door.open();
  const stateFile = options.stateFile
    ? new StateFile(options.stateFile, store)
    : undefined;
  const ticker = setInterval(() => tick(gateway), 100);
  ticker.unref();
  return {
    url: `http://${host}:${door.port}`,
    port: door.port,
    version: gateway.profile.version,
    masterKey: options.masterKey,
    faults: faultsOf(gateway, door),
    knobs: gateway.knobs,
    calls: route => counters.of(route),
    advance: ms => {
      gateway.clock.advance(ms);
      tick(gateway);
    },
    now: () => gateway.clock.now(),
    flush: () => gateway.spend.flush(),
    recordHistory: wish => recordHistory(gateway, wish),
    close: async () => {
      clearInterval(ticker);
      await door.close();
      if (gateway.profile.newer) {
        gateway.spend.flush();
      } else {
        gateway.spend.drop();
      }
      stateFile?.close();
    },
  };
}

function routesOf(
  gateway: Gateway,
  counters: CallCounters,
  door: Door,
): Route[] {
  return [
    ...keyRoutes(gateway),
    ...userRoutes(gateway),
    ...teamRoutes(gateway),
    ...budgetRoutes(gateway),
    ...organizationRoutes(gateway),
    ...modelRoutes(gateway),
    ...spendRoutes(gateway),
    ...activityRoutes(gateway),
    ...healthRoutes(gateway),
    ...settingsRoutes(gateway),
    ...chatRoutes(gateway),
    ...embeddingRoutes(gateway),
    ...otherRoutes(gateway),
    ...controlRoutes(gateway, counters, door),
  ];
}

function tick(gateway: Gateway): void {
  gateway.spend.flushIfDue();
  gateway.resets.runIfDue();
}

function faultsOf({ faults }: Gateway, door: Door): SimulatorFaults {
  return {
    setDown: async mode => {
      faults.down = mode === 'refuse' ? null : mode;
      await (mode === 'refuse' ? door.close() : door.open());
    },
    setDatabaseDown: (down, timeoutMs = 0) => {
      faults.databaseDown = down;
      faults.databaseTimeoutMs = timeoutMs;
    },
    setLatency: ms => {
      faults.latencyMs = ms;
    },
    failNext: fault => faults.add(fault),
    clear: () => faults.clear(),
  };
}
