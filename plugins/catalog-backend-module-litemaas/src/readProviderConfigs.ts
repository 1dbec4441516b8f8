import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
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

/** Reads `catalog.providers.litemaas`; nothing there, nothing provided. */
export function readProviderConfigs(config: Config): ProviderConfig[] {
  const providers = config.getOptionalConfig('catalog.providers.litemaas');
  return (providers?.keys() ?? []).map(gatewayId => {
    const entry = providers?.getOptionalConfig(gatewayId);
    const schedule = entry?.getOptionalConfig('schedule');
    return {
      gatewayId,
      namespace: entry?.getOptionalString('namespace') ?? 'default',
      existingSystem: entry?.getOptionalString('system'),
      schedule: schedule
        ? readSchedulerServiceTaskScheduleDefinitionFromConfig(schedule)
        : DEFAULT_SCHEDULE,
    };
  });
}
