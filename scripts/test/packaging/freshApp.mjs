import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../../lib/toolchain.mjs';
import { mergeLocks } from './lockfile.mjs';

/** Which app an adopter has: Backstage 1.55, and of everything the versions of the day when that was current. */
const CREATE_APP = '@backstage/create-app@0.9.2';
const AS_OF = Date.parse('2026-09-30');

/**
 * Yarn's settings in that app. `@litemaas` comes from the registry that serves our tarballs; nothing else may be newer than
 * the day above, so that `^1.2.3` means today what it meant then.
 */
const YARN_SETTINGS = `nodeLinker: node-modules
enableImmutableInstalls: false
enableTelemetry: false
npmMinimalAgeGate: \${FRESH_APP_AGE_GATE}
npmPreapprovedPackages: ['@litemaas/*']
npmScopes:
  litemaas:
    npmRegistryServer: \${FRESH_APP_REGISTRY:-http://127.0.0.1:1}
unsafeHttpWhitelist: ['127.0.0.1']
`;

/** What create-app 0.9.2 needs today: better-sqlite3 12 aborts on Node 24.19 and later, and one `got` is a patched one. */
const RESOLUTIONS = { 'better-sqlite3': '^13.2.0', got: '^11.8.6' };

/**
 * A Backstage app as create-app makes it, with its dependencies installed. It is made once, and kept in the user's cache
 * rather than in this checkout, where Node would find packages that the app does not have. Each call puts it back to what it
 * was. Resolves to `{ folder, env, hold() }`: `env` has its `yarn` on the PATH, and `hold` is to be called before Yarn adds
 * something.
 */
export async function freshApp(job) {
  const cacheHome = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const cache = join(cacheHome, 'litemaas', 'fresh-apps');
  const lock = readFileSync(join(root, 'yarn.lock'), 'utf8');
  const home = join(cache, cacheKey(lock));
  mkdirSync(home, { recursive: true });
  await claim(job, home);

  const folder = join(home, 'app');
  const lockFile = join(folder, 'yarn.lock');
  const app = {
    folder,
    env: environment(job, home),
    /** Has our own lock file decide for all that the app's does not know, since Yarn drops what nobody needs yet. */
    hold: () =>
      writeFileSync(lockFile, mergeLocks(readFileSync(lockFile, 'utf8'), lock)),
  };
  const pristine = join(home, 'pristine');
  if (!existsSync(pristine)) {
    const homes = readdirSync(cache).map(name => join(cache, name));
    await forget(job, [folder, ...homes.filter(path => !isUsed(path))]);
    await create(job, app, lock);
    copyWithoutModules(app.folder, `${pristine}.new`);
    renameSync(`${pristine}.new`, pristine);
  }
  for (const name of readdirSync(app.folder)) {
    if (name !== 'node_modules') remove(join(app.folder, name));
  }
  cpSync(pristine, app.folder, { recursive: true });
  return app;
}

function cacheKey(lock) {
  const recipe = readFileSync(new URL(import.meta.url));
  return createHash('sha256')
    .update(recipe)
    .update(lock)
    .digest('hex')
    .slice(0, 12);
}

/** One run at a time uses an app. */
async function claim(job, home) {
  await job.until(
    () => `Another run uses ${home}.`,
    300,
    () => !isUsed(home),
  );
  const file = claimOf(home);
  writeFileSync(file, String(process.pid));
  job.defer(() => remove(file));
}

function claimOf(home) {
  return join(home, 'used-by');
}

/** The claim of a run that is gone counts for nothing. */
function isUsed(home) {
  try {
    process.kill(Number(readFileSync(claimOf(home), 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

function environment(job, home) {
  const bin = join(home, 'bin');
  mkdirSync(bin, { recursive: true });
  const yarn = `#!/bin/sh\nexec node '${job.toolchain.yarn}' "$@"\n`;
  writeFileSync(join(bin, 'yarn'), yarn, { mode: 0o755 });
  const days = Math.floor((Date.now() - AS_OF) / 86_400_000);
  return {
    PATH: [bin, job.env.PATH].join(delimiter),
    FRESH_APP_AGE_GATE: `${days}d`,
  };
}

/** Node takes minutes for what `rm` does in seconds: an app has some 150,000 files. */
function forget(job, folders) {
  return job.succeed('rm', ['-rf', ...folders]);
}

async function create(job, { folder, env }, lock) {
  await job.succeed(
    'npx',
    ['--yes', CREATE_APP, '--skip-install', '--path', folder],
    { env: { ...env, BACKSTAGE_APP_NAME: 'fresh' } },
  );
  writeFileSync(join(folder, '.yarnrc.yml'), YARN_SETTINGS);
  const manifest = join(folder, 'package.json');
  const content = JSON.parse(readFileSync(manifest, 'utf8'));
  Object.assign(content.resolutions, RESOLUTIONS);
  writeFileSync(manifest, JSON.stringify(content, null, 2));
  writeFileSync(join(folder, 'yarn.lock'), lock);
  await job.succeed('yarn', ['install'], { cwd: folder, env });
}

function copyWithoutModules(from, to) {
  remove(to);
  cpSync(from, to, {
    recursive: true,
    filter: path => !/\/(node_modules|\.git)$/.test(path),
  });
}

function remove(path) {
  rmSync(path, { recursive: true, force: true });
}
