import {
  nanosToUsd,
  type Period,
} from '@litemaas/backstage-plugin-litemaas-common';
import { badRequest } from '../../platform/http/errors';
import {
  budgetWithin,
  type SubscriptionRecord,
} from '../subscriptions/SubscriptionService';

/** Limits of a key's own; `null`: none, its subscriptions' apply. */
export interface KeyLimits {
  budgetNanos: bigint | null;
  period: Period;
  rpm: number | null;
  tpm: number | null;
}

/**
 * Holds a key's limits against those of the subscriptions that give it its models: nobody raises their own ceiling.
 * The lowest one counts. Read the subscriptions locked.
 * @throws InputError `key.budget_exceeds_plan`, `key.rate_exceeds_plan`
 */
export function assertWithinPlans(
  limits: KeyLimits,
  subscriptions: SubscriptionRecord[],
): void {
  const { budgetNanos, period, rpm, tpm } = limits;
  const money = lowest(subscriptions, one => budgetWithin(one, period));
  if (money && budgetNanos !== null && budgetNanos > money.ceiling) {
    const usd = nanosToUsd(money.ceiling).toLocaleString('en-US', {
      style: 'currency',
      currency: 'USD',
    });
    throw badRequest(
      'key.budget_exceeds_plan',
      `The budget can be at most ${usd} a ${period}: ${money.whose}.`,
      { budgetNanos: `must be at most ${usd} a ${period}` },
    );
  }
  const rates = { rpm, tpm };
  for (const field of ['rpm', 'tpm'] as const) {
    const wished = rates[field];
    const rate = lowest(subscriptions, one => one[field]);
    if (rate && wished !== null && wished > rate.ceiling) {
      throw badRequest(
        'key.rate_exceeds_plan',
        `At most ${rate.ceiling} ${
          field === 'rpm' ? 'requests' : 'tokens'
        } a minute: ${rate.whose}.`,
        { [field]: `must be at most ${rate.ceiling}` },
      );
    }
  }
}

function lowest<T extends bigint | number>(
  subscriptions: SubscriptionRecord[],
  ceilingOf: (subscription: SubscriptionRecord) => T | null,
): { ceiling: T; whose: string } | undefined {
  let found: { ceiling: T; whose: string } | undefined;
  for (const subscription of subscriptions) {
    const ceiling = ceilingOf(subscription);
    if (ceiling !== null && (!found || ceiling < found.ceiling)) {
      const { plan, model } = subscription;
      found = { ceiling, whose: `plan ${plan.title} of ${model.title}` };
    }
  }
  return found;
}
