import { Failure } from './Job.mjs';

/** Named things that must hold, each counted as one test; one that fails does not hide the next. */
export class Checks {
  #failures = [];
  #passed = 0;

  /** Runs one check; what it throws as a Failure is its failure, anything else is a defect of the check itself. */
  async that(name, check) {
    try {
      await check();
      this.#passed += 1;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#failures.push(`${name}\n${error.message}`);
    }
  }

  /** What a phase answers. */
  result() {
    return {
      passed: this.#passed,
      failed: this.#failures.length,
      skipped: 0,
      report: this.#failures.join('\n\n'),
    };
  }
}
