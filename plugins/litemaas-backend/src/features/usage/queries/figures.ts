import type { UsageTotals } from '@litemaas/backstage-plugin-litemaas-common';
import type { DbBigint } from '../../../platform/database';

/** Sums over a set of calls, exact. */
export interface Sums {
  spendNanos: bigint;
  answered: number;
  failed: number;
  refused: number;
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
}

/** The same as a driver gives them. */
export interface DbSumsRow {
  spend_nanos: string;
  answered: DbBigint;
  failed: DbBigint;
  refused: DbBigint;
  prompt_tokens: DbBigint;
  completion_tokens: DbBigint;
  total_tokens: DbBigint;
}

/** The sums of no call. */
export const NOTHING: Sums = {
  spendNanos: 0n,
  answered: 0,
  failed: 0,
  refused: 0,
  promptTokens: 0,
  completionTokens: 0,
  totalTokens: 0,
};

/** Reads a row of sums. */
export function toSums(row: DbSumsRow): Sums {
  return {
    spendNanos: BigInt(row.spend_nanos),
    answered: Number(row.answered),
    failed: Number(row.failed),
    refused: Number(row.refused),
    promptTokens: Number(row.prompt_tokens),
    completionTokens: Number(row.completion_tokens),
    totalTokens: Number(row.total_tokens),
  };
}

/** Calls of every outcome. */
export function requests(sums: Sums): number {
  return sums.answered + sums.failed + sums.refused;
}

/** Sums over all buckets of a period. */
export function sumUp(all: Iterable<Sums>): Sums {
  let total = NOTHING;
  for (const one of all) {
    total = {
      spendNanos: total.spendNanos + one.spendNanos,
      answered: total.answered + one.answered,
      failed: total.failed + one.failed,
      refused: total.refused + one.refused,
      promptTokens: total.promptTokens + one.promptTokens,
      completionTokens: total.completionTokens + one.completionTokens,
      totalTokens: total.totalTokens + one.totalTokens,
    };
  }
  return total;
}

/** Sums as they go over the wire. */
export function toTotals(sums: Sums = NOTHING): UsageTotals {
  return {
    spendNanos: sums.spendNanos.toString(),
    requests: requests(sums),
    answered: sums.answered,
    failed: sums.failed,
    refused: sums.refused,
    promptTokens: sums.promptTokens,
    completionTokens: sums.completionTokens,
    totalTokens: sums.totalTokens,
  };
}
