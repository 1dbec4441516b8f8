import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a snippet exactly as printed in a shell of its own, as somebody who pasted it would. */
export async function runInShell(snippet: string) {
  const { stdout } = await run('bash', ['-c', `${snippet}\n`], {
    env: { PATH: process.env.PATH },
    timeout: 30_000,
  });
  return JSON.parse(stdout);
}
