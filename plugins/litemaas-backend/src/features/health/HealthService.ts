import type {
  Freshness,
  Health,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { toIsoOrNull } from '../../platform/database';
import type { GatewayStatus } from '../../platform/litellm';
import type { SyncFigures } from '../../sync/SyncStore';

type State = Health['status'];

/** A change or a row of usage that waits longer than this is worth a look. */
const LATE_MS = 10 * 60 * 1000;
const SYNC_UNKNOWN: SyncFigures = {
  pending: 0,
  parked: 0,
  oldestPendingAt: null,
  lastSyncAt: null,
};

const GATEWAY = {
  connected: 'ok',
  unreachable: 'down',
  unknown: 'unknown',
} as const satisfies Record<GatewayStatus['state'], State>;

/** What the service is told by the rooms it speaks of. */
export interface HealthSources {
  gatewayUrl: string;
  gateway(): GatewayStatus;
  sync: { figures(): Promise<SyncFigures>; lastRunAt(): Date | null };
  /** Up to when the ledger has every call. */
  usageCompleteUpTo(): Promise<Date | null>;
  models(): Promise<{
    published: number;
    refused: string[];
    lastImportAt: Date | null;
    /** Why they could not be read the last time. */
    problem: string | null;
  }>;
  /** Who makes the values of keys, as far as is known. */
  keysMintedBy(): Promise<'portal' | 'gateway' | null>;
  /** What an operator should know and no state says. */
  notices: string[];
}

/** How LiteMaaS is, from our rows and from what calls to the gateway told: asking never calls LiteLLM. */
export class HealthService {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #sources: HealthSources;

  constructor(options: { db: Knex; clock: Clock; sources: HealthSources }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#sources = options.sources;
  }

  /** States for anybody; with `details` for admins. Answers even while the database is away: that is a state too. */
  async health(options: { details: boolean }): Promise<Health> {
    const { sync, usageCompleteUpTo } = this.#sources;
    const isUp = await this.#db.raw('select 1').then(
      () => true,
      () => false,
    );
    const figures = isUp ? await sync.figures() : SYNC_UNKNOWN;
    const completeUpTo = isUp ? await usageCompleteUpTo() : null;
    const checks = {
      database: isUp ? 'ok' : 'down',
      gateway: await this.#gatewayState(),
      sync: isUp ? this.#syncState(figures) : 'unknown',
      usage: this.#usageState(completeUpTo),
    } satisfies Health['checks'];
    return {
      status: overall(checks),
      checks,
      ...(options.details &&
        isUp && { details: await this.#details(figures, completeUpTo) }),
    };
  }

  async freshness(): Promise<Freshness> {
    const { gateway, sync, usageCompleteUpTo } = this.#sources;
    const [figures, completeUpTo] = await Promise.all([
      sync.figures(),
      usageCompleteUpTo(),
    ]);
    const { state, since, lastContactAt, version } = gateway();
    return {
      gateway: state,
      since: toIsoOrNull(since),
      lastContactAt: toIsoOrNull(lastContactAt),
      lastSyncAt: toIsoOrNull(figures.lastSyncAt),
      pendingChanges: figures.pending,
      gatewayVersion: version,
      usageCompleteUpTo: toIsoOrNull(completeUpTo),
    };
  }

  async #details(
    figures: SyncFigures,
    completeUpTo: Date | null,
  ): Promise<NonNullable<Health['details']>> {
    const { gateway, gatewayUrl, sync, models, keysMintedBy, notices } =
      this.#sources;
    const { version, lastContactAt, lastError, breaker } = gateway();
    const { lastImportAt, ...catalogue } = await models();
    return {
      gateway: {
        url: gatewayUrl,
        version,
        lastContactAt: toIsoOrNull(lastContactAt),
        lastError,
        breaker,
        keysMintedBy: await keysMintedBy(),
        notices,
      },
      sync: {
        pending: figures.pending,
        parked: figures.parked,
        oldestPendingAt: toIsoOrNull(figures.oldestPendingAt),
        lastRunAt: toIsoOrNull(sync.lastRunAt()),
      },
      usage: { completeUpTo: toIsoOrNull(completeUpTo) },
      models: { ...catalogue, lastImportAt: toIsoOrNull(lastImportAt) },
    };
  }

  /** One that answers and lets nothing be read is of no use: mostly its key is wrong. */
  async #gatewayState(): Promise<State> {
    const { state } = this.#sources.gateway();
    const { problem } = await this.#sources.models();
    return state === 'connected' && problem ? 'degraded' : GATEWAY[state];
  }

  #syncState({ parked, oldestPendingAt }: SyncFigures): State {
    return parked > 0 || this.#isLate(oldestPendingAt) ? 'degraded' : 'ok';
  }

  #usageState(completeUpTo: Date | null): State {
    if (completeUpTo === null) {
      return 'unknown';
    }
    return this.#isLate(completeUpTo) ? 'degraded' : 'ok';
  }

  #isLate(at: Date | null): boolean {
    return at !== null && this.#clock.now().getTime() - at.getTime() > LATE_MS;
  }
}

/** Without the database nothing works; without the rest something does. */
function overall(checks: Health['checks']): State {
  const states = Object.values(checks);
  if (checks.database === 'down') {
    return 'down';
  }
  if (states.some(state => state === 'down' || state === 'degraded')) {
    return 'degraded';
  }
  return states.includes('unknown') ? 'unknown' : 'ok';
}
