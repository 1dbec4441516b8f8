import type { Approval } from '@litemaas/backstage-plugin-litemaas-common';

/**
 * The plan asked for and those that may be granted in its place: with no more money. Of unlike periods, and of requests
 * and tokens a minute, the portal judges.
 */
export function lowerPlans({
  plans,
  subscription,
}: Approval): Approval['plans'] {
  const { budgetNanos, period } = subscription;
  return plans.filter(
    plan =>
      plan.id === subscription.plan.id ||
      budgetNanos === null ||
      (plan.budgetNanos !== null &&
        (plan.period !== period ||
          BigInt(plan.budgetNanos) <= BigInt(budgetNanos))),
  );
}
