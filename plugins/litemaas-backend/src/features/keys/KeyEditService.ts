import {
  keyUpdatePermission,
  type Key,
  type updateKeyRequestSchema,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { z } from 'zod';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import type { HistoryService } from '../history/HistoryService';
import type { SubscriptionService } from '../subscriptions/SubscriptionService';
import { assertWithinPlans } from './ceilings';
import { expiryOf } from './expiry';
import type { KeyIntent } from './KeyIntent';
import type { KeyModelsService } from './KeyModelsService';
import type { KeyRecord } from './KeyRecord';
import type { KeyService } from './KeyService';
import type { KeyPatch, KeyStore } from './KeyStore';
import { nameTaken, notSubscribed } from './refusals';

type UpdateRequest = z.output<typeof updateKeyRequestSchema>;

const LIMITS = ['budgetNanos', 'period', 'rpm', 'tpm'] as const;

/** Changes of a key's settings. */
export class KeyEditService {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #store: KeyStore;
  readonly #keys: KeyService;
  readonly #intent: KeyIntent;
  readonly #subscriptions: SubscriptionService;
  readonly #keyModels: KeyModelsService;
  readonly #history: HistoryService;

  constructor(options: {
    db: Knex;
    clock: Clock;
    store: KeyStore;
    keys: KeyService;
    intent: KeyIntent;
    subscriptions: SubscriptionService;
    keyModels: KeyModelsService;
    history: HistoryService;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#keys = options.keys;
    this.#intent = options.intent;
    this.#subscriptions = options.subscriptions;
    this.#keyModels = options.keyModels;
    this.#history = options.history;
  }

  /** Changes settings; whatever the limits become, they stay within those of the key's subscriptions. */
  async update(
    caller: Caller,
    id: string,
    request: UpdateRequest,
  ): Promise<Key> {
    const seen = await this.#keys.permitted(caller, keyUpdatePermission, id);
    await inTransaction(this.#db, async tx => {
      const modelIds = [
        ...new Set(request.modelIds ?? (await this.#store.modelIdsOf(tx, id))),
      ];
      const subscriptions = await this.#subscriptions.lockActive(
        tx,
        seen.ownerRef,
        modelIds,
      );
      if (request.modelIds && subscriptions.length < modelIds.length) {
        throw notSubscribed(
          request.modelIds,
          subscriptions.map(({ model }) => model.id),
        );
      }
      const key = await this.#intent.lockLive(tx, id);
      const { patch, changes } = edited(key, request, this.#clock.now());
      if (request.modelIds || LIMITS.some(field => field in request)) {
        assertWithinPlans({ ...key, ...limitsOf(request) }, subscriptions);
      }
      if (!(await this.#store.ask(tx, id, patch))) {
        throw nameTaken(patch.name ?? key.name);
      }
      if (request.modelIds) {
        await this.#store.setModels(
          tx,
          id,
          subscriptions.map(({ id: subscriptionId, model }) => ({
            modelId: model.id,
            subscriptionId,
          })),
        );
      }
      await this.#keyModels.settle(tx, [key]);
      await this.#history.append(tx, {
        subjectKind: 'key',
        subjectId: id,
        action: 'edited',
        actorRef: caller.entityRef,
        changes: {
          ...changes,
          ...(request.modelIds && {
            models: { from: null, to: request.modelIds },
          }),
        },
      });
    });
    return this.#keys.applied(caller, seen);
  }
}

/** The limits a request names; `null` clears one. */
function limitsOf({ budgetNanos, period, rpm, tpm }: UpdateRequest) {
  return {
    ...(budgetNanos !== undefined && {
      budgetNanos: budgetNanos === null ? null : BigInt(budgetNanos),
    }),
    ...(period !== undefined && { period }),
    ...(rpm !== undefined && { rpm }),
    ...(tpm !== undefined && { tpm }),
  };
}

/** What a request changes of a key: as columns, and as the history tells it. */
function edited(key: KeyRecord, request: UpdateRequest, now: Date) {
  const { name, purpose, expiresAt, maxParallel, budgetNanos } = request;
  const limits = limitsOf(request);
  const wished = {
    ...limits,
    ...(name !== undefined && { name }),
    ...(purpose !== undefined && { purpose: purpose || null }),
    ...(maxParallel !== undefined && { maxParallel }),
    ...(expiresAt !== undefined && { expiresAt: expiryOf(expiresAt, now) }),
  };
  const patch: KeyPatch = {
    name: wished.name,
    purpose: wished.purpose,
    budget_nanos: budgetNanos,
    period: limits.period,
    rpm: limits.rpm,
    tpm: limits.tpm,
    max_parallel: wished.maxParallel,
    expires_at: wished.expiresAt,
  };
  const changes = Object.fromEntries(
    Object.entries(wished).map(([field, to]) => [
      field,
      { from: key[field as keyof typeof wished], to },
    ]),
  );
  return { patch, changes };
}
