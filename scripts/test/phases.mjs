import { contract, contractReal } from './phases/contract.mjs';
import { journeys, journeysReal } from './phases/journeys.mjs';
import { lint } from './phases/lint.mjs';
import { packaging } from './phases/packaging.mjs';
import { start } from './phases/start.mjs';
import { types } from './phases/types.mjs';
import { unit } from './phases/unit.mjs';

/**
 * The phases in the order they run: what is quick to fail comes first. `budget` is in seconds on two cores, without one-time
 * installs; a phase that takes three times as long is stopped.
 */
export const phases = [
  { name: 'types', budget: 100, run: types },
  { name: 'lint', budget: 120, run: lint },
  { name: 'unit', budget: 300, run: unit },
  { name: 'contract', budget: 120, run: contract },
  { name: 'packaging', budget: 240, run: packaging },
  { name: 'journeys', budget: 240, run: journeys },
  { name: 'start', budget: 90, run: start },
];

/** What `--real-litellm` adds. */
export const realPhases = [
  { name: 'contract-real', budget: 480, run: contractReal },
  { name: 'journeys-real', budget: 900, run: journeysReal },
];
