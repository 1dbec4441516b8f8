import {
  nanosToUsd,
  usdToNanos,
  type Period,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  markOf,
  type Duration,
  type KeyInfo,
  type KeyPatch,
  type ModelNames,
} from '../../platform/litellm';

/** What we own of a key at LiteLLM, canonical: equal wishes are equal texts. */
export type GatewayKey = {
  alias: string;
  /** Id of our row, from our mark in the metadata. */
  mark: string | null;
  userId: string | null;
  teamId: string | null;
  /** Sorted. Never empty: to LiteLLM that would be all of them. */
  models: string[];
  allowedRoutes: string[];
  blocked: boolean;
  expires: string | null;
  /** Nano-dollars. */
  maxBudget: string | null;
  /** Meaningless, and so null, without a budget: 1.82.1 cannot clear it. */
  budgetPeriod: string | null;
  rpm: number | null;
  tpm: number | null;
  maxParallel: number | null;
};

/** Durations that LiteLLM resets at our boundaries, in UTC: at midnight, on Mondays, on the first. */
const DURATIONS: Record<Period, Duration> = {
  day: '1d',
  week: '7d',
  month: '1mo',
};

/** The same in other words, as a person at the gateway may have put it. */
const PERIODS: Record<string, Period> = {
  '1d': 'day',
  '24h': 'day',
  '7d': 'week',
  '1mo': 'month',
  '30d': 'month',
};

/** LiteLLM counts from when it works; we ask for an instant. */
const EXPIRY_TOLERANCE_MS = 60_000;

/** A key as stored there. `expiresAt` is our wish: what comes near enough is it. */
export function observedState(
  info: KeyInfo,
  expiresAt: Date | null,
): GatewayKey {
  const budgetPeriod =
    info.maxBudget === undefined ? undefined : info.budgetDuration;
  return {
    alias: info.alias ?? '',
    mark: markOf(info.metadata)?.keyId ?? null,
    userId: info.userId ?? null,
    teamId: info.teamId ?? null,
    models: [...info.models].sort(),
    allowedRoutes: [...info.allowedRoutes].sort(),
    blocked: info.blocked,
    expires: expiryOf(info.expires, expiresAt),
    maxBudget:
      info.maxBudget === undefined
        ? null
        : usdToNanos(info.maxBudget).toString(),
    budgetPeriod: budgetPeriod ? PERIODS[budgetPeriod] ?? budgetPeriod : null,
    rpm: info.rpmLimit ?? null,
    tpm: info.tpmLimit ?? null,
    maxParallel: info.maxParallelRequests ?? null,
  };
}

function expiryOf(seen: string | undefined, wished: Date | null) {
  if (!seen) {
    return null;
  }
  const off = wished ? Date.parse(seen) - wished.getTime() : Infinity;
  return wished && Math.abs(off) <= EXPIRY_TOLERANCE_MS
    ? wished.toISOString()
    : seen;
}

/** Canonical changes in LiteLLM's words; what is absent stays as it is. The mark is the adapter's: it has to be read. */
export function toPatch(changes: Partial<GatewayKey>, now: Date): KeyPatch {
  const { alias, userId, teamId, blocked, models, allowedRoutes } = changes;
  const { expires, maxBudget, budgetPeriod, rpm, tpm, maxParallel } = changes;
  return {
    alias,
    userId,
    teamId,
    blocked,
    models: models && modelNames(models),
    allowedRoutes: allowedRoutes && modelNames(allowedRoutes),
    duration: expires === null ? null : durationUntil(expires, now),
    maxBudget: maxBudget === null ? null : usd(maxBudget),
    budgetDuration: budgetPeriod === null ? null : duration(budgetPeriod),
    rpmLimit: rpm,
    tpmLimit: tpm,
    maxParallelRequests: maxParallel,
  };
}

/** A budget for a new key. */
export function budgetOf({ maxBudget, budgetPeriod }: GatewayKey) {
  return maxBudget === null
    ? {}
    : {
        maxBudget: usd(maxBudget),
        budgetDuration: duration(budgetPeriod ?? undefined),
      };
}

/** An expiry as a length of time from now, the only way LiteLLM takes it; at least a second. */
export function durationUntil(
  expires: string | null | undefined,
  now: Date,
): Duration | undefined {
  if (!expires) {
    return undefined;
  }
  const seconds = Math.round((Date.parse(expires) - now.getTime()) / 1000);
  return `${Math.max(1, seconds)}s`;
}

/** Names for LiteLLM, of which there must be one. */
export function modelNames(names: string[]): ModelNames {
  const [first, ...rest] = names;
  if (first === undefined) {
    throw new RangeError('An empty list would mean everything to LiteLLM');
  }
  return [first, ...rest];
}

function duration(period: string | undefined): Duration | undefined {
  return period === undefined ? undefined : DURATIONS[period as Period];
}

function usd(nanos: string | undefined): number | undefined {
  return nanos === undefined ? undefined : nanosToUsd(BigInt(nanos));
}
