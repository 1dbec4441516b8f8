import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as parts from '../lib/parts.mjs';
import { freePort } from './freePort.mjs';
import { find } from './programs.mjs';

/** The oldest LiteLLM we support, and the newest we have seen. */
export const VERSIONS = ['1.82.1', '1.108.2'];

/** Starts the simulator on a free port. Resolves to `{ url, masterKey, stop() }` once it answers. */
export async function startSimulator(job, version) {
  const masterKey = `sk-${randomBytes(16).toString('hex')}`;
  const server = parts.startSimulator(
    { ...job.toolchain, env: job.env },
    {
      port: await freePort(),
      masterKey,
      version,
      log: join(job.folder, `${job.name}-simulator.log`),
    },
  );
  job.defer(() => server.stop());
  await server.ready;
  return { url: server.url, masterKey, stop: () => server.stop() };
}

/**
 * Starts a real LiteLLM with its database, by a program that prints `{ url, masterKey }` as a line of JSON once both are up
 * (job.realLiteLLM is its path). The first start installs LiteLLM, which takes minutes.
 */
export async function startRealLiteLLM(job, version) {
  await findPythonVenv(job);
  const server = job.start(job.realLiteLLM, ['--version', version], {
    cwd: dirname(job.realLiteLLM),
  });
  const started = /^\{.*"masterKey".*\}$/m;
  await job.says(server, started, 900, `LiteLLM ${version}`);
  const { url, masterKey } = JSON.parse(server.output().match(started)[0]);
  return { url, masterKey, stop: () => server.stop() };
}

/** Python with what `python -m venv` needs, which Debian has in a package of its own. */
function findPythonVenv(job) {
  const works = () =>
    spawnSync('python3', ['-c', 'import ensurepip, venv']).status === 0;
  return find(job, {
    onPath: () => (works() ? 'python3' : undefined),
    fromNpm: () => undefined,
    debianPackages: ['python3', 'python3-venv'],
    missing: 'A real LiteLLM needs Python 3 with its venv module: install it.',
  });
}
