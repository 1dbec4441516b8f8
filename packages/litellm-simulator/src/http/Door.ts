import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The listening port: closed, connections are refused; opened again, it is the same one. */
export class Door {
  private taken = 0;

  constructor(
    private readonly server: Server,
    private readonly host: string,
    /** 0 takes a free one, the first time. */
    private readonly wanted: number,
  ) {}

  get port(): number {
    return this.taken;
  }

  async open(): Promise<void> {
    const { server } = this;
    if (server.listening) {
      return;
    }
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.taken || this.wanted, this.host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.taken = (server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}
