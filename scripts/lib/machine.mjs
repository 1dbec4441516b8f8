import { existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from './progress.mjs';
import { root } from './toolchain.mjs';

const MB = 1024 ** 2;

/** A Problem if the disk has no room for what a start writes: the dependencies the first time, later data and logs. */
export function ensureDiskSpace() {
  const isInstalled = existsSync(join(root, 'node_modules'));
  ensureFree(root, isInstalled ? 200 : 4000);
}

/** Never resolves; rejects with a Problem once there is no room left: who writes there may say nothing, and not end either. */
export async function whileDiskHasRoom(folder) {
  for (;;) {
    ensureFree(folder, 10);
    await sleep(1000, undefined, { ref: false });
  }
}

function ensureFree(folder, needed) {
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / MB);
  if (free < needed) {
    throw new Problem(
      `The disk is full: ${folder} has room for ${free} MB where ${needed} MB are needed, free some space and try again.`,
    );
  }
}

/** A Problem if another program listens on the port, on whatever address of this machine. */
export async function ensurePortIsFree(port, name) {
  for (const host of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
    const code = await listenOnce(port, host);
    if (code === 'EADDRINUSE') {
      throw new Problem(
        `Port ${port}, where the ${name} should listen, is taken by another program: stop that one, or move all ports with LITEMAAS_PORT_OFFSET=100, and try again.`,
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
