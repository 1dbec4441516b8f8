import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Clock } from '../platform/clock';
import { inTransaction } from '../platform/database';
import { outsideRequest } from '../platform/database/inTransaction';
import { gatewayFailure } from '../platform/litellm';
import {
  NeedsPerson,
  type ExternalResource,
  type SyncRef,
} from './ExternalResource';
import { reconcile } from './reconcile';
import { ClaimLost, type SyncOutcomes } from './SyncOutcomes';
import { CLAIM_MS, type Claim, type SyncStore } from './SyncStore';

const BATCH = 20;
/** Refusals in a row after which the same again makes no sense. */
const REFUSALS_UNTIL_PARKED = 5;
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A gateway that is away costs nothing to ask: the breaker sees to that, and it should hear of us soon after. */
const LONGEST_PAUSE_AWAY_MS = 10_000;

/** What a worker works with. */
export interface SyncWorkerOptions {
  db: Knex;
  clock: Clock;
  logger: LoggerService;
  store: SyncStore;
  outcomes: SyncOutcomes;
  gateway: {
    isReady(signal: AbortSignal): Promise<boolean>;
    version(): string | null;
  };
}

/** What has to be there first is not there yet. */
class Waits extends Error {}

/** Brings what is due to the gateway, each reference by one worker at a time. */
export class SyncWorker {
  readonly #options: SyncWorkerOptions;
  readonly #adapters = new Map<string, ExternalResource>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #lastRunAt: Date | null = null;

  constructor(options: SyncWorkerOptions) {
    this.#options = options;
  }

  /** Features bring their adapters at the start. */
  register(...adapters: ExternalResource[]): void {
    for (const adapter of adapters) {
      this.#adapters.set(adapter.kind, adapter);
    }
  }

  get lastRunAt(): Date | null {
    return this.#lastRunAt;
  }

  /**
   * Works off everything that is due. While the gateway is away nothing is claimed: attempts are not wasted, and when
   * it comes back one call finds out, then batches follow, a few calls at a time.
   */
  async drain(signal: AbortSignal): Promise<void> {
    const { clock, gateway, store } = this.#options;
    this.#lastRunAt = clock.now();
    while (!signal.aborted && (await gateway.isReady(signal))) {
      const claims = await store.claimDue(BATCH);
      if (claims.length === 0) {
        return;
      }
      await Promise.all(claims.map(claim => this.#process(claim, signal)));
    }
  }

  /** Tries one reference at once; never throws, since what did not come through stays due. */
  async run(ref: SyncRef): Promise<void> {
    const { gateway, logger, store } = this.#options;
    // It may outlive the request that started it.
    await outsideRequest(async () => {
      try {
        if (await gateway.isReady(this.#stop.signal)) {
          const claim = await store.claim(ref);
          await (claim && this.#process(claim, this.#stop.signal));
        }
      } catch (error) {
        logger.warn(
          `Sync of ${ref.kind} ${ref.localId} is left to the next run: ${error}`,
        );
      }
    });
  }

  /** Lets go: what is under way is given back, to be done after the restart. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running.values());
  }

  async #process(claim: Claim, signal: AbortSignal): Promise<void> {
    const work = this.#attempt(
      claim,
      AbortSignal.any([
        signal,
        this.#stop.signal,
        AbortSignal.timeout(CLAIM_MS * 0.75),
      ]),
    );
    this.#running.set(keyOf(claim), work);
    try {
      await work;
    } finally {
      this.#running.delete(keyOf(claim));
    }
  }

  async #attempt(claim: Claim, signal: AbortSignal): Promise<void> {
    const { db, clock, outcomes, gateway } = this.#options;
    try {
      const adapter = this.#adapters.get(claim.kind);
      if (!adapter) {
        throw new NeedsPerson('kind', `Nothing here knows "${claim.kind}".`);
      }
      for (const ref of (await adapter.dependsOn?.(claim)) ?? []) {
        await this.#need(ref, signal);
      }
      const gatewayVersion = () => gateway.version();
      await reconcile(
        claim,
        adapter,
        { db, clock, outcomes, gatewayVersion },
        signal,
      );
    } catch (error) {
      await this.#failed(claim, error, signal);
    }
  }

  /** Sees to it that a reference was brought to the gateway once; another run of it here is waited for. */
  async #need(ref: SyncRef, signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    const isThere = async () => {
      const object = await store.find(ref);
      return object !== undefined && object.lastSyncedAt !== null;
    };
    if (await isThere()) {
      return;
    }
    await store.ensure(ref);
    const running = this.#running.get(keyOf(ref));
    const claim = running ? undefined : await store.claim(ref);
    await (running ?? (claim && this.#process(claim, signal)));
    if (!(await isThere())) {
      throw new Waits(`Waits for its ${ref.kind} at the gateway.`);
    }
  }

  /** What an error means: wait, ask a person, or let somebody else go on. */
  async #failed(
    claim: Claim,
    error: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    const { db, logger, outcomes } = this.#options;
    if (error instanceof ClaimLost) {
      return;
    }
    try {
      if (this.#stop.signal.aborted || (signal.aborted && isAbort(error))) {
        await outcomes.release(claim);
        return;
      }
      const failure = describe(error);
      const isFinal =
        failure.isFinal ||
        (failure.isRefusal && claim.attempts + 1 >= REFUSALS_UNTIL_PARKED);
      if (failure.code === 'internal') {
        logger.error(
          `Sync of ${claim.kind} ${claim.localId} failed`,
          toError(error),
        );
      }
      if (isFinal) {
        await inTransaction(db, tx => outcomes.park(tx, claim, failure));
      } else {
        await outcomes.retry(claim, {
          ...failure,
          at: this.#nextAttempt(claim, failure.code),
        });
      }
    } catch (lost) {
      // The claim lapses and the janitor frees it: nothing is lost.
      logger.warn(
        `Sync of ${claim.kind} ${claim.localId} could not be noted: ${lost}`,
      );
    }
  }

  /** Twice as long after each failure, at random within the second half, so that many do not come at once. */
  #nextAttempt(claim: Claim, code: string): Date {
    const isAway = ['unreachable', 'timeout', 'waits'].includes(code);
    const longest = isAway ? LONGEST_PAUSE_AWAY_MS : LONGEST_PAUSE_MS;
    const pause = Math.min(longest, PAUSE_MS * 2 ** claim.attempts);
    return new Date(
      this.#options.clock.now().getTime() + pause * (0.5 + Math.random() / 2),
    );
  }
}

function describe(error: unknown): {
  code: string;
  message: string;
  isRefusal?: boolean;
  isFinal?: boolean;
} {
  if (error instanceof NeedsPerson) {
    return { code: error.code, message: error.message, isFinal: true };
  }
  if (error instanceof Waits) {
    return { code: 'waits', message: error.message };
  }
  return (
    gatewayFailure(error) ?? {
      code: 'internal',
      message: 'An error inside the portal; its log says more.',
    }
  );
}

function isAbort(error: unknown): boolean {
  return (
    gatewayFailure(error)?.code === 'aborted' ||
    toError(error).name === 'AbortError'
  );
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function keyOf(ref: SyncRef): string {
  return `${ref.gatewayId}/${ref.kind}/${ref.localId}`;
}
