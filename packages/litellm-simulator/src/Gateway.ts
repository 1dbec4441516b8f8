import type { AuthCache } from './enforcement/AuthCache';
import type { BudgetResetJob } from './enforcement/BudgetResetJob';
import type { RateLimiter } from './enforcement/RateLimiter';
import type { Reservations } from './enforcement/Reservations';
import type { Faults } from './faults/Faults';
import type { ModelTable } from './models/ModelTable';
import type { Profile } from './profile';
import type { Random } from './random';
import type { SpendWriter } from './spend/SpendWriter';
import type { Store } from './store/Store';
import type { SimulatorClock } from './time/SimulatorClock';

/**
 * Times that LiteLLM has fixed or hidden, to be set by whoever tests. All in milliseconds.
 *
 * @public
 */
export interface Knobs {
  /** Between a call and its appearance in spend, logs and activity: a random time in this range. */
  flushDelayMs: [number, number];
  /** How long keys, teams and users are believed without a look into the database. */
  authCacheMs: number;
  /** Between two runs of the job that resets budgets. */
  resetIntervalMs: number;
  /**
   * Between an answer and its settlement: until then 1.108.2 holds the budget reserved for the call, and 1.82.1 has not
   * counted its cost against any budget.
   */
  settleMs: [number, number];
  /** How long a statement of the database takes; calls within that time race each other. */
  databaseMs: number;
  /** How long the mock provider takes to answer. */
  providerLatencyMs: number;
}

/** What a feature is given: the parts of one gateway process. */
export interface Gateway {
  readonly profile: Profile;
  readonly masterKey: string;
  readonly clock: SimulatorClock;
  readonly random: Random;
  readonly knobs: Knobs;
  readonly store: Store;
  readonly models: ModelTable;
  readonly cache: AuthCache;
  readonly spend: SpendWriter;
  readonly reservations: Reservations;
  readonly limiter: RateLimiter;
  readonly resets: BudgetResetJob;
  readonly faults: Faults;
}
