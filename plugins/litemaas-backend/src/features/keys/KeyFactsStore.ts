import type {
  Key,
  ModelMode,
  Period,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import {
  toDate,
  toDateOrNull,
  toNanos,
  toNanosOrNull,
  type DbBigint,
  type DbInstant,
} from '../../platform/database';
import { inRunningPeriod } from '../../platform/database/runningPeriod';
import { uncheckedModels } from './usedUpKeys';

/** A model of a key, and the subscription it counts on. */
export interface KeyModel {
  id: string;
  name: string;
  title: string;
  mode: ModelMode;
  available: boolean;
  /** Of the subscription; null when it has none or is not active. */
  budgetNanos: bigint | null;
  period: Period;
  spentNanos: bigint;
}

/** Why a key is held. */
export interface KeyHold {
  kind: Key['holds'][number]['kind'];
  reason: string | null;
  actorRef: string | null;
  byAdmin: boolean;
  since: Date;
  until: Date | null;
}

/** What a key's page shows beside its row, read for a whole page of keys at once. */
export class KeyFactsStore {
  readonly #db: Knex;
  readonly #clock: Clock;

  constructor(options: { db: Knex; clock: Clock }) {
    this.#db = options.db;
    this.#clock = options.clock;
  }

  /** Models of each key, by title. */
  async models(keyIds: string[]): Promise<Map<string, KeyModel[]>> {
    const rows: {
      key_id: string;
      id: string;
      name: string;
      title: string;
      mode: ModelMode;
      status: string;
      budget_nanos: DbBigint | null;
      period: Period;
      spent_nanos: DbBigint | null;
      exhausted_at: DbInstant | null;
    }[] = await this.#db('api_key_models')
      .join('models', 'models.id', 'api_key_models.model_id')
      .join(
        'subscriptions',
        'subscriptions.id',
        'api_key_models.subscription_id',
      )
      .leftJoin('budget_periods as running', join =>
        join.on(
          inRunningPeriod(this.#db, {
            scope: 'subscription',
            owner: 'subscriptions',
            alias: 'running',
            now: this.#clock.now(),
          }),
        ),
      )
      .whereIn('api_key_models.key_id', keyIds)
      .orderBy(['models.title', 'models.id'])
      .select(
        'api_key_models.key_id',
        'models.id',
        'models.name',
        'models.title',
        'models.mode',
        'subscriptions.status',
        'subscriptions.budget_nanos',
        'subscriptions.period',
        'running.spent_nanos',
        'running.exhausted_at',
      );
    return groupByKey(
      rows.map(row => ({
        keyId: row.key_id,
        id: row.id,
        name: row.name,
        title: row.title,
        mode: row.mode,
        available: row.status === 'active' && row.exhausted_at === null,
        budgetNanos:
          row.status === 'active' ? toNanosOrNull(row.budget_nanos) : null,
        period: row.period,
        spentNanos: toNanos(row.spent_nanos ?? 0),
      })),
    );
  }

  /** Holds of each key, the oldest first. */
  async holds(keyIds: string[]): Promise<Map<string, KeyHold[]>> {
    const rows: {
      key_id: string;
      kind: KeyHold['kind'];
      reason: string | null;
      actor_ref: string | null;
      by_admin: boolean | number;
      until: DbInstant | null;
      created_at: DbInstant;
    }[] = await this.#db('key_holds')
      .whereIn('key_id', keyIds)
      .orderBy('created_at');
    return groupByKey(
      rows.map(row => ({
        keyId: row.key_id,
        kind: row.kind,
        reason: row.reason,
        actorRef: row.actor_ref,
        byAdmin: Boolean(row.by_admin),
        since: toDate(row.created_at),
        until: toDateOrNull(row.until),
      })),
    );
  }

  /** What each key spent in the running period of its own budget. */
  async spent(keyIds: string[]): Promise<Map<string, bigint>> {
    const rows: { id: string; spent_nanos: DbBigint }[] = await this.#db(
      'api_keys',
    )
      .join('budget_periods as running', join =>
        join.on(
          inRunningPeriod(this.#db, {
            scope: 'key',
            owner: 'api_keys',
            alias: 'running',
            now: this.#clock.now(),
          }),
        ),
      )
      .whereIn('api_keys.id', keyIds)
      .select('api_keys.id', 'running.spent_nanos');
    return new Map(rows.map(row => [row.id, toNanos(row.spent_nanos)]));
  }

  /** Keys whose own budget is not the gateway's alone to enforce. */
  async withUncheckedModels(keyIds: string[]): Promise<Set<string>> {
    return new Set(
      await uncheckedModels(this.#db)
        .whereIn('key_id', keyIds)
        .distinct('key_id')
        .pluck('key_id'),
    );
  }

  /** Why the gateway has not taken the last change of each key, where it has not. */
  async syncProblems(keyIds: string[]): Promise<Map<string, string>> {
    const rows: { local_id: string; error_message: string }[] = await this.#db(
      'sync_objects',
    )
      .where('kind', 'key')
      .whereIn('local_id', keyIds)
      .whereNotNull('error_message')
      .select('local_id', 'error_message');
    return new Map(rows.map(row => [row.local_id, row.error_message]));
  }
}

function groupByKey<T extends { keyId: string }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.keyId);
    if (group) {
      group.push(row);
    } else {
      groups.set(row.keyId, [row]);
    }
  }
  return groups;
}
