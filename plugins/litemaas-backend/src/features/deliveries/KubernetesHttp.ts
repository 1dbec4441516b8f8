import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type {
  PromiseHttpLibrary,
  RequestContext,
  ResponseContext,
} from '@kubernetes/client-node';

const TIMEOUT_MS = 10_000;

/**
 * Carries the calls of the Kubernetes client. Its own transport follows redirects, and a 307 would carry the key along;
 * it also waits for ever.
 */
export class KubernetesHttp implements PromiseHttpLibrary {
  readonly #ResponseContext: typeof ResponseContext;
  readonly #SelfDecodingBody: typeof import('@kubernetes/client-node').SelfDecodingBody;

  constructor(
    kubernetes: Pick<
      typeof import('@kubernetes/client-node'),
      'ResponseContext' | 'SelfDecodingBody'
    >,
  ) {
    this.#ResponseContext = kubernetes.ResponseContext;
    this.#SelfDecodingBody = kubernetes.SelfDecodingBody;
  }

  async send(call: RequestContext): Promise<ResponseContext> {
    const request = httpsRequest(call.getUrl(), {
      method: call.getHttpMethod(),
      headers: call.getHeaders(),
      agent: call.getAgent(),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answered: Promise<IncomingMessage[]> = once(request, 'response');
    request.end(call.getBody());
    const [response] = await answered;
    const body = await buffer(response);
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [
        name,
        String(value),
      ]),
    );
    return new this.#ResponseContext(
      response.statusCode ?? 0,
      headers,
      new this.#SelfDecodingBody(Promise.resolve(body)),
    );
  }
}
