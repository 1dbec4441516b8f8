import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Problem } from '../lib/progress.mjs';
import { root } from '../lib/toolchain.mjs';
import { countsLine, excerpt, ONE_FAILED, sum } from './counts.mjs';
import { Failure, Job } from './Job.mjs';

const FOLDER = join(root, '.local/test');

/**
 * Runs phases one after the other, prints a line for each, and resolves to the sum of their counts. Once `signal` aborts,
 * the running phase is stopped with all it started, and no other begins.
 */
export async function runPhases(phases, toolchain, { signal, ...options }) {
  mkdirSync(FOLDER, { recursive: true });
  const counts = [];
  for (const phase of phases) {
    const job = new Job(phase.name, toolchain, { ...options, folder: FOLDER });
    const started = Date.now();
    const result = await runPhase(phase, job, signal);
    if (signal.aborted) break;
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(line(phase, seconds, result));
    if (result.failed > 0) {
      console.log(
        `\n${excerpt(result.report)}\n\nThe whole log: ${relative(
          root,
          job.log,
        )}\n`,
      );
    }
    for (const name of result.skippedNames ?? []) {
      console.log(`  skipped: ${name}`);
    }
    counts.push(result);
  }
  return sum(counts);
}

async function runPhase({ run, budget }, job, signal) {
  const limit = AbortSignal.timeout(3000 * budget);
  const stopped = new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Failure('Stopped.')));
    limit.addEventListener('abort', () =>
      reject(new Failure(`Stopped after three times its ${budget} s.`)),
    );
  });
  try {
    return await Promise.race([run(job), stopped]);
  } catch (error) {
    return {
      ...ONE_FAILED,
      report: isExpected(error) ? error.message : error.stack,
    };
  } finally {
    await job.end();
  }
}

function isExpected(error) {
  return error instanceof Failure || error instanceof Problem;
}

function line({ name, budget }, seconds, result) {
  const time = `${String(seconds).padStart(4)} s of ${String(budget).padStart(
    3,
  )} s`;
  const over = seconds > budget ? ' (over its budget)' : '';
  return `${name.padEnd(10)} ${time}   ${countsLine(result)}${over}`;
}
