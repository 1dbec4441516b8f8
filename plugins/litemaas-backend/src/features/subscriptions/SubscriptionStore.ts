import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type {
  Period,
  SubscriptionStatus,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import {
  isPostgres,
  toDate,
  toNanos,
  type DbInstant,
} from '../../platform/database';
import { inRunningPeriod } from '../../platform/database/runningPeriod';
import {
  toRecord,
  type DbSubscriptionRow,
  type SubscriptionRecord,
} from './SubscriptionRecord';

/** Columns that a change may write. */
export type SubscriptionPatch = Partial<{
  status: SubscriptionStatus;
  plan_id: string;
  budget_nanos: string | null;
  period: Period;
  rpm: number | null;
  tpm: number | null;
  decided_by: string;
  decided_at: Date;
  decision_reason: string | null;
  active_since: Date;
  ends_at: Date | null;
  ended_at: Date;
}>;

/** Reads and writes subscriptions. */
export class SubscriptionStore {
  readonly #db: Knex;

  constructor(options: { db: Knex }) {
    this.#db = options.db;
  }

  /** Every subscription with its model, to be narrowed by the caller. */
  all(db: Knex = this.#db): Knex.QueryBuilder {
    return db('subscriptions').join(
      'models',
      'models.id',
      'subscriptions.model_id',
    );
  }

  /** Rows of a query made by {@link SubscriptionStore.all}; `now` says which period is running. */
  async read(
    query: Knex.QueryBuilder,
    now: Date,
  ): Promise<SubscriptionRecord[]> {
    const rows: DbSubscriptionRow[] = await query
      .clone()
      .join('plans', 'plans.id', 'subscriptions.plan_id')
      .leftJoin('budget_periods as running', join =>
        join.on(
          inRunningPeriod(this.#db, {
            scope: 'subscription',
            owner: 'subscriptions',
            alias: 'running',
            now,
          }),
        ),
      )
      .select(
        'subscriptions.*',
        'models.name as model_name',
        'models.title as model_title',
        'models.mode as model_mode',
        'models.owner_ref as model_owner_ref',
        'plans.title as plan_title',
        'running.spent_nanos',
        'running.exhausted_at',
      );
    return rows.map(toRecord);
  }

  async byIds(
    ids: string[],
    now: Date,
    db?: Knex,
  ): Promise<SubscriptionRecord[]> {
    return this.read(this.all(db).whereIn('subscriptions.id', ids), now);
  }

  async byId(
    id: string,
    now: Date,
    db?: Knex,
  ): Promise<SubscriptionRecord | undefined> {
    const [record] = await this.byIds([id], now, db);
    return record;
  }

  /** One that is known to be there. */
  async existing(id: string, now: Date): Promise<SubscriptionRecord> {
    const record = await this.byId(id, now);
    if (!record) {
      throw new Error(`There is no subscription ${id}`);
    }
    return record;
  }

  /**
   * Writes a new subscription. Answers false when its owner has a live one for the model already: the unique index
   * decides, so that of two requests at once one wins and the other learns it here.
   *
   * On PostgreSQL the transaction cannot go on after false.
   */
  async insert(
    tx: Knex.Transaction,
    row: SubscriptionPatch & {
      id: string;
      budget_id: string;
      gateway_id: string;
      model_id: string;
      owner_ref: string;
      request_reason: string | null;
      requested_by: string;
      requested_at: Date;
    },
  ): Promise<boolean> {
    try {
      await tx('subscriptions').insert({
        ...row,
        created_at: row.requested_at,
        updated_at: row.requested_at,
      });
      return true;
    } catch (error) {
      if (isDatabaseConflictError(error)) {
        return false;
      }
      throw error;
    }
  }

  /** Id of the sums that all subscriptions of an owner to a model add to; `undefined` before the first one. */
  async budgetIdOf(
    db: Knex,
    ownerRef: string,
    modelId: string,
  ): Promise<string | undefined> {
    const row: { budget_id: string } | undefined = await db('subscriptions')
      .where({ owner_ref: ownerRef, model_id: modelId })
      .first('budget_id');
    return row?.budget_id;
  }

  /** A subscription that begins with a larger budget than the one before it used up has its model at once. */
  async takeUpBudget(
    tx: Knex.Transaction,
    id: string,
    now: Date,
  ): Promise<void> {
    const isRunning = inRunningPeriod(tx, {
      scope: 'subscription',
      owner: 'subscriptions',
      alias: 'budget_periods',
      now,
    });
    await tx('budget_periods')
      .whereNotNull('exhausted_at')
      .whereExists(
        tx('subscriptions')
          .where({ id })
          .whereRaw(isRunning)
          .where(room =>
            room
              .whereNull('budget_nanos')
              .orWhereRaw('spent_nanos < budget_nanos'),
          ),
      )
      .update({ exhausted_at: null, updated_at: now });
  }

  /**
   * Changes a subscription that is in one of `from`; answers whether it was. The status is part of the statement, so
   * that of two changes at once the second one finds nothing to change.
   */
  async move(
    tx: Knex.Transaction,
    id: string,
    from: SubscriptionStatus[],
    patch: SubscriptionPatch,
    now: Date,
  ): Promise<boolean> {
    const changed = await tx('subscriptions')
      .where({ id })
      .whereIn('status', from)
      .update({ ...patch, updated_at: now });
    return changed > 0;
  }

  /**
   * Active subscriptions of an owner, locked until the transaction ends: their ceilings and their status hold while a
   * key is written that builds on them. SQLite has one writer at a time, which locks more than that.
   */
  async lockActive(
    tx: Knex.Transaction,
    ownerRef: string,
    modelIds: string[],
    now: Date,
  ): Promise<SubscriptionRecord[]> {
    const rows = tx('subscriptions')
      .where({ owner_ref: ownerRef, status: 'active' })
      .whereIn('model_id', modelIds)
      .orderBy('id')
      .select('id');
    const ids: { id: string }[] = await (isPostgres(tx)
      ? rows.forUpdate()
      : rows);
    return this.byIds(
      ids.map(row => row.id),
      now,
      tx,
    );
  }

  /** Live keys per subscription. */
  async keyCounts(ids: string[]): Promise<Map<string, number>> {
    const rows: { subscription_id: string; count: number | string }[] =
      await this.#liveKeys(ids)
        .groupBy('api_key_models.subscription_id')
        .select('api_key_models.subscription_id')
        .count({ count: '*' });
    return new Map(rows.map(row => [row.subscription_id, Number(row.count)]));
  }

  /** Live keys of one subscription. */
  async keysOf(id: string): Promise<{ id: string; name: string }[]> {
    return this.#liveKeys([id])
      .orderBy('api_keys.name')
      .limit(100)
      .select('api_keys.id', 'api_keys.name');
  }

  /** Seconds that each of the last decisions for a model took. */
  async decisionSeconds(modelId: string, last: number): Promise<number[]> {
    const rows: { requested_at: DbInstant; decided_at: DbInstant }[] =
      await this.#db('subscriptions')
        .where({ model_id: modelId })
        .whereNotNull('decided_by')
        .orderBy('decided_at', 'desc')
        .limit(last)
        .select('requested_at', 'decided_at');
    return rows.map(row =>
      Math.round(
        (toDate(row.decided_at).getTime() -
          toDate(row.requested_at).getTime()) /
          1000,
      ),
    );
  }

  /** Active subscriptions of each owner, and what each spent since an instant. */
  async burdenOf(
    ownerRefs: string[],
    since: Date,
  ): Promise<Map<string, { active: number; spentNanos: bigint }>> {
    const [active, spent] = await Promise.all([
      this.#db('subscriptions')
        .whereIn('owner_ref', ownerRefs)
        .where('status', 'active')
        .groupBy('owner_ref')
        .select('owner_ref', this.#db.raw('count(*) as count')),
      this.#db('usage_rollups')
        .whereIn('owner_ref', ownerRefs)
        .where('bucket_start', '>=', since)
        .groupBy('owner_ref')
        .select('owner_ref', this.#db.raw('sum(cost_nanos) as sum')),
    ]);
    const counts = new Map(active.map(row => [row.owner_ref, row.count]));
    const sums = new Map(spent.map(row => [row.owner_ref, row.sum]));
    return new Map(
      ownerRefs.map(ref => [
        ref,
        {
          active: Number(counts.get(ref) ?? 0),
          spentNanos: toNanos(sums.get(ref) ?? 0),
        },
      ]),
    );
  }

  #liveKeys(subscriptionIds: string[]): Knex.QueryBuilder {
    return this.#db('api_key_models')
      .join('api_keys', 'api_keys.id', 'api_key_models.key_id')
      .whereIn('api_key_models.subscription_id', subscriptionIds)
      .whereIn('api_keys.state', ['pending', 'active']);
  }
}
