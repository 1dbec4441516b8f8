import {
  pageOf,
  usageQuerySchema,
  usageReadPermission,
  usageReportSchema,
  usageRequestQuerySchema,
  usageRequestSchema,
} from '@litemaas/backstage-plugin-litemaas-common';
import { defineRoute } from '../../platform/http/defineRoute';
import type { UsageService } from './UsageService';

/** Usage and cost over HTTP. */
export function usageRoutes(usage: UsageService) {
  return [
    defineRoute({
      method: 'get',
      path: '/usage',
      summary: 'Spend, requests and tokens of a period, in buckets and groups',
      tag: 'Usage',
      permission: usageReadPermission,
      query: usageQuerySchema,
      response: usageReportSchema,
      handler: ({ caller, query }) => usage.report(caller, query),
    }),
    defineRoute({
      method: 'get',
      path: '/usage/requests',
      summary: 'Single calls, the latest first, with why one was not answered',
      tag: 'Usage',
      permission: usageReadPermission,
      query: usageRequestQuerySchema,
      response: pageOf(usageRequestSchema),
      handler: ({ caller, query }) => usage.requests(caller, query),
    }),
  ];
}
