import {
  keyUpdatePermission,
  subscriptionCreatePermission,
  type createKeyRequestSchema,
  type IssuedKey,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { z } from 'zod';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import type { Clock } from '../../platform/clock';
import { badRequest, conflict } from '../../platform/http/errors';
import type { HistoryService } from '../history/HistoryService';
import type { Ownership, PeopleService } from '../people/PeopleService';
import type {
  SubscribeService,
  SubscriptionOffer,
} from '../subscriptions/SubscribeService';
import type {
  SubscriptionRecord,
  SubscriptionService,
} from '../subscriptions/SubscriptionService';
import { assertWithinPlans } from './ceilings';
import { expiryOf } from './expiry';
import type { KeyHoldStore } from './KeyHoldStore';
import type { KeyIntent } from './KeyIntent';
import type { KeyService } from './KeyService';
import { LIVE } from './KeyRecord';
import type { KeyMint } from './KeyMint';
import type { KeyStore } from './KeyStore';
import { notSubscribed } from './refusals';
import { replacedName } from './replacedName';

type CreateRequest = z.output<typeof createKeyRequestSchema>;

/** New keys: for models that somebody has, or in the place of another key. */
export class KeyIssueService {
  readonly #mint: KeyMint;
  readonly #clock: Clock;
  readonly #store: KeyStore;
  readonly #holds: KeyHoldStore;
  readonly #intent: KeyIntent;
  readonly #keys: KeyService;
  readonly #access: AccessPolicy;
  readonly #people: PeopleService;
  readonly #subscriptions: SubscriptionService;
  readonly #subscribing: SubscribeService;
  readonly #history: HistoryService;

  constructor(options: {
    mint: KeyMint;
    clock: Clock;
    store: KeyStore;
    holds: KeyHoldStore;
    intent: KeyIntent;
    keys: KeyService;
    access: AccessPolicy;
    people: PeopleService;
    subscriptions: SubscriptionService;
    subscribing: SubscribeService;
    history: HistoryService;
  }) {
    this.#mint = options.mint;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#holds = options.holds;
    this.#intent = options.intent;
    this.#keys = options.keys;
    this.#access = options.access;
    this.#people = options.people;
    this.#subscriptions = options.subscriptions;
    this.#subscribing = options.subscribing;
    this.#history = options.history;
  }

  /**
   * Creates a key for models that its owner is subscribed to; with `subscribe`, public ones are subscribed to in the
   * same transaction.
   */
  async create(caller: Caller, request: CreateRequest): Promise<IssuedKey> {
    const owner = await this.#people.assertMayOwnFor(
      caller,
      request.ownerRef ?? caller.entityRef,
    );
    const expiresAt = expiryOf(request.expiresAt, this.#clock.now());
    const modelIds = [...new Set(request.modelIds)];
    const offers = await this.#offers(caller, owner, { request, modelIds });
    const partyName = await this.#people.namedRef(owner.gatewayPartyRef);
    return this.#mint.issue(caller, async tx => {
      const party = await this.#people.ensureParty(tx, partyName);
      const subscriptions = await this.#subscribed(tx, caller, {
        owner,
        modelIds,
        offers,
      });
      const limits = {
        budgetNanos: request.budgetNanos ? BigInt(request.budgetNanos) : null,
        period: request.period,
        rpm: request.rpm ?? null,
        tpm: request.tpm ?? null,
      };
      assertWithinPlans(limits, subscriptions);
      return {
        subscriptions,
        keepValue: request.keepValue,
        settings: {
          gateway_id: subscriptions[0].gatewayId,
          name: request.name,
          purpose: request.purpose || null,
          owner_ref: owner.ownerRef,
          budget_nanos: request.budgetNanos ?? null,
          period: limits.period,
          rpm: limits.rpm,
          tpm: limits.tpm,
          max_parallel: request.maxParallel ?? null,
          expires_at: expiresAt,
          created_by: caller.entityRef,
          person_id: party.kind === 'user' ? party.id : null,
          team_id: party.kind === 'team' ? party.id : null,
          replaces_key_id: null,
        },
      };
    });
  }

  /**
   * Makes a new key with the settings of another. The old one keeps working, under another name, until it is revoked:
   * whoever uses it has time to change. What holds the old one by hand holds the new one too.
   */
  async replace(
    caller: Caller,
    id: string,
    reason: string | undefined,
  ): Promise<IssuedKey> {
    const seen = await this.#keys.permitted(caller, keyUpdatePermission, id);
    await this.#people.assertMayOwnFor(caller, seen.ownerRef);
    return this.#mint.issue(caller, async (tx, newKeyId) => {
      const modelIds = await this.#store.modelIdsOf(tx, id);
      const subscriptions = await this.#subscriptions.lockActive(
        tx,
        seen.ownerRef,
        modelIds,
      );
      const old = await this.#intent.lockLive(tx, id);
      if (subscriptions.length === 0) {
        throw notSubscribed(modelIds, []);
      }
      const name = replacedName(
        old.name,
        await this.#store.namesLike(tx, old.ownerRef, old.name),
      );
      await this.#store.note(tx, id, LIVE, { name });
      await this.#history.append(tx, {
        subjectKind: 'key',
        subjectId: id,
        action: 'replaced',
        actorRef: caller.entityRef,
        reason,
        changes: { name: { from: old.name, to: name } },
      });
      return {
        subscriptions,
        settings: {
          gateway_id: old.gatewayId,
          name: old.name,
          purpose: old.purpose,
          owner_ref: old.ownerRef,
          budget_nanos: old.budgetNanos?.toString() ?? null,
          period: old.period,
          rpm: old.rpm,
          tpm: old.tpm,
          max_parallel: old.maxParallel,
          ...(old.expiresAt && { expires_at: old.expiresAt }),
          created_by: caller.entityRef,
          person_id: old.personId,
          team_id: old.teamId,
          replaces_key_id: id,
        },
        afterInsert: () => this.#holds.copyManual(tx, id, newKeyId),
      };
    });
  }

  /** Subscriptions to be made along with the key, checked before anything is locked. */
  async #offers(
    caller: Caller,
    owner: Ownership,
    { request, modelIds }: { request: CreateRequest; modelIds: string[] },
  ): Promise<SubscriptionOffer[]> {
    if (!request.subscribe) {
      return [];
    }
    const active = await this.#subscriptions.activeFor(
      owner.ownerRef,
      modelIds,
    );
    const missing = modelIds.filter(
      id => !active.some(({ model }) => model.id === id),
    );
    if (missing.length > 0) {
      await this.#access.authorize(caller, subscriptionCreatePermission);
    }
    const offers: SubscriptionOffer[] = [];
    for (const modelId of missing) {
      const offer = await this.#subscribing.offer(caller, {
        modelId,
        planId: request.subscribe.planId,
        ownerRef: owner.ownerRef,
      });
      if (offer.model.visibility !== 'public') {
        throw badRequest(
          'model.not_public',
          `${offer.model.title} needs an approval: subscribe to it first.`,
          {
            [`modelIds.${request.modelIds.indexOf(modelId)}`]:
              'needs an approval',
          },
        );
      }
      offers.push(offer);
    }
    return offers;
  }

  /**
   * The active subscriptions behind the wished models, one each, locked. Locked first and made after: of two requests
   * for the same new subscription the later one fails on the unique index and may be sent again.
   */
  async #subscribed(
    tx: Knex.Transaction,
    caller: Caller,
    wished: {
      owner: Ownership;
      modelIds: string[];
      offers: SubscriptionOffer[];
    },
  ): Promise<SubscriptionRecord[]> {
    const { owner, modelIds, offers } = wished;
    const lock = () =>
      this.#subscriptions.lockActive(tx, owner.ownerRef, modelIds);
    const before = await lock();
    for (const offer of offers) {
      if (!before.some(({ model }) => model.id === offer.model.id)) {
        await this.#subscribing.subscribeInTx(tx, caller, offer);
      }
    }
    const after = offers.length > 0 ? await lock() : before;
    if (after.length < modelIds.length) {
      throw notSubscribed(
        modelIds,
        after.map(({ model }) => model.id),
      );
    }
    if (new Set(after.map(({ gatewayId }) => gatewayId)).size > 1) {
      throw conflict(
        'model.not_subscribed',
        'A key works at one gateway, and these models are at several.',
      );
    }
    return after;
  }
}
