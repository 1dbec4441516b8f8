#!/usr/bin/env node
// npm test [-- --install] [PHASE…]   every phase, or some; --install may fetch PostgreSQL and Chromium as Debian packages
// npm test -- --real-litellm START   as well against real LiteLLMs, which the program START starts (test/gateways.mjs)
// yarn test PATH…|JEST FLAGS         backstage-cli repo test, as in any Backstage repository
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { main, Problem } from './lib/progress.mjs';
import { ensureInstalled, ensureToolchain, root } from './lib/toolchain.mjs';
import { countsLine } from './test/counts.mjs';
import { phases, realPhases } from './test/phases.mjs';
import { runPhases } from './test/runPhases.mjs';

const OPTIONS = {
  install: { type: 'boolean' },
  'real-litellm': { type: 'string' },
};

main(async () => {
  const args = process.argv.slice(2);
  const { values, positionals: names } = parseArgs({
    args,
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
  });
  const isForJest =
    Object.keys(values).some(name => !(name in OPTIONS)) ||
    names.some(name => /[./\\]/.test(name));
  if (isForJest) {
    process.exitCode = await repoTest(await ready(), args);
    return;
  }

  const real = values['real-litellm'];
  const chosen = choose(real ? [...phases, ...realPhases] : phases, names);
  const toolchain = await ready();
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => interruption.abort());
  }
  const counts = await runPhases(chosen, toolchain, {
    install: values.install ?? false,
    realLiteLLM: real && resolve(real),
    signal: interruption.signal,
  });
  if (interruption.signal.aborted) {
    throw new Problem('Stopped, with all that was started.');
  }
  console.log(countsLine(counts));
  process.exit(counts.failed > 0 ? 1 : 0);
});

function choose(known, names) {
  const unknown = names.find(name => !known.some(phase => phase.name === name));
  if (unknown) {
    const all = known.map(({ name }) => name).join(', ');
    throw new Problem(
      `There is no phase '${unknown}': the phases are ${all}; a path or a flag goes to backstage-cli repo test.`,
    );
  }
  return known.filter(({ name }) => names.length === 0 || names.includes(name));
}

async function ready() {
  const toolchain = await ensureToolchain();
  await ensureInstalled(toolchain);
  return toolchain;
}

function repoTest({ node, yarn, env }, args) {
  const child = spawn(
    node,
    [yarn, 'run', 'backstage-cli', 'repo', 'test', ...args],
    { cwd: root, env, stdio: 'inherit' },
  );
  return new Promise(end => child.on('close', code => end(code ?? 1)));
}
