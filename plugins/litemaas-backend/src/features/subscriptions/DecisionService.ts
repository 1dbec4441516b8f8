import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type {
  DecisionResult,
  Plan,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { badRequest } from '../../platform/http/errors';
import type { HistoryService } from '../history/HistoryService';
import type { ModelService } from '../models/ModelService';
import { decidableOrOwn } from './decidableOrOwn';
import { sort, type Decision, type Verdict } from './decisions';
import { limitColumns, limitsOf } from './limits';
import { statusesBefore } from './states';
import type { SubscriptionNotices } from './SubscriptionNotices';
import type { SubscriptionRecord } from './SubscriptionRecord';
import type { SubscriptionStore } from './SubscriptionStore';
import type { SubscriptionView } from './SubscriptionView';

type Outcome = Verdict['outcome'];

/** What becomes of requests: approved or denied, one or many at once. */
export class DecisionService {
  readonly #db: Knex;
  readonly #logger: LoggerService;
  readonly #clock: Clock;
  readonly #store: SubscriptionStore;
  readonly #view: SubscriptionView;
  readonly #access: AccessPolicy;
  readonly #models: ModelService;
  readonly #history: HistoryService;
  readonly #notices: SubscriptionNotices;

  constructor(options: {
    db: Knex;
    logger: LoggerService;
    clock: Clock;
    store: SubscriptionStore;
    view: SubscriptionView;
    access: AccessPolicy;
    models: ModelService;
    history: HistoryService;
    notices: SubscriptionNotices;
  }) {
    this.#db = options.db;
    this.#logger = options.logger;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#view = options.view;
    this.#access = options.access;
    this.#models = options.models;
    this.#history = options.history;
    this.#notices = options.notices;
  }

  /**
   * Decides requests, each in a transaction of its own: one that fails or was decided by somebody else meanwhile takes
   * nothing from the others.
   * @throws InputError `plan.not_offered` or `subscription.end_in_past`, before anything is written
   */
  async decide(caller: Caller, decision: Decision): Promise<DecisionResult> {
    const now = this.#clock.now();
    if (
      decision.decision === 'approve' &&
      decision.endsAt &&
      new Date(decision.endsAt) <= now
    ) {
      throw badRequest(
        'subscription.end_in_past',
        'The end must be in the future.',
        { endsAt: 'must be in the future' },
      );
    }
    const verdicts = await this.#verdicts(caller, decision);
    const outcomes = new Map<string, Outcome>();
    for (const verdict of verdicts) {
      outcomes.set(verdict.id, await this.#carryOut(caller, decision, verdict));
    }
    return { results: await this.#results(caller, verdicts, outcomes) };
  }

  async #verdicts(caller: Caller, decision: Decision): Promise<Verdict[]> {
    const ids = [...new Set(decision.ids)];
    const permitted = this.#store
      .all()
      .whereIn('subscriptions.id', ids)
      .where(await decidableOrOwn(this.#access, caller));
    const records = await this.#store.read(permitted, this.#clock.now());
    const plans = await this.#models.plansOf([
      ...new Set(records.map(record => record.model.id)),
    ]);
    const verdicts = ids.map(id =>
      sort(decision, {
        id,
        record: records.find(record => record.id === id),
        plans,
        callerRef: caller.entityRef,
      }),
    );
    const open = verdicts.filter(({ outcome }) =>
      ['approved', 'denied', 'failed'].includes(outcome),
    );
    if (open.length > 0 && open.every(({ outcome }) => outcome === 'failed')) {
      throw badRequest(
        'plan.not_offered',
        'The plan must be one of the model, with limits no higher than what was asked for.',
        { planId: 'must be a plan of the model that is no higher' },
      );
    }
    return verdicts;
  }

  async #carryOut(
    caller: Caller,
    decision: Decision,
    verdict: Verdict,
  ): Promise<Outcome> {
    const { id, outcome, record, plan } = verdict;
    if (!record || (outcome !== 'approved' && outcome !== 'denied')) {
      return outcome;
    }
    try {
      const moved = await inTransaction(this.#db, tx =>
        this.#write(tx, caller, { record, decision, plan }),
      );
      if (!moved) {
        return 'already_decided';
      }
    } catch (error) {
      this.#logger.error(
        `Could not decide subscription ${id}: ${stringifyError(error)}`,
      );
      return 'failed';
    }
    return outcome;
  }

  /** Writes a decision unless another one came first: the status is part of the statement that changes it. */
  async #write(
    tx: Knex.Transaction,
    caller: Caller,
    options: {
      record: SubscriptionRecord;
      decision: Decision;
      plan: Plan | undefined;
    },
  ): Promise<boolean> {
    const { record, decision, plan } = options;
    const { id } = record;
    const now = this.#clock.now();
    const approves = decision.decision === 'approve';
    const moved = await this.#store.move(
      tx,
      id,
      statusesBefore(decision.decision),
      {
        status: approves ? 'active' : 'denied',
        decided_by: caller.entityRef,
        decided_at: now,
        decision_reason: decision.reason || null,
        ...(plan && { plan_id: plan.id, ...limitColumns(limitsOf(plan)) }),
        ...(approves
          ? {
              active_since: now,
              ends_at: decision.endsAt ? new Date(decision.endsAt) : null,
            }
          : { ended_at: now }),
      },
      now,
    );
    if (moved) {
      if (approves) {
        await this.#store.takeUpBudget(tx, id, now);
      }
      await this.#history.append(tx, {
        subjectKind: 'subscription',
        subjectId: id,
        action: approves ? 'approved' : 'denied',
        actorRef: caller.entityRef,
        reason: decision.reason,
        ...(plan &&
          plan.id !== record.plan.id && {
            changes: { plan: { from: record.plan.id, to: plan.id } },
          }),
      });
      await this.#notices.decided(tx, id);
    }
    return moved;
  }

  async #results(
    caller: Caller,
    verdicts: Verdict[],
    outcomes: Map<string, Outcome>,
  ): Promise<DecisionResult['results']> {
    const known = verdicts.flatMap(verdict => verdict.record?.id ?? []);
    const records = await this.#store.byIds(known, this.#clock.now());
    const seen = await this.#view.of(caller, records);
    return verdicts.map(({ id, outcome: intended }) => {
      const outcome = outcomes.get(id) ?? intended;
      const subscription = seen.find(one => one.id === id) ?? null;
      return {
        id,
        outcome,
        by:
          outcome === 'already_decided'
            ? subscription?.decidedBy ?? null
            : null,
        subscription,
      };
    });
  }
}
