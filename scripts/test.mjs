#!/usr/bin/env node
// npm test [-- --install] [PHASE…]   every phase, or some; --install may fetch PostgreSQL and Chromium as Debian packages
// yarn test PATH…|JEST FLAGS         backstage-cli repo test, as in any Backstage repository
import { spawn } from 'node:child_process';
import { main, Problem } from './lib/progress.mjs';
import { ensureInstalled, ensureToolchain, root } from './lib/toolchain.mjs';
import { countsLine } from './test/counts.mjs';
import { phases } from './test/phases.mjs';
import { runPhases } from './test/runPhases.mjs';

main(async () => {
  const args = process.argv.slice(2);
  const names = args.filter(arg => arg !== '--install');
  const chosen = phases.filter(
    ({ name }) => names.length === 0 || names.includes(name),
  );
  const toolchain = await ensureToolchain();
  await ensureInstalled(toolchain);

  if (chosen.length < names.length) {
    if (names.every(name => /^\w+$/.test(name))) {
      const all = phases.map(({ name }) => name).join(', ');
      throw new Problem(
        `The phases are ${all}; a path or a flag goes to backstage-cli repo test.`,
      );
    }
    process.exitCode = await repoTest(toolchain, args);
    return;
  }

  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => interruption.abort());
  }
  const counts = await runPhases(chosen, toolchain, {
    install: args.includes('--install'),
    signal: interruption.signal,
  });
  if (interruption.signal.aborted) {
    throw new Problem('Stopped, with all that was started.');
  }
  console.log(countsLine(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
});

function repoTest({ node, yarn, env }, args) {
  const child = spawn(
    node,
    [yarn, 'run', 'backstage-cli', 'repo', 'test', ...args],
    { cwd: root, env, stdio: 'inherit' },
  );
  return new Promise(resolve => child.on('close', code => resolve(code ?? 1)));
}
