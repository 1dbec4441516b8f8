import { isLiteLlmError, type LiteLlmClient } from '@litemaas/litellm-client';
import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { marked, markOf } from '../../platform/litellm';
import type { SealedKeyStore } from '../../platform/secrets/SealedKeyStore';
import {
  NeedsPerson,
  type CanonicalState,
  type Desired,
  type ExternalResource,
  type Observed,
  type StepResult,
  type SyncRef,
} from '../../sync/ExternalResource';
import type { KeyNotices } from './KeyNotices';
import { LIVE, type KeyRecord } from './KeyRecord';
import { KeyStop } from './KeyStop';
import type { KeyStore } from './KeyStore';
import { wishOf } from './keyWish';
import {
  budgetOf,
  durationUntil,
  modelNames,
  observedState,
  toPatch,
  type GatewayKey,
} from './keyState';

/** A write's answer echoes; a read this much later tells what was stored. */
const CONFIRM_MS = 3_000;

/** Keys at LiteLLM, by the sha256 of the value that we minted. */
export class KeyResource implements ExternalResource {
  readonly kind = 'key';
  /** All of it decides who may call what, until when and for how much, or marks it as ours. */
  readonly securityFields: ReadonlySet<string> = new Set<keyof GatewayKey>([
    'userId',
    'teamId',
    'models',
    'allowedRoutes',
    'blocked',
    'expires',
    'maxBudget',
    'budgetPeriod',
    'rpm',
    'tpm',
    'maxParallel',
  ]);
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #client: LiteLlmClient;
  readonly #store: KeyStore;
  readonly #stop: KeyStop;
  readonly #sealed: SealedKeyStore;
  readonly #notices: KeyNotices;
  readonly #installation: string;

  constructor(options: {
    db: Knex;
    clock: Clock;
    client: LiteLlmClient;
    store: KeyStore;
    sealed: SealedKeyStore;
    notices: KeyNotices;
    installation: string;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#client = options.client;
    this.#store = options.store;
    this.#stop = new KeyStop(options);
    this.#sealed = options.sealed;
    this.#notices = options.notices;
    this.#installation = options.installation;
  }

  /** A key's user or team is there before it, and without members: LiteLLM would accept a key of nobody. */
  async dependsOn(ref: SyncRef): Promise<SyncRef[]> {
    const key = await this.#store.byId(ref.localId);
    if (!key || !this.#isLive(key)) {
      return [];
    }
    const { gatewayId } = ref;
    return [
      ...(key.personId
        ? [{ gatewayId, kind: 'user', localId: key.personId }]
        : []),
      ...(key.teamId ? [{ gatewayId, kind: 'team', localId: key.teamId }] : []),
    ];
  }

  async desired(ref: SyncRef): Promise<Desired> {
    const key = await this.#store.byId(ref.localId);
    if (!key) {
      return { presence: 'ignored' };
    }
    return this.#isLive(key)
      ? {
          presence: 'present',
          state: await wishOf(key, {
            db: this.#db,
            installation: this.#installation,
            now: this.#clock.now(),
          }),
        }
      : { presence: 'absent' };
  }

  /**
   * A key that is to be gone counts as there while a create of it may still arrive: an absence seen before that proves
   * nothing.
   */
  async observe(ref: SyncRef, signal: AbortSignal): Promise<Observed> {
    const key = await this.#row(ref);
    const info = await this.#client.keys.get(key.hash, { signal });
    if (!info) {
      return !this.#isLive(key) && this.#stop.mayArrive(key)
        ? { presence: 'present', remoteId: key.hash, state: {} }
        : { presence: 'absent' };
    }
    const mark = markOf(info.metadata);
    if (mark && mark.installation !== this.#installation) {
      return { presence: 'foreign', remoteId: key.hash };
    }
    return {
      presence: 'present',
      remoteId: key.hash,
      state: observedState(info, key.expiresAt),
    };
  }

  /**
   * Hands our value to LiteLLM. That it is sent is written down first, in a statement that a revoke before it defeats:
   * so a revoke after it knows that the key may be there. The answer to the first create makes the key active; a
   * repeat only echoes what it was sent, and is believed after the read that follows.
   */
  async create(
    ref: SyncRef,
    desired: CanonicalState,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const key = await this.#row(ref);
    const value = await this.#sealed.open(this.#db, {
      keyId: key.id,
      hash: key.hash,
    });
    if (value === undefined) {
      await this.#store.note(this.#db, key.id, LIVE, { value_lost: true });
      throw new NeedsPerson(
        'value_lost',
        key.sentAt
          ? 'The gateway does not have this key any more. Replace it.'
          : 'The value of this key could not be delivered in time and is gone. Replace it.',
      );
    }
    const now = this.#clock.now();
    const sends = await this.#store.note(this.#db, key.id, LIVE, {
      sent_at: now,
    });
    if (!sends) {
      return {};
    }
    const wish = desired as GatewayKey;
    try {
      await this.#client.keys.create(
        {
          key: value,
          type: 'llm_api',
          alias: wish.alias,
          userId: wish.userId ?? undefined,
          teamId: wish.teamId ?? undefined,
          models: modelNames(wish.models),
          ...budgetOf(wish),
          rpmLimit: wish.rpm ?? undefined,
          tpmLimit: wish.tpm ?? undefined,
          maxParallelRequests: wish.maxParallel ?? undefined,
          duration: durationUntil(wish.expires, now),
          blocked: wish.blocked || undefined,
          metadata: marked({}, this.#mark(key)),
        },
        { signal },
      );
    } catch (error) {
      // Our alias may be taken by an earlier attempt whose answer got lost: the next read tells.
      if (
        isLiteLlmError(error, 'conflict') &&
        (await this.#client.keys.get(key.hash, { signal }))
      ) {
        return { remoteId: key.hash };
      }
      throw error;
    }
    if (!key.sentAt) {
      await inTransaction(this.#db, tx =>
        this.#activate(tx, key, { blocked_at_gateway: wish.blocked }),
      );
    }
    return {
      remoteId: key.hash,
      recheckAt: new Date(this.#clock.now().getTime() + CONFIRM_MS),
    };
  }

  async update(
    ref: SyncRef,
    changes: CanonicalState,
    _: CanonicalState,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const key = await this.#row(ref);
    const patch = toPatch(changes as Partial<GatewayKey>, this.#clock.now());
    if ('mark' in changes) {
      const info = await this.#client.keys.get(key.hash, { signal });
      patch.metadata = marked(info?.metadata ?? {}, this.#mark(key));
    }
    await this.#client.keys.update(key.hash, patch, { signal });
    return { remoteId: key.hash };
  }

  async delete(ref: SyncRef, signal: AbortSignal): Promise<StepResult> {
    return this.#stop.step(await this.#row(ref), signal);
  }

  async confirmed(
    tx: Knex.Transaction,
    ref: SyncRef,
    observed: Observed,
    at: Date,
  ): Promise<void> {
    const id = ref.localId;
    if (observed.presence === 'absent') {
      await this.#store.note(tx, id, ['revoking'], {
        state: 'revoked',
        confirmed_at: at,
      });
      await this.#store.note(tx, id, ['expired'], { confirmed_at: at });
      return;
    }
    if (observed.presence === 'present') {
      await this.#sealed.erase(tx, id);
      const seen = {
        confirmed_at: at,
        blocked_at_gateway: observed.state.blocked === true,
      };
      const key = await this.#store.byId(id, tx);
      if (key?.state === 'pending') {
        await this.#activate(tx, key, seen);
      } else {
        await this.#store.note(tx, id, ['active'], seen);
      }
    }
  }

  /** The key works. The statement that finds it pending finds it once, and so people are told once. */
  async #activate(
    tx: Knex.Transaction,
    key: KeyRecord,
    seen: { confirmed_at?: Date; blocked_at_gateway: boolean },
  ): Promise<void> {
    const works = await this.#store.note(tx, key.id, ['pending'], {
      ...seen,
      state: 'active',
      value_lost: false,
    });
    if (works) {
      await this.#notices.works(tx, key);
    }
  }

  #isLive({ state, expiresAt }: KeyRecord): boolean {
    return (
      LIVE.includes(state) && (!expiresAt || expiresAt > this.#clock.now())
    );
  }

  #mark(key: KeyRecord) {
    return { installation: this.#installation, keyId: key.id };
  }

  async #row(ref: SyncRef): Promise<KeyRecord> {
    const key = await this.#store.byId(ref.localId);
    if (!key) {
      throw new NeedsPerson('row_gone', 'The row of this key is gone.');
    }
    return key;
  }
}
