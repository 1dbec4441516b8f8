import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { isPostgres, newId } from '../../platform/database';
import { inRunningPeriod } from '../../platform/database/runningPeriod';
import type { SyncQueue } from '../../sync/SyncQueue';
import type { HistoryService } from '../history/HistoryService';
import { usedUpKeys } from './usedUpKeys';

/** What we hold keys for by ourselves, and the words of the history for its beginning and end. */
const HOLDS = {
  subscription: {
    reason: 'None of its subscriptions lets it call a model now',
    begins: 'held',
    ends: 'released',
  },
  budget: { reason: null, begins: 'exhausted', ends: 'restored' },
} as const;

/**
 * Which models keys may call at the moment. A key has a model by one subscription: it may call it while that one is
 * active and its running budget is not used up. Whoever changes either says so here, in the same transaction.
 */
export class KeyModelsService {
  readonly #clock: Clock;
  readonly #queue: SyncQueue;
  readonly #history: HistoryService;

  constructor(options: {
    clock: Clock;
    queue: SyncQueue;
    history: HistoryService;
  }) {
    this.#clock = options.clock;
    this.#queue = options.queue;
    this.#history = options.history;
  }

  /** Has the gateway learn what the keys of some subscriptions may call now. */
  async refresh(
    tx: Knex.Transaction,
    subscriptionIds: string[],
  ): Promise<void> {
    await this.settle(tx, await lockLiveKeys(tx, subscriptionIds));
  }

  /**
   * The same for keys that the caller has locked or just made. A key left without any model is held, since to LiteLLM
   * an empty list would mean all of them, and so is one whose own budget the gateway does not enforce.
   */
  async settle(
    tx: Knex.Transaction,
    keys: { id: string; gatewayId: string }[],
  ): Promise<void> {
    if (keys.length === 0) {
      return;
    }
    const now = this.#clock.now();
    const ids = keys.map(key => key.id);
    const withModels = new Set<string>(
      await callableModels(tx, now)
        .whereIn('api_key_models.key_id', ids)
        .distinct('api_key_models.key_id')
        .pluck('api_key_models.key_id'),
    );
    const usedUp = new Set<string>(
      await usedUpKeys(tx, now)
        .whereIn('api_keys.id', ids)
        .pluck('api_keys.id'),
    );
    await this.#hold(tx, 'subscription', ids, id => !withModels.has(id));
    await this.#hold(tx, 'budget', ids, id => usedUp.has(id));
    await tx('api_keys')
      .whereIn('id', ids)
      .update({ asked_at: now, confirmed_at: null, updated_at: now });
    for (const { id, gatewayId } of keys) {
      await this.#queue.request(tx, { gatewayId, kind: 'key', localId: id });
    }
  }

  /** Marks the running budget of a subscription as used up; answers whether that is news. */
  async markExhausted(
    tx: Knex.Transaction,
    subscriptionId: string,
    at: Date,
  ): Promise<boolean> {
    const marked = await tx('budget_periods')
      .whereNull('exhausted_at')
      .whereExists(
        tx('subscriptions')
          .where('subscriptions.id', subscriptionId)
          .whereRaw(
            inRunningPeriod(tx, {
              scope: 'subscription',
              owner: 'subscriptions',
              alias: 'budget_periods',
              now: at,
            }),
          ),
      )
      .update({ exhausted_at: at, updated_at: at });
    if (marked > 0) {
      await this.refresh(tx, [subscriptionId]);
    }
    return marked > 0;
  }

  /** Forgets that budgets of subscriptions were used up; answers which ones were. */
  async clearExhausted(
    tx: Knex.Transaction,
    subscriptionIds: string[],
  ): Promise<string[]> {
    const wanted = () => tx('subscriptions').whereIn('id', subscriptionIds);
    const exhausted = () =>
      tx('budget_periods')
        .where('scope', 'subscription')
        .whereIn('scope_id', wanted().select('budget_id'))
        .whereNotNull('exhausted_at');
    const ids: string[] = await wanted()
      .whereIn('budget_id', exhausted().select('scope_id'))
      .pluck('id');
    if (ids.length > 0) {
      await exhausted().update({
        exhausted_at: null,
        updated_at: this.#clock.now(),
      });
      await this.refresh(tx, ids);
    }
    return ids;
  }

  /** Holds the keys that are to be held, and lets go of the others. */
  async #hold(
    tx: Knex.Transaction,
    kind: keyof typeof HOLDS,
    keyIds: string[],
    isHeld: (keyId: string) => boolean,
  ): Promise<void> {
    const { reason, begins, ends } = HOLDS[kind];
    const now = this.#clock.now();
    const wasHeld = new Set<string>(
      await tx('key_holds')
        .where({ kind })
        .whereIn('key_id', keyIds)
        .pluck('key_id'),
    );
    for (const id of keyIds) {
      if (isHeld(id) && !wasHeld.has(id)) {
        await tx('key_holds').insert({
          id: newId(),
          key_id: id,
          kind,
          reason,
          created_at: now,
          updated_at: now,
        });
        await this.#note(tx, id, begins);
      } else if (!isHeld(id) && wasHeld.has(id)) {
        await tx('key_holds').where({ key_id: id, kind }).del();
        await this.#note(tx, id, ends);
      }
    }
  }

  #note(tx: Knex.Transaction, keyId: string, action: string): Promise<void> {
    return this.#history.append(tx, {
      subjectKind: 'key',
      subjectId: keyId,
      action,
      actorRef: null,
    });
  }
}

/** Rows of `api_key_models` whose model the key may call now, joined with `subscriptions`. */
export function callableModels(db: Knex, now: Date): Knex.QueryBuilder {
  return db('api_key_models')
    .join('subscriptions', 'subscriptions.id', 'api_key_models.subscription_id')
    .leftJoin('budget_periods as running', join =>
      join.on(
        inRunningPeriod(db, {
          scope: 'subscription',
          owner: 'subscriptions',
          alias: 'running',
          now,
        }),
      ),
    )
    .where('subscriptions.status', 'active')
    .whereNull('running.exhausted_at');
}

/**
 * Live keys that have a model by one of the subscriptions, locked in the order of their ids: of two budgets of one key
 * that run out at once the second one sees what the first did, and the key is held.
 */
async function lockLiveKeys(
  tx: Knex.Transaction,
  subscriptionIds: string[],
): Promise<{ id: string; gatewayId: string }[]> {
  const keys = tx('api_keys')
    .whereIn(
      'id',
      tx('api_key_models')
        .whereIn('subscription_id', subscriptionIds)
        .select('key_id'),
    )
    .whereIn('state', ['pending', 'active'])
    .orderBy('id')
    .select('id', 'gateway_id as gatewayId');
  return isPostgres(tx) ? keys.forUpdate() : keys;
}
