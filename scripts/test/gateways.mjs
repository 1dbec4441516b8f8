import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { excerpt } from './counts.mjs';
import { Failure, freePort } from './Job.mjs';
import { findPythonVenv } from './programs.mjs';

/** The oldest LiteLLM we support, and the newest we have seen. */
export const VERSIONS = ['1.82.1', '1.108.2'];

/** Starts the simulator on a free port. Resolves to `{ url, masterKey, stop() }` once it answers. */
export async function startSimulator(job, version) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const masterKey = `sk-${randomBytes(16).toString('hex')}`;
  const server = job.start(
    job.toolchain.node,
    [
      'scripts/simulator.mjs',
      ...['--port', String(port), '--seed', '1', '--version', version],
    ],
    { env: { LITELLM_MASTER_KEY: masterKey } },
  );
  await job.until(
    () => `The simulator did not answer.\n${excerpt(server.output(), 30)}`,
    60,
    () => {
      if (server.hasEnded()) {
        throw new Failure(
          `The simulator ended.\n${excerpt(server.output(), 30)}`,
        );
      }
      return answers(`${url}/health/liveliness`);
    },
  );
  return { url, masterKey, stop: () => server.stop() };
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

const answers = url =>
  fetch(url).then(
    response => response.ok,
    () => false,
  );
