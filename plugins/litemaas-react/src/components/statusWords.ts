import type {
  KeyLabel,
  Model,
  Outcome,
  SubscriptionStatus,
} from '@litemaas/backstage-plugin-litemaas-common';

/** Everything that is shown as a status. @public */
export type Status =
  | SubscriptionStatus
  | KeyLabel
  | Model['access']['state']
  | Outcome
  | 'failing';

/** The colour a status has everywhere. @public */
export type StatusTone = 'green' | 'blue' | 'orange' | 'red' | 'grey';

/** One word has one colour, on every page and card. @public */
export const statusTones: Readonly<Record<Status, StatusTone>> = {
  active: 'green',
  answered: 'green',
  subscribed: 'green',
  requested: 'blue',
  waiting: 'blue',
  pending: 'blue',
  blocking: 'blue',
  unblocking: 'blue',
  revoking: 'blue',
  expiring: 'orange',
  suspended: 'orange',
  failing: 'orange',
  failed: 'orange',
  'over-limit': 'red',
  denied: 'red',
  blocked: 'red',
  refused: 'red',
  ended: 'grey',
  expired: 'grey',
  revoked: 'grey',
  public: 'grey',
  restricted: 'grey',
};
