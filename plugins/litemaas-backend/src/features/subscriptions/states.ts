import type { SubscriptionStatus } from '@litemaas/backstage-plugin-litemaas-common';

/** What can happen to a subscription. */
export type SubscriptionMove =
  | 'approve'
  | 'deny'
  | 'withdraw'
  | 'suspend'
  | 'resume'
  | 'end'
  | 'expire';

/** Every legal move. What is not in here cannot happen; the last three statuses are final. */
const MOVES: Record<
  SubscriptionStatus,
  Partial<Record<SubscriptionMove, SubscriptionStatus>>
> = {
  requested: { approve: 'active', deny: 'denied', withdraw: 'ended' },
  active: { suspend: 'suspended', end: 'ended', expire: 'expired' },
  suspended: { resume: 'active', end: 'ended', expire: 'expired' },
  denied: {},
  expired: {},
  ended: {},
};

/** Where a move leads; undefined when it is not legal. */
export function moved(
  status: SubscriptionStatus,
  move: SubscriptionMove,
): SubscriptionStatus | undefined {
  return MOVES[status][move];
}

/** Statuses from which a move is legal. */
export function statusesBefore(move: SubscriptionMove): SubscriptionStatus[] {
  return (Object.keys(MOVES) as SubscriptionStatus[]).filter(
    status => MOVES[status][move],
  );
}

/** Live: an owner has at most one such subscription per model. */
export function isLive(status: SubscriptionStatus): boolean {
  return Object.keys(MOVES[status]).length > 0;
}
