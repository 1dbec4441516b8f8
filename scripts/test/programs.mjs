import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { root } from '../lib/toolchain.mjs';
import { excerpt } from './counts.mjs';
import { Failure } from './Job.mjs';

// Where the tests' own servers and browser come from, in this order: an environment variable, the PATH, npm packages that
// are installed already, and, when asked to install, Debian's packages.

/**
 * Looks a program up; a Failure with a sentence if it is not to be had. `sources`: the value of its environment variable,
 * functions `onPath` and `fromNpm` that answer its path or undefined, the `debianPackages` that hold it, and the sentence
 * that says it is `missing`.
 */
export async function find(job, sources) {
  const { fromEnvironment, onPath, fromNpm, debianPackages, missing } = sources;
  if (fromEnvironment) {
    if (existsSync(fromEnvironment)) return fromEnvironment;
    throw new Failure(`${fromEnvironment} does not exist.`);
  }
  const found = onPath() ?? (await fromNpm());
  if (found) return found;
  if (!job.install) {
    throw new Failure(
      `${missing} On Debian, as root, npm test -- --install does it.`,
    );
  }
  await installOnDebian(job, debianPackages, missing);
  const installed = onPath();
  if (!installed) throw new Failure(missing);
  return installed;
}

async function installOnDebian(job, packages, missing) {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    throw new Failure(`${missing} (--install can do it as root on Debian.)`);
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-qy', '--no-install-recommends', ...packages],
  ]) {
    const { code, output } = await job.run('apt-get', args, { env });
    if (code !== 0) {
      throw new Failure(
        `${missing}\napt-get ${args.join(' ')}\n${excerpt(output, 20)}`,
      );
    }
  }
}

/** The folders of the PATH. */
export const searchPath = () =>
  (process.env.PATH ?? '').split(delimiter).filter(Boolean);

/** Whether a path is a program we may run. */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of an npm package's file, if the package is installed. */
export function resolvable(name) {
  try {
    return createRequire(join(root, 'package.json')).resolve(name);
  } catch {
    return undefined;
  }
}
