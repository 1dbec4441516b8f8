import {
  createServer,
  type IncomingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createLiteLlmClient,
  type LiteLlmClient,
  type LiteLlmClientOptions,
} from '..';

/** What the client sent. */
export interface Seen {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: unknown;
}

type Handler = (response: ServerResponse, request: Seen) => void;

export const GATEWAY_KEY = 'sk-canary-of-the-gateway-key-0123456789';

/** A server that answers what a test tells it to, over a real socket. */
export class TestGateway {
  seen: Seen[] = [];
  url = '';
  #handler: Handler = response => response.writeHead(404).end();
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(
        request.url ?? '/',
        'http://localhost',
      );
      const text = Buffer.concat(chunks).toString();
      const one: Seen = {
        method: request.method ?? '',
        path: pathname,
        query: Object.fromEntries(searchParams),
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
      this.seen.push(one);
      this.#handler(response, one);
    });
  });

  async start(): Promise<void> {
    await new Promise<void>(done => {
      this.#server.listen(0, '127.0.0.1', done);
    });
    const { port } = this.#server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(done => {
      this.#server.close(done);
    });
  }

  answer(handler: Handler): void {
    this.#handler = handler;
  }

  json(status: number, body: unknown): void {
    this.answer(response => sendJson(response, status, body));
  }

  client(options?: Partial<LiteLlmClientOptions>): LiteLlmClient {
    return createLiteLlmClient({ url: this.url, key: GATEWAY_KEY, ...options });
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify(body));
}

/** The error a promise rejects with; a promise that resolves fails the test. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`resolved with ${JSON.stringify(value)}`);
}
