import type { Gateway } from '../Gateway';
import { ProxyError, pythonFloat } from '../http/errors';
import type { KeyRow } from '../store/rows';

type Kind = 'key' | 'team' | 'user' | 'member';

/** One budget that a call counts on. */
interface Budget {
  kind: Kind;
  id: string;
  max: number;
  spent: number;
  /** How the refusal begins, up to the amounts. */
  message(current: number): string;
}

/** What is held until the call has been accounted for. */
export interface Hold {
  budget: string;
  amount: number;
}

/**
 * Refuses a call whose key, team, user or membership has used up its budget. On 1.108.2 it also holds `estimate`
 * against each of them; the holds are released by the caller some time after the answer. The list of models asks
 * 1.108.2 for the key's own budget only.
 */
export function checkBudgets(
  gateway: Gateway,
  key: KeyRow,
  estimate: number,
  keyOnly = false,
): Hold[] {
  const { profile, reservations } = gateway;
  const budgets = budgetsOf(gateway, key).filter(
    ({ kind }) => kind === 'key' || !keyOnly,
  );
  for (const budget of budgets) {
    const current = budget.spent + reservations.heldBy(nameOf(budget));
    if (isExceeded(budget, current, profile.newer)) {
      throw exceeded(gateway, budget, current);
    }
  }
  checkWindows(gateway, key);
  if (!profile.newer) {
    return [];
  }
  return budgets
    .filter(budget => budget.max > 0)
    .map(budget => {
      const name = nameOf(budget);
      const left = budget.max - budget.spent - reservations.heldBy(name);
      const amount = Math.min(estimate, Math.max(left, 0));
      reservations.hold(name, amount);
      return { budget: name, amount };
    });
}

function nameOf(budget: Budget): string {
  return `${budget.kind}:${budget.id}`;
}

/** The comparisons of litellm-observed 4.1: a key always at its maximum, the others by release. */
function isExceeded(budget: Budget, current: number, newer: boolean): boolean {
  if (budget.kind === 'key') {
    return current >= budget.max;
  }
  if (!newer) {
    return budget.max > 0 && current > budget.max;
  }
  return budget.max === 0 ? budget.kind === 'user' : current >= budget.max;
}

function budgetsOf(gateway: Gateway, key: KeyRow): Budget[] {
  const { cache, store } = gateway;
  const found: Budget[] = [];
  const linked = key.budget_id ? store.budgets.get(key.budget_id) : undefined;
  const keyMax = key.max_budget ?? linked?.max_budget ?? null;
  if (keyMax !== null) {
    found.push({
      kind: 'key',
      id: key.token,
      max: keyMax,
      spent: spentBy(gateway, 'key', key.token),
      message: current => keyMessage(gateway, key, current, keyMax),
    });
  }
  const team = key.team_id ? cache.team(key.team_id)?.row : undefined;
  if (team && team.max_budget !== null) {
    const max = team.max_budget;
    found.push({
      kind: 'team',
      id: team.team_id,
      max,
      spent: spentBy(gateway, 'team', team.team_id),
      message: current =>
        `Budget has been exceeded! Team=${team.team_id} ${amounts(
          current,
          max,
        )}`,
    });
  }
  const user =
    key.user_id && !key.team_id ? cache.user(key.user_id)?.row : undefined;
  if (user && user.max_budget !== null) {
    const max = user.max_budget;
    found.push({
      kind: 'user',
      id: user.user_id,
      max,
      spent: spentBy(gateway, 'user', user.user_id),
      message: current =>
        `ExceededBudget: User=${user.user_id} over budget. Spend=${pythonFloat(
          current,
        )}, Budget=${pythonFloat(max)}`,
    });
  }
  const member = memberBudget(gateway, key);
  return member ? [...found, member] : found;
}

function memberBudget(gateway: Gateway, key: KeyRow): Budget | undefined {
  const { store } = gateway;
  if (!key.team_id || !key.user_id) {
    return undefined;
  }
  const membership = store.membership(key.team_id, key.user_id);
  const row = membership?.budget_id
    ? store.budgets.get(membership.budget_id)
    : undefined;
  if (!membership || !row || row.max_budget === null) {
    return undefined;
  }
  const max = row.max_budget;
  const id = `${key.user_id}:${key.team_id}`;
  return {
    kind: 'member',
    id,
    max,
    spent: membership.spend + gateway.spend.pending('member', id),
    message: current =>
      `Budget has been exceeded! TeamMember=${id} ${amounts(current, max)}`,
  };
}

/**
 * What a budget is compared with. 1.108.2 keeps a live counter; 1.82.1 believes its cached object, which forgets what
 * is not yet in the database whenever it is read anew, and goes on refusing after a reset until then.
 */
export function spentBy(
  gateway: Gateway,
  kind: 'key' | 'team' | 'user',
  id: string,
): number {
  const { cache, profile, spend, store } = gateway;
  if (!profile.newer) {
    return (kind === 'key' ? cache.key(id) : cache[kind](id))?.spend ?? 0;
  }
  const table = { key: store.keys, team: store.teams, user: store.users }[kind];
  return (table.get(id)?.spend ?? 0) + spend.pending(kind, id);
}

function checkWindows(gateway: Gateway, key: KeyRow): void {
  const live = gateway.store.keys.get(key.token);
  const pending = gateway.spend.pending('key', key.token);
  for (const window of live?.budget_limits ?? []) {
    const current = window.spend + pending;
    if (current >= window.max_budget) {
      throw exceeded(
        gateway,
        {
          kind: 'key',
          id: key.token,
          max: window.max_budget,
          spent: current,
          message: () =>
            `ExceededBudget: Key over ${
              window.budget_duration
            } budget. Spend=$${current.toFixed(
              4,
            )}, Limit=$${window.max_budget.toFixed(2)}`,
        },
        current,
      );
    }
  }
}

function exceeded(gateway: Gateway, budget: Budget, current: number) {
  const { profile } = gateway;
  const newer = profile.newer;
  return new ProxyError(profile.budgetStatus, budget.message(current), {
    type: 'budget_exceeded',
    param: null,
    log: {
      code: newer ? String(profile.budgetStatus) : '',
      class: 'BudgetExceededError',
      normalized: '429_BUDGET_EXCEEDED',
      limitType: 'budget',
      budget: {
        type: budget.kind === 'member' ? 'team_member' : budget.kind,
        id: budget.id,
        limit: budget.max,
        spend: current,
      },
    },
  });
}

function keyMessage(
  gateway: Gateway,
  key: KeyRow,
  current: number,
  max: number,
): string {
  const who = gateway.profile.newer
    ? `Key=${key.key_alias ?? 'key'} (${key.key_name}) `
    : '';
  return `Budget has been exceeded! ${who}${amounts(current, max)}`;
}

function amounts(current: number, max: number): string {
  return `Current cost: ${pythonFloat(current)}, Max budget: ${pythonFloat(
    max,
  )}`;
}
