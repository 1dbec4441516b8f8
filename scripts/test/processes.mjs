import { spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';

/** How long a program may take to end once told to. */
const GRACE_MS = 15_000;

/**
 * Starts a program, its stdout and stderr appended to the file `log`. It leads a process group of its own, so that stopping
 * it also stops what it started, and a Ctrl-C at the terminal reaches it through us, in order.
 * Returns `{ pid, ended, hasEnded(), output(), stop() }`: `ended` resolves to its exit code (127 if it could not be started),
 * never before its whole group is gone.
 */
export function start(
  command,
  args,
  { log, stopSignal = 'SIGTERM', ...options },
) {
  const file = openSync(log, 'a');
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...options,
  });
  let output = '';
  const add = text => {
    output += text;
    writeSync(file, text);
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', add);
  }
  const signalGroup = signal => {
    try {
      process.kill(-child.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  // A grandchild that outlives its parent would keep the pipes, and so `close`, waiting.
  child.on('exit', () => signalGroup('SIGKILL'));
  const ended = new Promise(resolve => {
    child.on('error', error => {
      output += `${error.message}\n`;
      resolve(127);
    });
    child.on('close', code => resolve(code ?? 1));
  }).finally(() => closeSync(file));
  const hasEnded = () =>
    child.pid === undefined ||
    child.exitCode !== null ||
    child.signalCode !== null;
  return {
    pid: child.pid,
    ended,
    hasEnded,
    output: () => output,
    stop() {
      if (hasEnded()) return ended;
      signalGroup(stopSignal);
      const timer = setTimeout(signalGroup, GRACE_MS, 'SIGKILL');
      return ended.finally(() => clearTimeout(timer));
    },
  };
}
