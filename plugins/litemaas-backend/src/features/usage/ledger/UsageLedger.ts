import type { Knex } from 'knex';
import type { Announcer } from '../../../platform/Announcer';
import { inTransaction } from '../../../platform/database';
import type { UsageEvent } from '../UsageEvent';
import { lastUses, rollUp, spendByPeriod } from './sums';

/** Rows of one statement: SQLite takes at most 500. */
const CHUNK = 250;

/** Sums of `usage_rollups` that calls add to. */
const SUMMED = [
  'answered',
  'failed',
  'refused',
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'cost_nanos',
];

/**
 * The ledger: each call once, and every sum over it. What is new, and only that, is added to the sums in the same
 * transaction: however often and in whatever order rows come, by one replica or by two at once, sums equal the set of
 * rows, and a crash leaves both or neither.
 */
export class UsageLedger {
  readonly #db: Knex;
  readonly #announcer: Pick<Announcer, 'changed'>;

  constructor(options: { db: Knex; announcer: Pick<Announcer, 'changed'> }) {
    this.#db = options.db;
    this.#announcer = options.announcer;
  }

  /** Books calls; `read` makes them within the transaction. Answers those that were not booked before. */
  async record(
    read: (tx: Knex.Transaction) => Promise<UsageEvent[]>,
    now: Date,
  ): Promise<UsageEvent[]> {
    return inTransaction(this.#db, async tx => {
      const fresh = await insertNew(tx, await read(tx), now);
      await addToRollups(tx, fresh, now);
      await addToPeriods(tx, fresh, now);
      await noteLastUse(tx, fresh, now);
      if (fresh.length > 0) {
        this.#announcer.changed('usage', tx);
      }
      return fresh;
    });
  }
}

/**
 * Inserts what is not there yet. A row that another transaction just inserts is waited for, and then either was
 * committed (not new here) or rolled back (new here). Sorted, so that two pages with the same rows lock them alike.
 */
async function insertNew(
  tx: Knex.Transaction,
  events: UsageEvent[],
  now: Date,
): Promise<UsageEvent[]> {
  const unique = new Map(events.map(event => [identityOf(event), event]));
  const sorted = [...unique].sort(([left], [right]) => (left < right ? -1 : 1));
  const fresh: UsageEvent[] = [];
  for (const chunk of chunks(sorted)) {
    const inserted: { request_id: string; started_at: Date | number }[] =
      await tx('usage_events')
        .insert(chunk.map(([, event]) => toRow(event, now)))
        .onConflict(['gateway_id', 'request_id', 'started_at'])
        .ignore()
        .returning(['request_id', 'started_at']);
    const isNew = new Set(
      inserted.map(row => `${row.request_id} ${Number(row.started_at)}`),
    );
    fresh.push(
      ...chunk.flatMap(([, event]) =>
        isNew.has(`${event.requestId} ${event.startedAt.getTime()}`)
          ? [event]
          : [],
      ),
    );
  }
  return fresh;
}

async function addToRollups(
  tx: Knex.Transaction,
  events: UsageEvent[],
  now: Date,
): Promise<void> {
  for (const chunk of chunks(rollUp(events))) {
    await tx('usage_rollups')
      .insert(
        chunk.map(rollup => ({
          gateway_id: rollup.gatewayId,
          bucket_start: rollup.bucketStart,
          key_id: rollup.keyId,
          model_name: rollup.modelName,
          provider: rollup.provider,
          owner_ref: rollup.ownerRef,
          person_ref: rollup.personRef,
          model_id: rollup.modelId,
          answered: rollup.answered,
          failed: rollup.failed,
          refused: rollup.refused,
          prompt_tokens: rollup.promptTokens,
          completion_tokens: rollup.completionTokens,
          total_tokens: rollup.totalTokens,
          cost_nanos: rollup.costNanos,
          created_at: now,
          updated_at: now,
        })),
      )
      .onConflict([
        'gateway_id',
        'bucket_start',
        'key_id',
        'model_name',
        'provider',
        'owner_ref',
      ])
      .merge({
        ...adding(tx, 'usage_rollups', SUMMED),
        // A model that was published after its first call.
        model_id: tx.raw('coalesce(usage_rollups.model_id, excluded.model_id)'),
        updated_at: now,
      });
  }
}

async function addToPeriods(
  tx: Knex.Transaction,
  events: UsageEvent[],
  now: Date,
): Promise<void> {
  for (const chunk of chunks(spendByPeriod(events))) {
    await tx('budget_periods')
      .insert(
        chunk.map(spend => ({
          scope: spend.scope,
          scope_id: spend.scopeId,
          period: spend.period,
          period_start: spend.periodStart,
          spent_nanos: spend.spentNanos,
          gateway_nanos: spend.gatewayNanos,
          created_at: now,
          updated_at: now,
        })),
      )
      .onConflict(['scope', 'scope_id', 'period', 'period_start'])
      .merge({
        ...adding(tx, 'budget_periods', ['spent_nanos', 'gateway_nanos']),
        updated_at: now,
      });
  }
}

async function noteLastUse(
  tx: Knex.Transaction,
  events: UsageEvent[],
  now: Date,
): Promise<void> {
  for (const { keyId, at } of lastUses(events)) {
    await tx('api_keys')
      .where('id', keyId)
      .where(earlier =>
        earlier.whereNull('last_used_at').orWhere('last_used_at', '<', at),
      )
      .update({ last_used_at: at, updated_at: now });
  }
}

function adding(tx: Knex.Transaction, table: string, columns: string[]) {
  return Object.fromEntries(
    columns.map(column => [
      column,
      tx.raw(`${table}.${column} + excluded.${column}`),
    ]),
  );
}

function identityOf(event: UsageEvent): string {
  return JSON.stringify([
    event.gatewayId,
    event.startedAt.toISOString(),
    event.requestId,
  ]);
}

function toRow(event: UsageEvent, now: Date) {
  return {
    gateway_id: event.gatewayId,
    request_id: event.requestId,
    started_at: event.startedAt,
    ended_at: event.endedAt,
    key_id: event.keyId,
    owner_ref: event.ownerRef,
    person_ref: event.personRef,
    subscription_id: event.subscriptionId,
    model_id: event.modelId,
    model_name: event.modelName,
    provider: event.provider,
    prompt_tokens: event.promptTokens,
    completion_tokens: event.completionTokens,
    total_tokens: event.totalTokens,
    cost_nanos: event.costNanos,
    latency_ms: event.latencyMs,
    outcome: event.outcome,
    cause: event.cause && JSON.stringify(event.cause),
    created_at: now,
    updated_at: now,
  };
}

function* chunks<T>(items: T[]): Generator<T[]> {
  for (let from = 0; from < items.length; from += CHUNK) {
    yield items.slice(from, from + CHUNK);
  }
}
