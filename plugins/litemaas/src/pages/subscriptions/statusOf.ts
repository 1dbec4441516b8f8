import type { Subscription } from '@litemaas/backstage-plugin-litemaas-common';

/** An active subscription whose budget is used up says so first. */
export function statusOf({
  status,
  exhausted,
}: Pick<Subscription, 'status' | 'exhausted'>) {
  return status === 'active' && exhausted ? 'over-limit' : status;
}
