import type { Period, Plan } from '@litemaas/backstage-plugin-litemaas-common';

/** The limits of a plan or a subscription; `null` is no limit. */
export interface Limits {
  budgetNanos: bigint | null;
  period: Period;
  rpm: number | null;
  tpm: number | null;
}

/** A plan's limits, as they are copied at activation. */
export function limitsOf(plan: Plan): Limits {
  return {
    budgetNanos: plan.budgetNanos === null ? null : BigInt(plan.budgetNanos),
    period: plan.period,
    rpm: plan.rpm,
    tpm: plan.tpm,
  };
}

// How many of the shorter calendar period can begin within the longer one.
const PERIODS_WITHIN: Record<Period, Partial<Record<Period, bigint>>> = {
  day: {},
  week: { day: 7n },
  month: { day: 31n, week: 5n },
};

/**
 * The most a budget may let through within one `period`: a week of a daily budget is seven of it; in a shorter period
 * than its own all of it can be spent. `null`: no budget.
 */
export function budgetWithin(
  limits: Pick<Limits, 'budgetNanos' | 'period'>,
  period: Period,
): bigint | null {
  return (
    limits.budgetNanos &&
    limits.budgetNanos * (PERIODS_WITHIN[period][limits.period] ?? 1n)
  );
}

/** Whether limits let through nothing that the others would refuse, in the period of either. */
export function isWithin(limits: Limits, ceiling: Limits): boolean {
  return (
    [limits.period, ceiling.period].every(period =>
      atMost(budgetWithin(limits, period), budgetWithin(ceiling, period)),
    ) &&
    atMost(limits.rpm, ceiling.rpm) &&
    atMost(limits.tpm, ceiling.tpm)
  );
}

function atMost<T extends bigint | number>(
  value: T | null,
  ceiling: T | null,
): boolean {
  return ceiling === null || (value !== null && value <= ceiling);
}

/** Limits as the columns that keep them. */
export function limitColumns(limits: Limits) {
  return {
    budget_nanos: limits.budgetNanos?.toString() ?? null,
    period: limits.period,
    rpm: limits.rpm,
    tpm: limits.tpm,
  };
}
