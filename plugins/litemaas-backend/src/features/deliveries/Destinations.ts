import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LitemaasConfig } from '../../config';
import type { Ownership } from '../people/PeopleService';
import { KubernetesSecrets, type LoadKubernetes } from './KubernetesSecrets';

/** A place that keys can be written to. */
export interface Destination {
  title: string;
  /** Whether this owner's keys may go to a namespace. */
  allows(namespace: string, owner: Ownership): boolean;
  secrets: KubernetesSecrets;
}

/** The places that the operator allows keys to be written to. */
export class Destinations {
  readonly #byId: Map<string, Destination>;

  constructor(options: {
    config: Pick<LitemaasConfig, 'destinations'>;
    logger: LoggerService;
    loadKubernetes: LoadKubernetes;
  }) {
    const { config, logger, loadKubernetes: load } = options;
    this.#byId = new Map(
      Object.entries(config.destinations).map(([id, destination]) => {
        const { title = id, kubernetes } = destination;
        const namespaces = new Map(Object.entries(kubernetes.namespaces));
        return [
          id,
          {
            title,
            allows: (namespace, { ownerRef, gatewayPartyRef }) =>
              namespaces
                .get(namespace)
                ?.some(ref => ref === ownerRef || ref === gatewayPartyRef) ??
              false,
            secrets: new KubernetesSecrets({
              title,
              config: kubernetes,
              logger,
              load,
            }),
          },
        ];
      }),
    );
  }

  find(id: string): Destination | undefined {
    return this.#byId.get(id);
  }
}
