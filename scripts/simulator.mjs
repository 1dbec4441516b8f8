// The LiteLLM simulator alone: npm run simulator -- --help
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
const cli = fileURLToPath(
  new URL('../packages/litellm-simulator/src/cli.ts', import.meta.url),
);

const child = spawn(
  process.execPath,
  ['--require', transform, cli, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
// a Ctrl-C reaches the child by itself; whatever else stops us stops it too
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0);
});
