import {
  periodEnd,
  periodStart,
  usdToNanos,
  type Period,
  type UsageCause,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { StoredCause } from '../UsageEvent';
import type { LoggedFailure } from './refusals';

/** What our rows say about a call's key and subscription at the time it began. */
export interface StateAtCall {
  startedAt: Date;
  key: {
    period: Period;
    budgetNanos: bigint | null;
    expiresAt: Date | null;
    revokedAt: Date | null;
    /** Holds that were set by then. */
    holds: string[];
  };
  subscription?: {
    period: Period;
    budgetNanos: bigint | null;
    spentNanos: bigint | null;
    exhaustedAt: Date | null;
  };
}

/** Refusals behind which our own enforcement may stand: the model was taken away, or the key was held. */
const BY_OUR_HAND = new Set<UsageCause['kind']>([
  'model-not-allowed',
  'blocked',
]);

/** What the key did too much of, by the gateway's word. */
const RATES: Record<string, string> = {
  requests: 'More requests in a minute than the key may send.',
  tokens: 'More tokens in a minute than the key may use.',
  max_parallel_requests: 'More requests at a time than the key may send.',
  concurrent_requests: 'More requests at a time than the key may send.',
};

/**
 * Why a call was not answered: what the gateway's row says, made more exact by our own state where the row cannot know
 * it (*probable*), else unknown. The words are ours: a gateway's may quote keys and prompts.
 */
export function causeOf(
  failure: LoggedFailure,
  state: StateAtCall,
): StoredCause {
  const { key, subscription, startedAt } = state;
  const before = (at: Date | null | undefined) => !!at && at <= startedAt;
  const probable = (
    kind: UsageCause['kind'],
    detail?: string,
  ): StoredCause => ({ ...bare(kind, detail), certainty: 'probable' });

  if (BY_OUR_HAND.has(failure.kind)) {
    if (before(key.revokedAt)) {
      return probable('blocked', 'revoked');
    }
    if (failure.kind === 'blocked' && isHeldFor(key.holds, 'budget')) {
      return {
        ...keyBudget(key.period, startedAt),
        certainty: 'probable',
        limitNanos: text(key.budgetNanos),
      };
    }
    if (subscription && before(subscription.exhaustedAt)) {
      return {
        ...probable('subscription-budget'),
        limitNanos: text(subscription.budgetNanos),
        usedNanos: text(subscription.spentNanos),
        resetsAt: periodEnd(subscription.period, startedAt).toISOString(),
      };
    }
  }
  if (!failure.certain) {
    if (before(key.expiresAt)) {
      return probable('expired');
    }
    if (key.holds.length > 0 && failure.outcome === 'refused') {
      return probable('blocked');
    }
    if (failure.kind === 'other') {
      return { ...bare('other', failure.outcome), certainty: 'unknown' };
    }
    return probable(failure.kind, failure.detail);
  }
  if (failure.kind === 'key-budget') {
    return {
      ...keyBudget(key.period, startedAt),
      certainty: 'reported',
      limitNanos: nanos(failure.limitUsd),
    };
  }
  return {
    ...bare(failure.kind, failure.detail),
    certainty: 'reported',
    limitNanos: nanos(failure.limitUsd),
    usedNanos: nanos(failure.usedUsd),
  };
}

/**
 * What a key had used is our ledger's to say: the gateway's figure holds what it reserves for calls under way (1.108.2),
 * and may be several times what was spent.
 */
function keyBudget(period: Period, startedAt: Date) {
  return {
    ...bare('key-budget'),
    resetsAt: periodEnd(period, startedAt).toISOString(),
    usedSince: periodStart(period, startedAt).toISOString(),
  };
}

/** Whether a key is held for this and nothing else. */
function isHeldFor(holds: string[], kind: string): boolean {
  return holds.length > 0 && holds.every(one => one === kind);
}

/** A refusal by a key's own budget, with what the ledger says was used of it when the call began. */
export function withUse(cause: StoredCause, usedNanos: bigint): StoredCause {
  const isLess =
    cause.limitNanos !== null && usedNanos < BigInt(cause.limitNanos);
  return {
    ...cause,
    usedNanos: usedNanos.toString(),
    message: isLess
      ? "Calls under way had taken up the rest of the key's own budget."
      : cause.message,
  };
}

function bare(
  kind: UsageCause['kind'],
  detail?: string,
): Omit<StoredCause, 'certainty'> {
  return {
    kind,
    message: sentence(kind, detail),
    limitNanos: null,
    usedNanos: null,
    resetsAt: null,
  };
}

function sentence(kind: UsageCause['kind'], detail?: string): string {
  switch (kind) {
    case 'key-budget':
      return "The key's own budget is used up.";
    case 'subscription-budget':
      return "The subscription's budget for this model is used up.";
    case 'team-budget':
      return "The team's budget is used up.";
    case 'user-budget':
      return "The person's budget is used up.";
    case 'rate-limit':
      return RATES[detail ?? ''] ?? 'A rate limit was reached.';
    case 'blocked':
      return detail === 'revoked'
        ? 'The key was revoked.'
        : 'The key was blocked.';
    case 'expired':
      return 'The key had expired.';
    case 'model-not-allowed':
      return 'The key may not call this model.';
    case 'model-unknown':
      return 'There is no model of this name.';
    case 'provider-error':
      return providerSentence(detail);
    default:
      return detail === 'failed'
        ? 'The call failed; the gateway does not say why.'
        : 'The gateway refused the call and does not say why.';
  }
}

function providerSentence(code: string | undefined): string {
  switch (code) {
    case '408':
    case '504':
      return 'The provider did not answer in time.';
    case '429':
      return 'The provider refused the call: too many requests.';
    default:
      return /^\d{3}$/.test(code ?? '')
        ? `The provider answered with an error (${code}).`
        : 'The provider answered with an error.';
  }
}

function nanos(usd: number | undefined): string | null {
  return usd === undefined ? null : usdToNanos(usd).toString();
}

function text(value: bigint | null): string | null {
  return value?.toString() ?? null;
}
