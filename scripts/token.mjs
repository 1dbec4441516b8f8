#!/usr/bin/env node
// npm run token -- PERSON   signs a sample person in at the portal that npm start runs, and prints the Backstage token
import { spawnSync } from 'node:child_process';
import { main } from './lib/progress.mjs';
import { ensureToolchain, root } from './lib/toolchain.mjs';

main(async () => {
  const { node, env } = await ensureToolchain();
  const { status } = spawnSync(
    node,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      'packages/dev-issuer/src/tokenCli.ts',
      ...process.argv.slice(2),
    ],
    { cwd: root, env, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
});
