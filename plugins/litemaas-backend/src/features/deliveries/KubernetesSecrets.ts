import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { CoreV1Api, KubeConfig, V1Secret } from '@kubernetes/client-node';
import type { LitemaasConfig } from '../../config';
import { KubernetesHttp } from './KubernetesHttp';
import { notTaken, occupied } from './refusals';

/** The client library of Kubernetes: half a second and 70 MB, which nobody pays who writes to no cluster. */
export type LoadKubernetes = () => Promise<
  typeof import('@kubernetes/client-node')
>;

/** A key as a Secret holds it. */
export interface KeySecret {
  namespace: string;
  name: string;
  keyId: string;
  ownerRef: string;
  /** Variables that clients of OpenAI's API read. */
  values: { OPENAI_API_KEY: string; OPENAI_BASE_URL: string };
}

type ClusterConfig = LitemaasConfig['destinations'][string]['kubernetes'];

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const OWNER = 'litemaas.io/owner';
const KEY_ID = 'litemaas.io/key-id';

/** Writes keys to Secrets of one cluster. */
export class KubernetesSecrets {
  readonly #title: string;
  readonly #config: ClusterConfig;
  readonly #logger: LoggerService;
  readonly #load: LoadKubernetes;
  #api: Promise<CoreV1Api> | undefined;

  constructor(options: {
    title: string;
    config: ClusterConfig;
    logger: LoggerService;
    load: LoadKubernetes;
  }) {
    this.#title = options.title;
    this.#config = options.config;
    this.#logger = options.logger;
    this.#load = options.load;
  }

  /**
   * Makes the Secret, or writes over one that holds a key of the same owner. Writing the same twice is writing it once.
   * @throws ConflictError `destination.occupied`: a Secret of this name holds something else
   * @throws ServiceUnavailableError `destination.failed`
   */
  async write(secret: KeySecret): Promise<void> {
    const { name, namespace, ownerRef } = secret;
    const body = toManifest(secret);
    const isNew = await this.#call(namespace, async api => {
      try {
        await api.createNamespacedSecret({ namespace, body });
        return true;
      } catch (error) {
        if (codeOf(error) === 409) {
          return false;
        }
        throw error;
      }
    });
    if (isNew) {
      return;
    }
    const { metadata } = await this.#call(namespace, api =>
      api.readNamespacedSecret({ name, namespace }),
    );
    if (
      metadata?.labels?.[MANAGED_BY] !== 'litemaas' ||
      metadata.annotations?.[OWNER] !== ownerRef
    ) {
      throw occupied(name);
    }
    // With the version that was looked at: what somebody changed meanwhile is not written over.
    const { resourceVersion } = metadata;
    await this.#call(namespace, api =>
      api.replaceNamespacedSecret({
        name,
        namespace,
        body: { ...body, metadata: { ...body.metadata, resourceVersion } },
      }),
    );
  }

  /** What the API server said is not repeated, here or in the log: an answer can hold what it was sent. */
  async #call<T>(
    namespace: string,
    work: (api: CoreV1Api) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(await this.#client());
    } catch (error) {
      const why = whyOf(error);
      this.#logger.warn(
        `${this.#title} took no Secret in ${namespace}: ${why}`,
      );
      throw notTaken(this.#title, why);
    }
  }

  #client(): Promise<CoreV1Api> {
    this.#api ??= this.#connect().catch(error => {
      this.#api = undefined;
      throw error;
    });
    return this.#api;
  }

  async #connect(): Promise<CoreV1Api> {
    const kubernetes = await this.#load();
    const config = new kubernetes.KubeConfig();
    this.#locate(config);
    const server = config.getCurrentCluster()?.server ?? '';
    return new kubernetes.CoreV1Api(
      kubernetes.createConfiguration({
        baseServer: new kubernetes.ServerConfiguration(server, {}),
        authMethods: { default: config },
        httpApi: kubernetes.wrapHttpLibrary(new KubernetesHttp(kubernetes)),
      }),
    );
  }

  #locate(config: KubeConfig): void {
    const { url, token, tokenFile, caFile } = this.#config;
    if (!url) {
      config.loadFromCluster();
      return;
    }
    config.loadFromClusterAndUser(
      { name: 'destination', server: url, caFile, skipTLSVerify: false },
      {
        name: 'portal',
        token,
        ...(tokenFile && {
          authProvider: { name: 'tokenFile', config: { tokenFile } },
        }),
      },
    );
  }
}

function toManifest(secret: KeySecret): V1Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: {
      name: secret.name,
      namespace: secret.namespace,
      labels: { [MANAGED_BY]: 'litemaas' },
      annotations: { [OWNER]: secret.ownerRef, [KEY_ID]: secret.keyId },
    },
    stringData: secret.values,
  };
}

/** The status that the client's exception carries. */
function codeOf(error: unknown): number | string | undefined {
  return isError(error)
    ? (error as { code?: number | string }).code
    : undefined;
}

function whyOf(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case 401:
    case 403:
      return 'the portal may not write there';
    case 404:
      return 'it has no such namespace';
    case 409:
      return 'somebody changed it at the same time';
    case undefined:
      return 'it answered something else than Kubernetes does';
    default:
      return typeof code === 'number'
        ? `it answered ${code}`
        : `it cannot be reached (${code})`;
  }
}
