import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { makeValidator } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';

/** One entry of `catalog.providers.litemaas`. */
export interface ProviderConfig {
  /** Id of the gateway in `litemaas.gateways`. */
  gatewayId: string;
  namespace: string;
  /** Name of a System that exists; without one the provider makes `litemaas`. */
  existingSystem?: string;
  schedule: SchedulerServiceTaskScheduleDefinition;
}

const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 10 },
  timeout: { minutes: 3 },
};

const { isValidEntityName, isValidNamespace } = makeValidator();

/**
 * Reads `catalog.providers.litemaas`; nothing there, nothing provided.
 * @throws Error whose message is one sentence that names the key
 */
export function readProviderConfigs(config: Config): ProviderConfig[] {
  const providers = config.getOptionalConfig('catalog.providers.litemaas');
  return (providers?.keys() ?? []).map(gatewayId => {
    const key = `catalog.providers.litemaas.${gatewayId}`;
    const entry = providers?.getOptionalConfig(gatewayId);
    const schedule = entry?.getOptionalConfig('schedule');
    const namespace = entry?.getOptionalString('namespace') ?? 'default';
    const existingSystem = entry?.getOptionalString('system');
    // Where LiteMaaS runs in another backend its gateways are not known here.
    if (
      config.has('litemaas.gateways') &&
      !config.has(`litemaas.gateways.${gatewayId}`)
    ) {
      throw new Error(
        `Configuration: ${key} names a gateway that litemaas.gateways does not have.`,
      );
    }
    if (!isValidNamespace(namespace)) {
      throw new Error(
        `Configuration: ${key}.namespace must be lower-case letters, digits and hyphens.`,
      );
    }
    if (existingSystem !== undefined && !isValidEntityName(existingSystem)) {
      throw new Error(
        `Configuration: ${key}.system must be the name of a System.`,
      );
    }
    return {
      gatewayId,
      namespace,
      existingSystem,
      schedule: schedule
        ? readSchedulerServiceTaskScheduleDefinitionFromConfig(schedule)
        : DEFAULT_SCHEDULE,
    };
  });
}
