// node guard.mjs GRACE_MS COMMAND ARG…   runs COMMAND in a process group of its own, until it ends by itself, or we are told to
// stop, or whoever started us is gone: then our stdin ends, however it died. GRACE_MS is what it has to end in good order.
import { spawn } from 'node:child_process';

const [graceMs, command, ...args] = process.argv.slice(2);
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
  setTimeout(signalGroup, Number(graceMs), 'SIGKILL').unref();
}

function signalGroup(signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
