import { setTimeout as wait } from 'node:timers/promises';
import type {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { CatalogSnapshot } from '@litemaas/backstage-plugin-litemaas-common';
import type { ProviderConfig } from './readProviderConfigs';
import { toEntities } from './toEntities';

/** While LiteMaaS starts or has not read its gateway yet, it is asked again after so long, so often. */
const RETRY_MS = 2_000;
const RETRIES = 30;

/** What the provider works with. */
export interface EntityProviderOptions extends ProviderConfig {
  logger: LoggerService;
  taskRunner: SchedulerServiceTaskRunner;
  readSnapshot(signal: AbortSignal): Promise<CatalogSnapshot>;
  retryMs?: number;
}

/**
 * Keeps the catalog's model, gateway and API entities equal to what LiteMaaS publishes.
 *
 * Every mutation is full and comes from one complete answer. When there is no such answer the entities stay as they
 * are: an outage never empties the catalog.
 */
export class LitemaasEntityProvider implements EntityProvider {
  readonly #options: EntityProviderOptions;

  constructor(options: EntityProviderOptions) {
    this.#options = options;
  }

  getProviderName(): string {
    return `litemaas:${this.#options.gatewayId}`;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.#options.taskRunner.run({
      id: this.getProviderName(),
      fn: signal => this.#refresh(connection, signal),
    });
  }

  async #refresh(
    connection: EntityProviderConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const snapshot = await this.#readWhenReady(signal);
    if (!snapshot) {
      return;
    }
    const providerName = this.getProviderName();
    await connection.applyMutation({
      type: 'full',
      entities: toEntities(snapshot, { ...this.#options, providerName }).map(
        entity => ({ entity, locationKey: providerName }),
      ),
    });
  }

  async #readWhenReady(
    signal: AbortSignal,
  ): Promise<CatalogSnapshot | undefined> {
    const {
      logger,
      gatewayId,
      readSnapshot,
      retryMs = RETRY_MS,
    } = this.#options;
    let reason = '';
    for (let attempt = 0; attempt <= RETRIES; attempt++) {
      try {
        const snapshot = await readSnapshot(signal);
        if (snapshot.gateway.id !== gatewayId) {
          logger.error(
            `catalog.providers.litemaas.${gatewayId} names a gateway that litemaas.gateways does not have`,
          );
          return undefined;
        }
        if (snapshot.importedAt !== null) {
          return snapshot;
        }
        reason = 'it has not read its gateway yet';
      } catch (error) {
        reason = isError(error) ? error.message : String(error);
      }
      await wait(retryMs, undefined, { signal });
    }
    logger.warn(
      `Model entities stay as they are, LiteMaaS gave no answer: ${reason}`,
    );
    return undefined;
  }
}
