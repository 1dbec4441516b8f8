import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { json } from 'node:stream/consumers';

interface Secret {
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
  };
  data: Record<string, string>;
  stringData?: Record<string, string>;
}

/** What signs the server's certificate. */
export const CA_FILE = resolve(__dirname, 'apiServer.cert.pem');

const SECRETS = /^\/api\/v1\/namespaces\/([^/]+)\/secrets(?:\/([^/]+))?$/;

/**
 * A Kubernetes API server over TLS, as far as Secrets go: bearer tokens, namespaces, `stringData` that becomes `data`,
 * versions that refuse a stale write, and a `Status` for every refusal.
 */
export class ApiServer {
  readonly secrets = new Map<string, Secret>();
  /** Every call, as `POST /api/v1/…`. */
  readonly calls: string[] = [];
  readonly token = 'canary-token-of-the-cluster';
  /** Answers in its place, once set: what a broken or hostile server does. */
  instead: ((response: ServerResponse) => void) | undefined;
  /** Does what it is asked and breaks off before it answers. */
  losesAnswers = false;
  #version = 1;
  readonly #namespaces: string[];
  readonly #server = createServer(
    {
      cert: readFileSync(CA_FILE),
      key: readFileSync(resolve(__dirname, 'apiServer.key.pem')),
    },
    (request, response) => this.#answer(request, response),
  );

  constructor(namespaces: string[]) {
    this.#namespaces = namespaces;
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** A Secret's data in clear. */
  values(namespace: string, name: string): Record<string, string> | undefined {
    const secret = this.secrets.get(`${namespace}/${name}`);
    return (
      secret &&
      Object.fromEntries(
        Object.entries(secret.data).map(([key, value]) => [
          key,
          Buffer.from(value, 'base64').toString(),
        ]),
      )
    );
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname } = new URL(request.url ?? '', 'https://localhost');
    this.calls.push(`${request.method} ${pathname}`);
    const body = request.method === 'GET' ? undefined : await json(request);
    if (this.instead) {
      this.instead(response);
      return;
    }
    const [code, answer] = this.#decide(request, pathname, body as Secret);
    if (this.losesAnswers) {
      response.destroy();
      return;
    }
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  #decide(
    request: IncomingMessage,
    path: string,
    body: Secret,
  ): [number, unknown] {
    if (request.headers.authorization !== `Bearer ${this.token}`) {
      return status(401, 'Unauthorized', 'Unauthorized');
    }
    const [, namespace, name = body?.metadata.name] = SECRETS.exec(path) ?? [];
    if (!namespace) {
      return status(404, 'NotFound', 'the server could not find the resource');
    }
    const id = `${namespace}/${name}`;
    const there = this.secrets.get(id);
    switch (request.method) {
      case 'POST':
        if (!this.#namespaces.includes(namespace)) {
          return status(404, 'NotFound', `namespaces "${namespace}" not found`);
        }
        if (there) {
          return status(
            409,
            'AlreadyExists',
            `secrets "${name}" already exists`,
          );
        }
        return [201, this.#put(id, body)];
      case 'GET':
        return there
          ? [200, there]
          : status(404, 'NotFound', `secrets "${name}" not found`);
      case 'PUT':
        if (!there) {
          return status(404, 'NotFound', `secrets "${name}" not found`);
        }
        return body.metadata.resourceVersion === there.metadata.resourceVersion
          ? [200, this.#put(id, body)]
          : status(409, 'Conflict', 'the object has been modified');
      default:
        return status(405, 'MethodNotAllowed', 'method not allowed');
    }
  }

  #put(id: string, { stringData = {}, data = {}, ...rest }: Secret): Secret {
    const secret = {
      ...rest,
      metadata: {
        ...rest.metadata,
        resourceVersion: String(this.#version++),
      },
      data: {
        ...data,
        ...Object.fromEntries(
          Object.entries(stringData).map(([key, value]) => [
            key,
            Buffer.from(value).toString('base64'),
          ]),
        ),
      },
    };
    this.secrets.set(id, secret);
    return secret;
  }
}

function status(code: number, reason: string, message: string) {
  return [
    code,
    {
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      code,
      reason,
      message,
    },
  ] as [number, unknown];
}
