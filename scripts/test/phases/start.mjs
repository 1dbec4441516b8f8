import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { ensurePortIsFree } from '../../lib/machine.mjs';
import { answers } from '../../lib/processes.mjs';
import { ONE_PASSED } from '../counts.mjs';
import { Failure } from '../Job.mjs';

/** `npm start` as a person runs it: until Ready, the pages are there, Ctrl-C, and nothing of it is left. */
export async function start(job) {
  const data = job.temporaryFolder();
  // Below the ports that systems give out by themselves, and seldom those of another run.
  const offset = 20_000 + (process.pid % 5_000);
  const server = job.start('npm', ['start'], {
    env: {
      LITEMAAS_DATA: data,
      LITEMAAS_PORT_OFFSET: String(offset),
      PATH: process.env.PATH,
    },
    stopSignal: 'SIGINT',
  });
  await job.says(server, /^Ready: /m, 240, 'npm start');
  const url = server.output().match(/^Ready: (\S+)$/m)[1];
  if (!(await answers(url))) throw new Failure(`${url} does not answer.`);

  await server.stop();
  for (const [name, port] of [
    ['frontend', 3000],
    ['simulator', 4000],
    ['backend', 7007],
    ['issuer', 7008],
  ]) {
    await ensurePortIsFree(port + offset, name);
  }
  const left = processesWith(`LITEMAAS_DATA=${data}`);
  if (left.length > 0) {
    throw new Failure(`After Ctrl-C these still run:\n${left.join('\n')}`);
  }
  return ONE_PASSED;
}

/** The command lines of all processes that have this in their environment; none where the system does not tell. */
function processesWith(variable) {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        if (!environment.split('\0').includes(variable)) return [];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return [`${pid} ${command.replaceAll('\0', ' ')}`];
      } catch {
        // It ended while we looked, or belongs to somebody else.
        return [];
      }
    });
}
