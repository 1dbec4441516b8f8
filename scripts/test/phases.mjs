import { contract, contractReal } from './phases/contract.mjs';
import { journeys, journeysReal } from './phases/journeys.mjs';
import { lint } from './phases/lint.mjs';
import { packaging } from './phases/packaging.mjs';
import { start } from './phases/start.mjs';
import { types } from './phases/types.mjs';
import { unit } from './phases/unit.mjs';

/**
 * The phases in the order they run: what is quick to fail comes first. `budget` is in seconds on two cores, without one-time
 * installs: twenty minutes in all. A phase that takes three times as long is stopped.
 */
export const phases = [
  { name: 'types', budget: 90, run: types },
  { name: 'lint', budget: 90, run: lint },
  { name: 'unit', budget: 240, run: unit },
  { name: 'contract', budget: 180, run: contract },
  { name: 'packaging', budget: 210, run: packaging },
  { name: 'journeys', budget: 300, run: journeys },
  { name: 'start', budget: 90, run: start },
];

/** What `--real-litellm` adds. */
export const realPhases = [
  { name: 'contract-real', budget: 480, run: contractReal },
  { name: 'journeys-real', budget: 900, run: journeysReal },
];
