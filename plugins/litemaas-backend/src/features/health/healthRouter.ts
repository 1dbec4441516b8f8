import {
  freshnessSchema,
  healthSchema,
} from '@litemaas/backstage-plugin-litemaas-common';
import { defineRoute } from '../../platform/http/defineRoute';
import type { HealthService } from './HealthService';

/** How LiteMaaS is, and how fresh what it shows. */
export function healthRoutes(health: HealthService) {
  return [
    defineRoute({
      method: 'get',
      path: '/health',
      summary: 'States of the parts, for anybody; details for admins',
      tag: 'Health',
      access: 'public',
      response: healthSchema,
      handler: ({ caller }) =>
        health.health({ details: caller?.isAdmin ?? false }),
    }),
    defineRoute({
      method: 'get',
      path: '/freshness',
      summary: 'How fresh the pages are',
      tag: 'Health',
      response: freshnessSchema,
      handler: () => health.freshness(),
    }),
  ];
}
