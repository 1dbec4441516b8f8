import { existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Problem } from './progress.mjs';
import { root } from './toolchain.mjs';

const GB = 1024 ** 3;

/** A Problem if the disk has no room for what a start writes: the dependencies the first time, later data and logs. */
export function ensureDiskSpace() {
  const needed = existsSync(join(root, 'node_modules')) ? 0.2 : 4;
  const { bavail, bsize } = statfsSync(root);
  const free = (bavail * bsize) / GB;
  if (free < needed) {
    throw new Problem(
      `The disk is full: ${free.toFixed(
        1,
      )} GB are free and ${needed} GB are needed, free some space and try again.`,
    );
  }
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
