import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** Words of the components in this package. @public */
export const litemaasReactTranslationRef = createTranslationRef({
  id: 'litemaas-react',
  messages: {
    status: {
      active: 'Active',
      answered: 'Answered',
      subscribed: 'Subscribed',
      requested: 'Waiting',
      waiting: 'Waiting',
      pending: 'Pending',
      blocking: 'Blocking…',
      unblocking: 'Unblocking…',
      revoking: 'Revoking…',
      expiring: 'Expiring',
      suspended: 'Suspended',
      failing: 'Failing',
      failed: 'Failed',
      'over-limit': 'Over limit',
      denied: 'Denied',
      blocked: 'Blocked',
      refused: 'Refused',
      ended: 'Ended',
      expired: 'Expired',
      revoked: 'Revoked',
      public: 'Public',
      restricted: 'Restricted',
    },
    freshness: {
      loading: 'Asking the portal…',
      connected: 'Gateway connected · {{time}}',
      unknown: 'Gateway not tried yet',
      unreachable: 'Gateway unreachable since {{time}}.',
      meansForChanges:
        'Changes are saved and take effect when it is back, blocks and revokes too.',
      meansForUsage:
        'Complete up to {{time}}. Later calls appear when the gateway is back.',
      meansForUsageUnknown: 'Later calls appear when the gateway is back.',
      portalAway:
        'The portal does not answer. You see what it said at {{time}}.',
      portalAwayAtOnce: 'The portal does not answer.',
      lastContact: 'Last contact',
      lastSync: 'Last sync',
      pendingChanges: 'Pending changes',
      version: 'Gateway version',
      never: 'never',
      notKnown: 'unknown',
      details: 'Freshness',
    },
    error: {
      reference: 'Reference {{reference}}',
      retry: 'Retry',
      copyForTicket: 'Copy for a ticket',
      copied: 'Copied',
      unreachable: 'The portal did not answer.',
    },
    copy: {
      failed: 'Your browser does not allow copying here',
      copy: 'Copy {{what}}',
      copied: 'Copied',
    },
    list: {
      loading: 'Loading',
      showMore: 'Show more',
      clearFilters: 'Clear all filters',
    },
    limit: {
      used: '{{used}} of {{limit}}',
      today: 'Today in this period',
      resets: 'resets {{day}}',
    },
    chart: {
      other: 'Other ({{number}})',
      legend: 'Shown in the chart',
    },
    picker: {
      allModels: 'All models',
      allKeys: 'All keys',
      clear: 'Clear: {{what}}',
      none: 'Nothing matches',
      more: 'The first {{shown}} of {{total}}: type to find others',
      noValues: 'Search by name or last four characters, not by the key itself',
    },
  },
});
