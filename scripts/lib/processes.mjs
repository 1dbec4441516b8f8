import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Runs a program to its end, quietly. Resolves to `{ code, output }`, where output is what it wrote to stdout and stderr;
 * `onLine` sees each line as it comes. Never rejects for a bad exit code; a program that cannot be started has code 127.
 */
export function run(command, args, { onLine, ...options } = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', line => {
        output += `${line}\n`;
        onLine?.(line);
      });
    }
    child.on('error', error => resolve({ code: 127, output: String(error) }));
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}
