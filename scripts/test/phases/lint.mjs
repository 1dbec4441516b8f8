import { Checks } from '../checks.mjs';

/** ESLint, formatting, import directions and cycles, package manifests. */
export async function lint(job) {
  const checks = new Checks();
  for (const [name, ...args] of [
    ['ESLint', 'backstage-cli', 'repo', 'lint', '--max-warnings', '0'],
    ['ESLint of the scripts', 'lint:scripts'],
    ['Formatting', 'prettier', '--check', '--loglevel', 'warn', '.'],
    [
      'Import directions and cycles',
      ...['depcruise', '--config', '.dependency-cruiser.cjs'],
      ...['--output-type', 'err-long', 'packages', 'plugins'],
    ],
    [
      'Package manifests',
      ...['backstage-cli', 'repo', 'fix', '--publish', '--check'],
    ],
  ]) {
    await checks.that(name, () => job.yarn(args));
  }
  return checks.result();
}
