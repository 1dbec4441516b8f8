#!/usr/bin/env node
// npm run contract -- [--url URL] [FILE…]   the contract suite, all or some files of it, against any gateway
// The URL may stand in LITELLM_URL, the key stands in LITELLM_MASTER_KEY. See packages/litellm-client/README.md.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, Problem } from './lib/progress.mjs';
import { ensureInstalled, ensureToolchain, root } from './lib/toolchain.mjs';

main(async () => {
  const { values, positionals: files } = parseArgs({
    options: { url: { type: 'string' } },
    allowPositionals: true,
  });
  const url = values.url ?? process.env.LITELLM_URL;
  if (!url) throw new Problem('Say which gateway: --url URL.');
  if (!process.env.LITELLM_MASTER_KEY) {
    throw new Problem('The key of the gateway is to be in LITELLM_MASTER_KEY.');
  }
  const toolchain = await ensureToolchain();
  await ensureInstalled(toolchain);

  const { resolve } = createRequire(join(root, 'package.json'));
  const suite = spawn(
    toolchain.node,
    [
      '--enable-source-maps',
      ...['--require', resolve('@backstage/cli/config/nodeTransform.cjs')],
      join(root, 'packages/litellm-client/contract/main.ts'),
      ...files,
    ],
    {
      env: { ...toolchain.env, LITELLM_URL: url },
      stdio: 'inherit',
    },
  );
  // The suite cleans up behind itself; this process waits for that.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => suite.kill(signal));
  }
  process.exitCode = await new Promise(done => {
    suite.on('close', code => done(code ?? 1));
  });
});
