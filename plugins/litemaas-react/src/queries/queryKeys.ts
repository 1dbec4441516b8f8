import type {
  ApprovalQuery,
  KeyQuery,
  ModelQuery,
  SubscriptionQuery,
  UsageQuery,
  UsageRequestQuery,
} from '@litemaas/backstage-plugin-litemaas-common';

/**
 * Names of cached answers, from general to special: invalidating `keys.all` refreshes every list and drawer of keys.
 * A key's value is never cached, so it has no name here.
 * @public
 */
export const litemaasQueryKeys = {
  me: ['litemaas', 'me'],
  freshness: ['litemaas', 'freshness'],
  models: {
    all: ['litemaas', 'models'],
    list: (query: ModelQuery) => ['litemaas', 'models', 'list', query],
    facets: ['litemaas', 'models', 'facets'],
    named: (name: string) => ['litemaas', 'models', 'named', name],
    detail: (id: string) => ['litemaas', 'models', 'detail', id],
  },
  subscriptions: {
    all: ['litemaas', 'subscriptions'],
    list: (query: SubscriptionQuery) => [
      'litemaas',
      'subscriptions',
      'list',
      query,
    ],
    detail: (id: string) => ['litemaas', 'subscriptions', 'detail', id],
  },
  approvals: {
    all: ['litemaas', 'approvals'],
    list: (query: ApprovalQuery) => ['litemaas', 'approvals', 'list', query],
  },
  keys: {
    all: ['litemaas', 'keys'],
    list: (query: KeyQuery) => ['litemaas', 'keys', 'list', query],
    detail: (id: string) => ['litemaas', 'keys', 'detail', id],
  },
  usage: {
    all: ['litemaas', 'usage'],
    report: (query: UsageQuery) => ['litemaas', 'usage', 'report', query],
    requests: (query: UsageRequestQuery) => [
      'litemaas',
      'usage',
      'requests',
      query,
    ],
  },
} as const;
