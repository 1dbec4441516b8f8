import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../../lib/toolchain.mjs';
import { excerpt } from '../counts.mjs';
import { Failure } from '../Job.mjs';
import { startPostgres } from '../postgres.mjs';

const CONNECTION = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

/** Unit and integration tests of all packages. Those that store something run on SQLite and on PostgreSQL. */
export async function unit(job) {
  const report = join(job.folder, 'unit.json');
  rmSync(report, { force: true });
  const { node, yarn } = job.toolchain;
  const { output } = await job.run(
    node,
    [
      ...[yarn, 'backstage-cli', 'repo', 'test'],
      ...['--watchAll=false', '--maxWorkers=2'],
      ...['--json', `--outputFile=${report}`],
    ],
    {
      env: {
        [CONNECTION]: process.env[CONNECTION] ?? (await startPostgres(job)),
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
      },
    },
  );
  return readReport(report, output);
}

function readReport(path, output) {
  let results;
  try {
    results = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Failure(`Jest wrote no report.\n${excerpt(output)}`);
  }
  const failures = results.testResults.filter(file => file.status === 'failed');
  return {
    passed: results.numPassedTests,
    // A file that does not even load has no tests to count.
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
    skippedNames: results.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => ['pending', 'todo'].includes(status))
        .map(({ fullName }) => `${relative(root, name)}: ${fullName}`),
    ),
    report: excerptOf(failures),
  };
}

/** Each failing file with its messages, the first lines of each: what failed is at the top, stacks are in the log. */
function excerptOf(failures) {
  return failures
    .map(
      ({ name, message }) =>
        `${relative(root, name)}\n${message
          .split('\n')
          .slice(0, 40)
          .join('\n')}`,
    )
    .join('\n')
    .split('\n')
    .slice(0, 80)
    .join('\n');
}
