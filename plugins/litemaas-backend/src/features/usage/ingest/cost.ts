import { usdToNanos } from '@litemaas/backstage-plugin-litemaas-common';
import type { SpendLog } from '@litemaas/litellm-client';

const MILLION = 1_000_000n;

/** Our price of a model at some time; nano-dollars per million tokens. */
export interface TokenPrice {
  inputNanos: bigint | null;
  outputNanos: bigint | null;
}

/** Whether the gateway may have left out the cost of a call: it answered, used tokens and counted no money. */
export function mayLackCost(log: SpendLog): boolean {
  return (
    log.status === 'success' &&
    log.spend === 0 &&
    !log.cacheHit &&
    log.promptTokens + log.completionTokens > 0
  );
}

/**
 * What a call cost, in nano-dollars: the gateway's figure; where it counted nothing, our own price in force, which is 0
 * for a free model. An answer from the gateway's cache is free.
 */
export function costOf(log: SpendLog, price: TokenPrice | undefined): bigint {
  if (!price || !mayLackCost(log)) {
    return usdToNanos(log.spend);
  }
  const perMillion =
    BigInt(Math.round(log.promptTokens)) * (price.inputNanos ?? 0n) +
    BigInt(Math.round(log.completionTokens)) * (price.outputNanos ?? 0n);
  return (perMillion + MILLION / 2n) / MILLION;
}
