#!/usr/bin/env node
// npm run token -- PERSON   signs a sample person in at the portal that npm start runs, and prints the Backstage token
import { spawnSync } from 'node:child_process';
import { portsOf } from './lib/development.mjs';
import { main } from './lib/progress.mjs';
import { ensureInstalled, ensureToolchain, root } from './lib/toolchain.mjs';

main(async () => {
  const { backend } = portsOf(process.env);
  const toolchain = await ensureToolchain();
  await ensureInstalled(toolchain);
  const { status } = spawnSync(
    toolchain.node,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      'packages/dev-issuer/src/tokenCli.ts',
      ...['--backend', `http://localhost:${backend}`],
      ...process.argv.slice(2),
    ],
    { cwd: root, env: toolchain.env, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
});
