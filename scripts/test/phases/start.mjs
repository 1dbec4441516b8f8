import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { portsOf } from '../../lib/development.mjs';
import { ensurePortIsFree } from '../../lib/machine.mjs';
import { Checks } from '../checks.mjs';
import { openPage } from '../chromium.mjs';
import { Failure } from '../Job.mjs';

/** `npm start` as a person runs it: until Ready, the page opens, a token is had, Ctrl-C, and nothing of it is left. */
export async function start(job) {
  // Kept until the next run, since its logs say more when something fails.
  const data = join(job.folder, 'start');
  rmSync(data, { recursive: true, force: true });
  const moved = {
    LITEMAAS_DATA: data,
    // Below the ports that systems give out by themselves, and seldom those of another run.
    LITEMAAS_PORT_OFFSET: String(20_000 + (process.pid % 5_000)),
    PATH: process.env.PATH,
  };
  const checks = new Checks();
  const server = job.start('npm', ['start'], {
    env: moved,
    stopSignal: 'SIGINT',
  });
  await job.says(server, /^Ready: /m, 240, 'npm start');
  const [, url] = server.output().match(/^Ready: (\S+)$/m);

  await checks.that('What Ready names opens in a browser', () =>
    asksWhoIsThere(job, url),
  );
  await checks.that('npm run token prints a token of that portal', () =>
    tokenIsTaken(job, moved),
  );
  await checks.that('After Ctrl-C nothing of it runs', async () => {
    await server.stop();
    for (const [name, port] of Object.entries(portsOf(moved))) {
      await ensurePortIsFree(port, name);
    }
    const left = processesWith(`LITEMAAS_DATA=${data}`);
    if (left.length > 0) throw new Failure(left.join('\n'));
  });
  return checks.result();
}

async function asksWhoIsThere(job, url) {
  const page = await openPage(job);
  await page.goto(url);
  try {
    const button = page.getByRole('button', { name: 'Sign in' });
    await button.waitFor({ timeout: 30_000 });
  } catch (error) {
    const shown = await page.locator('body').innerText();
    throw new Failure(`${error.message}\nThe page shows:\n${shown}`);
  }
}

async function tokenIsTaken(job, env) {
  const token = await job.succeed(
    'npm',
    ['run', '--silent', 'token', '--', 'jonas.weber'],
    { env },
  );
  const { backend } = portsOf(env);
  const { status } = await fetch(
    `http://localhost:${backend}/api/litemaas/models`,
    { headers: { Authorization: `Bearer ${token.trim()}` } },
  );
  if (status !== 200) throw new Failure(`The API answers with ${status}.`);
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
