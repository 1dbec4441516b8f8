import { createServer as createHttpServer } from 'node:http';
import {
  connect,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';

/** A proxy that runs. */
export interface GatewayProxy {
  /** The gateway through the proxy. */
  url: string;
  /** POST /cut and POST /restore here do what they say, from whatever process. */
  controlUrl: string;
  close(): Promise<void>;
}

/**
 * Stands between the portal and a gateway on the loopback address, byte by byte, so that a test can cut the gateway off as
 * a broken network would: connections end at once, new ones are reset.
 */
export async function startGatewayProxy(target: string): Promise<GatewayProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;

  const proxy = createServer(client => {
    if (isCut) {
      client.resetAndDestroy();
      return;
    }
    const gateway = connect(Number(port || 80), hostname);
    for (const [socket, peer] of [
      [client, gateway],
      [gateway, client],
    ]) {
      sockets.add(socket);
      socket.on('error', () => peer.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        peer.destroy();
      });
      socket.pipe(peer);
    }
  });

  const control = createHttpServer((request, response) => {
    isCut = request.url === '/cut';
    if (isCut) sockets.forEach(socket => socket.resetAndDestroy());
    response.end();
  });

  await Promise.all([listen(proxy), listen(control)]);
  return {
    url: addressOf(proxy),
    controlUrl: addressOf(control),
    async close() {
      sockets.forEach(socket => socket.destroy());
      control.closeAllConnections();
      await Promise.all([end(proxy), end(control)]);
    },
  };
}

function listen(server: Server) {
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function end(server: Server) {
  return new Promise<void>(resolve => server.close(() => resolve()));
}

function addressOf(server: Server) {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
