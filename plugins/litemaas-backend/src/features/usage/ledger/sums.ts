import {
  periodSchema,
  periodStart,
  type Period,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { UsageEvent } from '../UsageEvent';

const QUARTER_MS = 15 * 60 * 1000;

/** Sums over calls of one key on one model in a quarter of an hour. */
export interface Rollup {
  gatewayId: string;
  bucketStart: Date;
  keyId: string;
  modelName: string;
  provider: string;
  ownerRef: string;
  personRef: string;
  modelId: string | null;
  answered: number;
  failed: number;
  refused: number;
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  costNanos: bigint;
}

/** What calls add to a period of a subscription or key. */
export interface PeriodSpend {
  scope: 'subscription' | 'key';
  scopeId: string;
  period: Period;
  periodStart: Date;
  spentNanos: bigint;
  /** The part that the gateway counted as well. */
  gatewayNanos: bigint;
}

/** Start of the quarter of an hour that holds `at`. */
export function quarterStart(at: Date): Date {
  return new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS);
}

/**
 * Sums events per quarter of an hour, key and model. In the order of their identity: transactions that add to the same
 * rows lock them in the same order, and cannot wait for each other in a ring.
 */
export function rollUp(events: UsageEvent[]): Rollup[] {
  return sumBy(
    events,
    event => {
      const bucketStart = quarterStart(event.startedAt);
      return [
        [
          event.gatewayId,
          bucketStart.toISOString(),
          event.keyId,
          event.modelName,
          event.provider,
          event.ownerRef,
        ],
        (): Rollup => ({
          gatewayId: event.gatewayId,
          bucketStart,
          keyId: event.keyId,
          modelName: event.modelName,
          provider: event.provider,
          ownerRef: event.ownerRef,
          personRef: event.personRef,
          modelId: event.modelId,
          answered: 0,
          failed: 0,
          refused: 0,
          promptTokens: 0,
          completionTokens: 0,
          totalTokens: 0,
          costNanos: 0n,
        }),
      ];
    },
    (rollup, event) => {
      rollup[event.outcome] += 1;
      rollup.promptTokens += event.promptTokens;
      rollup.completionTokens += event.completionTokens;
      rollup.totalTokens += event.totalTokens;
      rollup.costNanos += event.costNanos;
    },
  );
}

/**
 * Sums costs per key and subscription, for each kind of period: a key whose period is changed has the right sum at
 * once. In the order of their identity, as {@link rollUp}.
 */
export function spendByPeriod(events: UsageEvent[]): PeriodSpend[] {
  const charges = events
    .filter(event => event.costNanos !== 0n)
    .flatMap(event =>
      periodSchema.options.flatMap(period => {
        const start = periodStart(period, event.startedAt);
        const scopes: [PeriodSpend['scope'], string | null][] = [
          ['key', event.keyId],
          ['subscription', event.budgetId],
        ];
        return scopes.flatMap(([scope, scopeId]) =>
          scopeId ? [{ scope, scopeId, period, start, event }] : [],
        );
      }),
    );
  return sumBy(
    charges,
    ({ scope, scopeId, period, start }) => [
      [scope, scopeId, period, start.toISOString()],
      (): PeriodSpend => ({
        scope,
        scopeId,
        period,
        periodStart: start,
        spentNanos: 0n,
        gatewayNanos: 0n,
      }),
    ],
    (spend, { event }) => {
      spend.spentNanos += event.costNanos;
      spend.gatewayNanos += event.gatewayNanos;
    },
  );
}

/** Start of each key's latest call, in the order of their ids. */
export function lastUses(events: UsageEvent[]): { keyId: string; at: Date }[] {
  return sumBy(
    events,
    event => [
      [event.keyId],
      () => ({ keyId: event.keyId, at: event.startedAt }),
    ],
    (use, event) => {
      if (event.startedAt > use.at) {
        use.at = event.startedAt;
      }
    },
  );
}

function sumBy<T, S>(
  items: T[],
  identify: (item: T) => [identity: string[], start: () => S],
  add: (sum: S, item: T) => void,
): S[] {
  const sums = new Map<string, S>();
  for (const item of items) {
    const [identity, start] = identify(item);
    const name = JSON.stringify(identity);
    const sum = sums.get(name) ?? start();
    add(sum, item);
    sums.set(name, sum);
  }
  return [...sums]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, sum]) => sum);
}
