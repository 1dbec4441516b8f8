import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Problem } from './progress.mjs';

const GUARD = fileURLToPath(new URL('guard.mjs', import.meta.url));

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

/**
 * Starts a server, its stdout and stderr written to the file `log`. It and all that it starts end when `stop()` is called or
 * when this process ends, in whatever way; a Ctrl-C at the terminal reaches it through us alone.
 * Returns `{ ended, hasEnded(), output(), stop() }`: `ended` resolves to the exit code, `stop()` when all is gone.
 */
export function serve(command, args, { log, ...options }) {
  mkdirSync(dirname(log), { recursive: true });
  const file = openSync(log, 'w');
  const child = spawn(process.execPath, [GUARD, command, ...args], {
    ...options,
    stdio: ['pipe', file, file],
    detached: true,
  });
  closeSync(file);
  let over = false;
  const ended = new Promise(resolve => {
    child.on('close', code => {
      over = true;
      resolve(code ?? 1);
    });
  });
  return {
    log,
    ended,
    hasEnded: () => over,
    output: () => readFileSync(log, 'utf8'),
    stop() {
      child.stdin.destroy();
      return ended;
    },
  };
}

/** Waits until `isReady()` is true. A server that ends before, or takes too long, is a Problem with its last words. */
export async function until(isReady, { name, server, seconds }) {
  const deadline = Date.now() + seconds * 1000;
  while (!(await isReady())) {
    if (server.hasEnded()) throw diedProblem(name, server);
    if (Date.now() > deadline) {
      throw new Problem(
        `The ${name} did not answer within ${seconds} s: see ${server.log}.`,
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
export function diedProblem(name, server) {
  const output = server.output();
  if (/ENOSPC|SQLITE_FULL|no space left/i.test(output)) {
    return new Problem(
      `The disk is full, the ${name} cannot go on: free some space and try again.`,
    );
  }
  const lastWords = output.trimEnd().split('\n').slice(-15).join('\n');
  return new Problem(
    `The ${name} ended unexpectedly, its log is ${server.log}:\n${lastWords}`,
  );
}

/** A Problem if another program listens on the port, on whatever address of this machine. */
export async function ensurePortIsFree(port, name) {
  for (const host of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
    const code = await listenOnce(port, host);
    if (code === 'EADDRINUSE') {
      throw new Problem(
        `Port ${port}, where the ${name} should listen, is taken by another program: stop that one and try again.`,
      );
    }
  }
}

/** Listens and stops listening; resolves to the error's code if that is not possible. */
function listenOnce(port, host) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', error => resolve(error.code));
    server.listen({ port, host, ipv6Only: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}
