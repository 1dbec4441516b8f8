import { ONE_PASSED } from '../counts.mjs';

/** The strict type check of everything, which also writes the declarations that packaging rolls up. */
export async function types(job) {
  await job.yarn(['tsc', '--pretty', 'false']);
  return ONE_PASSED;
}
