import { excerpt, sum, ONE_FAILED, ONE_PASSED } from '../counts.mjs';

const CHECKS = [
  ['backstage-cli', 'repo', 'lint', '--max-warnings', '0'],
  ['prettier', '--check', '--loglevel', 'warn', '.'],
  [
    'depcruise',
    ...['--config', '.dependency-cruiser.cjs'],
    ...['--output-type', 'err-long', 'packages', 'plugins'],
  ],
  ['backstage-cli', 'repo', 'fix', '--publish', '--check'],
];

/** ESLint, formatting, import directions and cycles, package manifests. A failing check does not hide the next one. */
export async function lint(job) {
  const results = [];
  for (const [tool, ...args] of CHECKS) {
    const { code, output } = await job.tool(tool, args);
    results.push(
      code === 0
        ? ONE_PASSED
        : {
            ...ONE_FAILED,
            report: `${tool} ${args.join(' ')}\n${excerpt(output)}`,
          },
    );
  }
  const reports = results.flatMap(({ report }) => report ?? []);
  return { ...sum(results), report: reports.join('\n\n') };
}
