import { createHash } from 'node:crypto';
import { usdToNanos } from '@litemaas/backstage-plugin-litemaas-common';
import type { SpendLog } from '@litemaas/litellm-client';
import type { Knex } from 'knex';
import type { UsageEvent } from '../UsageEvent';
import { Attribution } from './Attribution';
import { readFacts } from './attributionFacts';
import { causeOf } from './cause';
import { costOf, mayLackCost } from './cost';
import { readFailure } from './refusals';

const REQUEST_ID_LENGTH = 255;

/** Longest name kept: what a caller sent as `model` may be anything. */
const MODEL_NAME_LENGTH = 255;

/**
 * Makes events of rows of the gateway's log. Only calls of keys of ours are usage: rows of unknown keys, of the
 * gateway's own admins and of calls without a key make none.
 */
export async function toEvents(
  tx: Knex.Transaction,
  gatewayId: string,
  rows: SpendLog[],
): Promise<UsageEvent[]> {
  const facts = await readFacts(tx, gatewayId, {
    hashes: rows.flatMap(row => row.keyHash ?? []),
    modelNames: rows.map(modelNameOf),
    prices: rows.some(mayLackCost),
    state: rows.some(row => row.status === 'failure'),
  });
  const attribution = new Attribution(facts);
  return rows.flatMap(row => toEvent(gatewayId, row, attribution) ?? []);
}

function toEvent(
  gatewayId: string,
  row: SpendLog,
  attribution: Attribution,
): UsageEvent | undefined {
  const key = attribution.keyOf(row.keyHash);
  if (!key) {
    return undefined;
  }
  const startedAt = new Date(row.startTime);
  const endedAt = row.endTime ? new Date(row.endTime) : null;
  const modelName = modelNameOf(row);
  const model = attribution.modelOf(modelName);
  const subscription = attribution.subscriptionOf(key, model, startedAt);
  const failure = row.status === 'failure' ? readFailure(row) : undefined;
  return {
    gatewayId,
    requestId: requestIdOf(row),
    startedAt,
    endedAt,
    keyId: key.id,
    ownerRef: key.ownerRef,
    personRef: key.personRef,
    subscriptionId: subscription?.id ?? null,
    budgetId: attribution.budgetOf(key, model) ?? null,
    modelId: model?.id ?? null,
    modelName,
    provider: (row.provider ?? model?.provider ?? 'unknown').slice(0, 100),
    promptTokens: count(row.promptTokens),
    completionTokens: count(row.completionTokens),
    totalTokens: count(row.totalTokens),
    gatewayNanos: usdToNanos(row.spend),
    costNanos: costOf(row, attribution.priceOf(model, startedAt)),
    latencyMs: latencyOf(row, startedAt, endedAt),
    outcome: failure?.outcome ?? 'answered',
    cause: failure
      ? causeOf(failure, attribution.stateAt(key, subscription, startedAt))
      : null,
  };
}

/**
 * The public name that was asked for. 1.82.1 leaves the group out of refusals, and has the asked name as `model` there.
 * A caller may have put a key where the model belongs: that is kept nowhere.
 */
export function modelNameOf(row: SpendLog): string {
  const name = row.modelGroup ?? row.model ?? 'unknown-model';
  return /sk-\S{8}/.test(name)
    ? 'unknown-model'
    : name.slice(0, MODEL_NAME_LENGTH);
}

/**
 * Id of the row. A caller may have chosen it (`x-litellm-call-id`): on 1.82.1 it has any length, and what is longer than
 * the ledger keeps is kept by its hash.
 */
function requestIdOf({ requestId }: SpendLog): string {
  return requestId.length <= REQUEST_ID_LENGTH
    ? requestId
    : createHash('sha256').update(requestId).digest('hex');
}

/** The ledger adds whole numbers, and never takes away. */
function count(tokens: number): number {
  return Math.max(0, Math.round(tokens));
}

function latencyOf(
  row: SpendLog,
  startedAt: Date,
  endedAt: Date | null,
): number | null {
  const duration =
    row.durationMs ??
    (endedAt ? endedAt.getTime() - startedAt.getTime() : null);
  return duration === null || duration < 0
    ? null
    : Math.min(Math.round(duration), 2_147_483_647);
}
