import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import knexFactory, { type Knex } from 'knex';
import { emptyDatabase } from './databases';

/** A PostgreSQL behind a proxy that can be cut off, as by a restart or a broken network. */
export async function startCuttableDatabase() {
  const direct = await emptyDatabase('POSTGRES_15');
  const target = connectionOf(direct);
  const sockets = new Set<Socket>();
  let isCut = false;
  const proxy = createServer(socket => {
    if (isCut) {
      socket.destroy();
      return;
    }
    const upstream = connect(target.port, target.host);
    for (const one of [socket, upstream]) {
      sockets.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => sockets.delete(one));
    }
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const silent = () => undefined;
  const db = knexFactory({
    client: 'pg',
    connection: { ...target, host: '127.0.0.1', port },
    log: { warn: silent, error: silent, debug: silent, deprecate: silent },
  });
  return {
    db,
    cut() {
      isCut = true;
      sockets.forEach(socket => socket.destroy());
    },
    mend() {
      isCut = false;
    },
    async stop() {
      isCut = false;
      await db.destroy();
      proxy.close();
    },
  };
}

function connectionOf(db: Knex): { host: string; port: number } {
  const { connection } = db.client.config;
  if (typeof connection !== 'string') {
    return { ...connection, port: Number(connection.port) };
  }
  const url = new URL(connection);
  return {
    host: url.hostname,
    port: Number(url.port),
    ...{
      user: url.username,
      password: url.password,
      database: url.pathname.slice(1),
    },
  };
}
