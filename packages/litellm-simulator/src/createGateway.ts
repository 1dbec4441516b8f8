import { AuthCache } from './enforcement/AuthCache';
import { BudgetResetJob } from './enforcement/BudgetResetJob';
import { RateLimiter } from './enforcement/RateLimiter';
import { Reservations } from './enforcement/Reservations';
import { DatabaseDown } from './faults/databaseDown';
import { Faults } from './faults/Faults';
import type { Gateway } from './Gateway';
import type { Knobs } from './Knobs';
import { ModelTable, type ModelListEntry } from './models/ModelTable';
import { profileOf, type LiteLLMVersion } from './profile';
import { Random } from './random';
import { SpendWriter } from './spend/SpendWriter';
import type { Store } from './store/Store';
import { SimulatorClock, type TimeSource } from './time/SimulatorClock';

interface GatewayParts {
  version: LiteLLMVersion;
  masterKey: string;
  models: readonly ModelListEntry[];
  seed: number;
  knobs: Knobs;
  time: TimeSource;
  store: Store;
}

/** Puts one gateway process together. */
export function createGateway(parts: GatewayParts): Gateway {
  const { knobs, store, masterKey } = parts;
  const profile = profileOf(parts.version);
  const clock = new SimulatorClock(parts.time);
  const random = new Random(parts.seed);
  const faults = new Faults();
  const cache = new AuthCache(store, clock, knobs, () => {
    if (faults.databaseDown) {
      throw new DatabaseDown();
    }
  });
  return {
    profile,
    masterKey,
    clock,
    random,
    knobs,
    store,
    faults,
    cache,
    models: new ModelTable(parts.models, store, random),
    spend: new SpendWriter(store, cache, clock, random, knobs),
    reservations: new Reservations(),
    limiter: new RateLimiter(clock, profile.newer),
    resets: new BudgetResetJob(store, clock, knobs, profile),
  };
}
