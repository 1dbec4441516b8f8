import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../../lib/toolchain.mjs';
import { findChromium } from '../chromium.mjs';
import { excerpt, sum } from '../counts.mjs';
import { startRealLiteLLM, VERSIONS } from '../gateways.mjs';
import { Failure } from '../Job.mjs';

/** What people do in a browser, on the production bundle and the simulator. */
export const journeys = job => journeysOn(job, {});

/** The same on real LiteLLMs. */
export async function journeysReal(job) {
  const results = [];
  for (const version of VERSIONS) {
    const gateway = await startRealLiteLLM(job, version);
    const result = await journeysOn(job, {
      LITELLM_URL: gateway.url,
      LITELLM_MASTER_KEY: gateway.masterKey,
    });
    results.push(
      result.failed === 0
        ? result
        : { ...result, report: `On ${version}:\n${result.report}` },
    );
    await gateway.stop();
  }
  return {
    ...sum(results),
    report: results.flatMap(({ report }) => report ?? []).join('\n\n'),
    skippedNames: results.flatMap(({ skippedNames }) => skippedNames),
  };
}

async function journeysOn(job, gateway) {
  const { node, yarn } = job.toolchain;
  const reportFile = join(job.folder, 'journeys.json');
  rmSync(reportFile, { force: true });
  const { output } = await job.run(node, [yarn, 'playwright', 'test'], {
    env: {
      ...gateway,
      CHROMIUM_PATH: await findChromium(job),
    },
    // To Playwright SIGINT means: end the global setup's servers, too.
    stopSignal: 'SIGINT',
  });
  if (!existsSync(reportFile)) {
    throw new Failure(`Playwright wrote no report.\n${excerpt(output)}`);
  }
  return readReport(JSON.parse(readFileSync(reportFile, 'utf8')));
}

function readReport({ stats, suites, errors }) {
  const tests = suites.flatMap(testsOf);
  const failed = tests.filter(({ status }) => status === 'unexpected');
  const messages = [
    ...errors.map(({ message }) => message),
    ...failed.flatMap(({ title, file, results }) => [
      `${relative(root, file)}: ${title}`,
      ...results.flatMap(result => result.errors.map(error => error.message)),
    ]),
  ];
  return {
    passed: stats.expected,
    // What goes wrong outside of a test, as in the global setup, fails the run as well.
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    skippedNames: tests
      .filter(({ status }) => status === 'skipped')
      .map(({ title }) => title),
    report: messages.join('\n'),
  };
}

function testsOf({ suites = [], specs = [], file }) {
  return [
    ...suites.flatMap(testsOf),
    ...specs.flatMap(({ title, tests }) =>
      tests.map(({ status, results }) => ({ title, file, status, results })),
    ),
  ];
}
