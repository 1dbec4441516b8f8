#!/usr/bin/env node
// npm start              identity, LiteLLM simulator, backend and frontend; Ctrl-C ends all of them
// yarn start PACKAGE…    backstage-cli repo start, as in any Backstage repository, with the same environment
// LITELLM_URL and LITELLM_MASTER_KEY: a real gateway; LITEMAAS_DATABASE_URL: a PostgreSQL instead of SQLite
import { spawn } from 'node:child_process';
import { join, relative } from 'node:path';
import { development } from './lib/development.mjs';
import {
  ensureDiskSpace,
  ensurePortIsFree,
  whileDiskHasRoom,
} from './lib/machine.mjs';
import { startIssuer, startSimulator } from './lib/parts.mjs';
import { endedProblem } from './lib/processes.mjs';
import { main, step } from './lib/progress.mjs';
import { fillIfEmpty, forgetHalfFilled } from './lib/sampleData.mjs';
import { ensureInstalled, ensureToolchain, root } from './lib/toolchain.mjs';
import { startBackend, startFrontend } from './lib/workspaces.mjs';

main(async () => {
  const args = process.argv.slice(2);
  ensureDiskSpace();
  const toolchain = await ensureToolchain();
  await ensureInstalled(toolchain);
  const { env, ...setting } = development(toolchain.env);

  if (args.length > 0) await repoStart({ ...toolchain, env }, args);
  else await startEverything({ ...toolchain, env }, setting);
});

/** Runs until Ctrl-C, or until one of the parts ends by itself; then nothing of it is left. */
async function startEverything(toolchain, setting) {
  for (const [name, port] of Object.entries(setting.ports)) {
    const isNeeded = setting.isSimulated || name !== 'simulator';
    if (isNeeded) await ensurePortIsFree(port, name);
  }
  // Only what is all ours: the simulator with its SQLite.
  if (setting.isSimulated && !toolchain.env.LITEMAAS_DATABASE_URL) {
    forgetHalfFilled(setting.data);
  }
  const servers = [];
  const interruption = new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, resolve);
    }
  });
  try {
    await Promise.race([
      interruption,
      whileDiskHasRoom(setting.data),
      startInOrder(toolchain, setting, servers).then(async () => {
        console.log(`Logs: ${relative(root, setting.data)}/logs`);
        console.log(`Ready: http://localhost:${setting.ports.frontend}`);
        const server = await Promise.race(
          servers.map(one => one.ended.then(() => one)),
        );
        throw endedProblem(server);
      }),
    ]);
  } finally {
    await Promise.all(servers.map(server => server.stop()));
  }
  process.exit();
}

/** One after the other, but the frontend, which takes longest, begins at once. Each is in `servers` before it is ready. */
async function startInOrder(toolchain, { data, isSimulated, ports }, servers) {
  const backendUrl = `http://localhost:${ports.backend}`;
  const log = name => join(data, 'logs', `${name}.log`);
  const started = server => {
    servers.push(server);
    return server;
  };
  const ready = (title, server) =>
    step(title, () => server.ready, server.started);

  const frontend = started(
    startFrontend(toolchain, {
      url: `http://localhost:${ports.frontend}`,
      log: log('frontend'),
    }),
  );
  const issuer = started(
    startIssuer(toolchain, { port: ports.issuer, log: log('issuer') }),
  );
  await ready('Identity', issuer);
  if (isSimulated) {
    const simulator = started(
      startSimulator(toolchain, {
        port: ports.simulator,
        masterKey: toolchain.env.LITELLM_MASTER_KEY,
        state: join(data, 'simulator.json'),
        log: log('simulator'),
      }),
    );
    await ready('LiteLLM simulator', simulator);
  }
  const backend = started(
    startBackend(toolchain, { url: backendUrl, log: log('backend') }),
  );
  await ready('Backend', backend);
  await ready('Frontend', frontend);
  if (isSimulated) {
    await step('Sample data', say =>
      fillIfEmpty(toolchain, { data, backendUrl, say }),
    );
  }
}

/** Hands over to backstage-cli, terminal and all. */
async function repoStart({ node, yarn, env }, args) {
  const child = spawn(node, [yarn, 'backstage-cli', 'repo', 'start', ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  // The terminal sends Ctrl-C to the child as well, which decides when to end.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill());
  process.exitCode = await new Promise(resolve =>
    child.on('close', code => resolve(code ?? 1)),
  );
}
