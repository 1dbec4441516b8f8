import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Problem } from './progress.mjs';

const GUARD = fileURLToPath(new URL('guard.mjs', import.meta.url));

/** It and all that it starts end when this process ends, in whatever way; a Ctrl-C at the terminal reaches it through us alone. */
function spawnGuarded(graceMs, command, args, options) {
  return spawn(process.execPath, [GUARD, String(graceMs), command, ...args], {
    ...options,
    detached: true,
  });
}

/**
 * Runs a program to its end, quietly. Resolves to `{ code, output }`, where output is what it wrote to stdout and stderr;
 * `onLine` sees each line as it comes. Never rejects for a bad exit code; a program that cannot be started, or that `signal`
 * aborts, has code 127.
 */
export function run(command, args, { onLine, ...options } = {}) {
  return new Promise(resolve => {
    const child = spawnGuarded(0, command, args, {
      ...options,
      stdio: 'pipe',
    });
    let output = '';
    const add = line => {
      output += `${line}\n`;
      onLine?.(line);
    };
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', add);
    }
    child.on('error', error =>
      resolve({ code: 127, output: `${output}${error}` }),
    );
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Starts a server, its stdout and stderr written to the file `log`. It and all that it starts end when `stop()` is called, or
 * when this process ends.
 *
 * Returns `{ name, log, started, ready, ended, output(), stop() }`. `ready` resolves once `isReady(server)` is true, asked until
 * `seconds` are over; a server that ends before, or takes longer, rejects it with a Problem, and so does what isReady throws.
 * `ended` resolves to the exit code, and `stop()` to the same when all is gone.
 */
export function serve(name, command, args, options) {
  const { log, isReady, seconds, ...spawnOptions } = options;
  mkdirSync(dirname(log), { recursive: true });
  const file = openSync(log, 'w');
  const child = spawnGuarded(10_000, command, args, {
    ...spawnOptions,
    stdio: ['pipe', file, file],
  });
  closeSync(file);
  let isOver = false;
  const ended = new Promise(resolve => {
    child.on('close', code => {
      isOver = true;
      resolve(code ?? 1);
    });
  });
  const server = {
    name,
    log,
    started: Date.now(),
    ended,
    output: () => readFileSync(log, 'utf8'),
    stop() {
      child.stdin.destroy();
      return ended;
    },
  };
  const ready = Promise.race([
    poll(async () => isOver || (await isReady(server)), server, seconds),
    ended.then(() => {
      throw endedProblem(server);
    }),
  ]);
  // Several may start at once, and are waited for one after the other.
  ready.catch(() => {});
  return { ...server, ready };
}

async function poll(isReady, { name, log }, seconds) {
  const deadline = Date.now() + seconds * 1000;
  while (!(await isReady())) {
    if (Date.now() > deadline) {
      throw new Problem(
        `The ${name} did not answer within ${seconds} s: see ${log}.`,
      );
    }
    await sleep(200);
  }
}

/** Whether something answers 2xx at the address. */
export const answers = url =>
  fetch(url).then(
    response => response.ok,
    () => false,
  );

/** Says in one sentence why a server ended; its last words follow when the cause is not a usual one. */
export function endedProblem({ name, log, output }) {
  const words = output();
  if (/ENOSPC|SQLITE_FULL|no space left/i.test(words)) {
    return new Problem(
      `The disk is full, the ${name} cannot go on: free some space and try again.`,
    );
  }
  const lastWords = words.trimEnd().split('\n').slice(-15).join('\n');
  return new Problem(
    `The ${name} ended unexpectedly, its log is ${log}:\n${lastWords}`,
  );
}
