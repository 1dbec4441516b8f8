import type { UsageCause } from '@litemaas/backstage-plugin-litemaas-common';
import type { SpendLog } from '@litemaas/litellm-client';

/** What a row of the gateway's log says about a call that was not answered, before our own state is asked. */
export interface LoggedFailure {
  outcome: 'failed' | 'refused';
  kind: UsageCause['kind'];
  /** Whether the row itself says so; otherwise it is the likeliest reading. */
  certain: boolean;
  /** A finer word about it, e.g. which rate. */
  detail?: string;
  limitUsd?: number;
  usedUsd?: number;
}

type LoggedError = NonNullable<SpendLog['error']>;

/** Whose budget it is, by `error_budget_entity_type`. */
const BUDGETS: Record<string, UsageCause['kind']> = {
  key: 'key-budget',
  team: 'team-budget',
  user: 'user-budget',
  team_member: 'user-budget',
};

/**
 * Reads why a call failed. The error's class tells LiteLLM's own refusals from what came back of a provider; codes and
 * texts only where one class means several things. Seen on 1.82.1 and 1.108.2: see `refusals.test.ts`.
 */
export function readFailure(log: SpendLog): LoggedFailure {
  const error = log.error;
  if (!error?.class) {
    return { outcome: 'failed', kind: 'other', certain: false };
  }
  if (error.budget || error.class === 'BudgetExceededError') {
    return budgetFailure(error);
  }
  switch (error.class) {
    case 'ProxyRateLimitError':
      return refused('rate-limit', true, error.rateLimitType);
    case 'ProxyModelNotFoundError':
      return refused('model-unknown', true);
    case 'ModelAccessDeniedProxyException':
      return refused('model-not-allowed', true);
    case 'KeyNotFoundError':
      return refused('blocked', true, 'revoked');
    case 'ProxyException':
      return proxyException(error);
    case 'HTTPException':
      return httpException(error);
    case 'Exception':
      // Blocked keys and teams, on both versions; neither gives a code.
      return error.code
        ? { outcome: 'failed', kind: 'other', certain: false }
        : refused('blocked', true);
    default:
      return {
        outcome: 'failed',
        kind: 'provider-error',
        certain: true,
        detail: error.code,
      };
  }
}

function refused(
  kind: UsageCause['kind'],
  certain: boolean,
  detail?: string,
): LoggedFailure {
  return { outcome: 'refused', kind, certain, detail };
}

/** Newer versions name the budget; older ones write it into the message. */
function budgetFailure(error: LoggedError): LoggedFailure {
  const { budget, message = '' } = error;
  if (budget) {
    return {
      ...refused(BUDGETS[budget.entityType] ?? 'other', true),
      limitUsd: budget.limit,
      usedUsd: budget.spend,
    };
  }
  return {
    ...refused(budgetIn(message), true),
    limitUsd: amount(/(?:Max budget: |Budget=|Limit=\$?)([\d.e+-]+)/, message),
    usedUsd: amount(/(?:Current cost: |Spend=\$?)([\d.e+-]+)/, message),
  };
}

function budgetIn(message: string): UsageCause['kind'] {
  if (message.includes('Team=')) {
    return 'team-budget';
  }
  return /(?:User|TeamMember)=/.test(message) ? 'user-budget' : 'key-budget';
}

function amount(pattern: RegExp, text: string): number | undefined {
  const value = Number(pattern.exec(text)?.[1] ?? NaN);
  return Number.isFinite(value) ? value : undefined;
}

/** Expired keys and denied models; 1.82.1 logs no message, so that only the status is left to go by. */
function proxyException(error: LoggedError): LoggedFailure {
  if (/expired key/i.test(error.message ?? '')) {
    return refused('expired', true);
  }
  switch (error.code) {
    case '400':
      return refused('expired', false);
    case '401':
    case '403':
      return refused('model-not-allowed', false);
    default:
      return refused('other', false);
  }
}

/** 1.82.1's rate limits; else a refusal of LiteLLM that we know nothing of. */
function httpException(error: LoggedError): LoggedFailure {
  if (error.code === '429') {
    const type = /Limit type: (\w+)/.exec(error.message ?? '')?.[1];
    return refused('rate-limit', true, type);
  }
  return Number(error.code) >= 500
    ? { outcome: 'failed', kind: 'other', certain: false }
    : refused('other', false);
}
