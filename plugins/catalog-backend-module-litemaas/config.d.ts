import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      /**
       * Entities of LiteMaaS gateways, by the id they have in `litemaas.gateways`.
       */
      litemaas?: {
        [gatewayId: string]: {
          /** Namespace of the entities; `default` when absent. */
          namespace?: string;
          /** Name of a System that exists; without one the provider makes `litemaas`. */
          system?: string;
          /** How often LiteMaaS is read; every ten minutes when absent. */
          schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        };
      };
    };
  };
}
