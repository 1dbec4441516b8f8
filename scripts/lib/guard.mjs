// node guard.mjs COMMAND ARG…   runs COMMAND in a process group of its own, until it ends by itself, or we are told to stop,
// or whoever started us is gone: then our stdin ends, however it died.
import { spawn } from 'node:child_process';

const GRACE_MS = 10_000;

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
});
child.on('error', error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on('exit', code => {
  signalGroup('SIGKILL');
  process.exit(code ?? 1);
});

process.stdin.on('end', stop).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

function stop() {
  signalGroup('SIGTERM');
  setTimeout(signalGroup, GRACE_MS, 'SIGKILL').unref();
}

function signalGroup(signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
