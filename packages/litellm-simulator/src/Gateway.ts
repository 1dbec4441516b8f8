import type { AuthCache } from './enforcement/AuthCache';
import type { BudgetResetJob } from './enforcement/BudgetResetJob';
import type { RateLimiter } from './enforcement/RateLimiter';
import type { Reservations } from './enforcement/Reservations';
import type { Faults } from './faults/Faults';
import type { Knobs } from './Knobs';
import type { ModelTable } from './models/ModelTable';
import type { Profile } from './profile';
import type { Random } from './random';
import type { SpendWriter } from './spend/SpendWriter';
import type { Store } from './store/Store';
import type { SimulatorClock } from './time/SimulatorClock';

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
