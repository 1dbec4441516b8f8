import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The listening port: closed, connections are refused; opened again, it is the same one. */
export class Door {
  private constructor(
    private readonly server: Server,
    private readonly host: string,
    readonly port: number,
  ) {}

  static async open(server: Server, port: number, host: string): Promise<Door> {
    await listen(server, port, host);
    return new Door(server, host, (server.address() as AddressInfo).port);
  }

  async setOpen(open: boolean): Promise<void> {
    if (open === this.server.listening) {
      return;
    }
    if (open) {
      await listen(this.server, this.port, this.host);
    } else {
      await this.close();
    }
  }

  close(): Promise<void> {
    return new Promise(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
