/** The list of subscriptions and its drawer. */
export const subscriptionsMessages = {
  title: 'Subscriptions',
  search: 'Find a subscription',
  count_one: '{{count}} subscription',
  count_other: '{{count}} subscriptions',
  announce_one: '{{count}} subscription became active',
  announce_other: '{{count}} subscriptions became active',
  loadFailed: 'Subscriptions could not be loaded',
  stillWorks:
    'Keys you have keep working: calls go to the gateway, not through this page.',
  loading: 'Subscriptions are on their way',
  empty: {
    noneTitle: 'No subscriptions yet',
    noneBody: 'Find a model and press Get a key or Subscribe.',
    matchTitle: 'No subscription matches',
  },
  filter: { status: 'Status' },
  column: {
    model: 'Model',
    owner: 'Owner',
    plan: 'Plan',
    status: 'Status',
    since: 'Since',
    ends: 'Ends',
    spent: 'Spent',
    actions: 'Actions',
  },
  noLimit: '{{spent}}, no money limit',
  exhausted:
    'The budget of this period is used up. Calls of this model are refused until {{day}}, by 00:15 UTC.',
  denied: 'Denied by {{name}}, {{day}}: “{{reason}}”',
  until: 'Until {{day}}',
  detail: {
    loadFailed: 'The subscription could not be loaded',
    rates: 'Rates',
    keys: 'Keys using it',
    noKeys: 'No key uses it yet.',
    approvers: 'Who decides',
    reason: 'Reason',
  },
  action: {
    createKey: 'Create key',
    withdraw: 'Withdraw request',
    end: 'End subscription',
    menu: 'Actions of {{model}}',
  },
  end: {
    withdrawTitle: 'Withdraw the request for {{model}}?',
    withdrawBody: 'Nobody has to decide it any more. You can ask again.',
    endTitle: 'End the subscription to {{model}}?',
    endBody_one:
      'The model is taken from {{count}} key, within a minute. Usage so far stays on record.',
    endBody_other:
      'The model is taken from {{count}} keys, within a minute. Usage so far stays on record.',
    reason: 'Reason (optional)',
    failed: 'Nothing was changed',
  },
} as const;
