#!/usr/bin/env node
// npm run simulator -- --port N --seed N --version V [--config FILE]   the LiteLLM simulator alone; --help says more
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { main } from './lib/progress.mjs';
import { ensureInstalled, ensureToolchain, root } from './lib/toolchain.mjs';

main(async () => {
  const toolchain = await ensureToolchain();
  await ensureInstalled(toolchain);

  const { resolve } = createRequire(join(root, 'package.json'));
  const simulator = spawn(
    toolchain.node,
    [
      ...['--require', resolve('@backstage/cli/config/nodeTransform.cjs')],
      join(root, 'packages/litellm-simulator/src/cli.ts'),
      ...process.argv.slice(2),
    ],
    { env: toolchain.env, stdio: 'inherit' },
  );
  // A Ctrl-C reaches the simulator by itself; whatever else stops us stops it too.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => simulator.kill('SIGTERM'));
  process.exitCode = await new Promise(done => {
    simulator.on('close', code => done(code ?? 1));
  });
});
