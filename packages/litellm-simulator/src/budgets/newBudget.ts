import type { Gateway } from '../Gateway';
import type { BudgetRow } from '../store/rows';

/** Writes a row of the budget table: with what is given, and nulls. */
export function newBudget(
  { clock, random, store }: Gateway,
  values: Partial<BudgetRow>,
  author: string | null,
): BudgetRow {
  const now = clock.now();
  const row: BudgetRow = {
    budget_id: random.uuid(),
    max_budget: null,
    soft_budget: null,
    budget_duration: null,
    budget_reset_at: null,
    tpm_limit: null,
    rpm_limit: null,
    max_parallel_requests: null,
    created_at: now,
    created_by: author ?? '',
    updated_at: now,
    updated_by: author ?? '',
    ...values,
  };
  store.budgets.set(row.budget_id, row);
  return row;
}
