import { z } from 'zod';
import type { Gateway } from '../Gateway';
import { DetailError, UnhandledError } from '../http/errors';
import type { Call, Route } from '../http/Route';
import {
  check,
  optionalInteger,
  optionalNumber,
  optionalText,
} from '../http/validation';
import { exactEnd, nextReset } from '../time/durations';
import { budgetTableView } from './budgetView';
import { newBudget } from './newBudget';

const budgetRequest = z.object({
  budget_id: optionalText,
  max_budget: optionalNumber,
  soft_budget: optionalNumber,
  budget_duration: optionalText,
  tpm_limit: optionalInteger,
  rpm_limit: optionalInteger,
  max_parallel_requests: optionalInteger,
});

type BudgetRequest = z.output<typeof budgetRequest>;

export function budgetRoutes(gateway: Gateway): Route[] {
  const { profile, store } = gateway;
  return [
    {
      method: 'post',
      path: '/budget/new',
      access: 'budgets',
      handle: call => createBudget(gateway, call),
    },
    {
      method: 'post',
      path: '/budget/update',
      access: 'budgets',
      handle: call => updateBudget(gateway, call),
    },
    {
      method: 'post',
      path: '/budget/info',
      access: 'budgets',
      handle: ({ body }) => {
        const { budgets } = check(
          z.object({ budgets: z.array(z.string()) }),
          body,
        );
        return budgets.flatMap(id => {
          const row = store.budgets.get(id);
          return row ? [budgetTableView(row, profile)] : [];
        });
      },
    },
    {
      method: 'get',
      path: '/budget/list',
      access: 'budgets',
      handle: () =>
        [...store.budgets.values()].map(row => budgetTableView(row, profile)),
    },
    {
      method: 'post',
      path: '/budget/delete',
      access: 'budgets',
      handle: call => deleteBudget(gateway, call),
    },
  ];
}

function createBudget(gateway: Gateway, { body, caller }: Call) {
  const { profile, random, store } = gateway;
  const request = check(budgetRequest, body);
  const id = request.budget_id || random.uuid();
  if (store.budgets.has(id)) {
    throw profile.newer
      ? new DetailError(400, {
          error: `Budget with id '${id}' already exists.`,
        })
      : new UnhandledError();
  }
  const row = newBudget(
    gateway,
    {
      budget_id: id,
      max_budget: request.max_budget ?? null,
      soft_budget: request.soft_budget ?? null,
      budget_duration: request.budget_duration ?? null,
      budget_reset_at: resetAt(gateway, request),
      tpm_limit: request.tpm_limit ?? null,
      rpm_limit: request.rpm_limit ?? null,
      max_parallel_requests: request.max_parallel_requests ?? null,
    },
    caller.userId,
  );
  store.touch();
  return budgetTableView(row, profile);
}

/** Here, and only here, 1.82.1 takes the duration by its name. */
function resetAt(
  { clock, profile }: Gateway,
  { budget_duration: duration }: BudgetRequest,
): number | null {
  if (!duration) {
    return null;
  }
  const now = clock.now();
  const end = profile.newer
    ? nextReset(duration, now, profile)
    : exactEnd(duration, now);
  return end ?? null;
}

function updateBudget(gateway: Gateway, { body, caller }: Call) {
  const { clock, profile, store } = gateway;
  const request = check(budgetRequest, body);
  const row = request.budget_id
    ? store.budgets.get(request.budget_id)
    : undefined;
  if (!row) {
    return null;
  }
  for (const column of [
    'max_budget',
    'soft_budget',
    'budget_duration',
    'tpm_limit',
    'rpm_limit',
    'max_parallel_requests',
  ] as const) {
    if (request[column] !== undefined) {
      Object.assign(row, { [column]: request[column] });
    }
  }
  if (profile.newer && request.budget_duration) {
    row.budget_reset_at = resetAt(gateway, request);
  }
  row.updated_at = clock.now();
  row.updated_by = caller.userId ?? '';
  store.touch();
  return budgetTableView(row, profile);
}

/** A budget in use can be deleted; its keys lose the link. */
function deleteBudget({ cache, profile, store }: Gateway, { body }: Call) {
  const { id } = check(z.object({ id: z.string() }), body);
  const row = store.budgets.get(id);
  if (!row) {
    return null;
  }
  store.budgets.delete(id);
  for (const key of store.keys.values()) {
    if (key.budget_id === id) {
      key.budget_id = null;
      cache.evict('key', key.token);
    }
  }
  store.touch();
  return budgetTableView(row, profile);
}
