import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { marked, markOf, type LiteLlmClient } from '../../platform/litellm';
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
import { findKey } from './findKey';
import type { KeyDelivery } from './KeyDelivery';
import { LIVE, type KeyRecord } from './KeyRecord';
import { KeyStop } from './KeyStop';
import type { KeyStore } from './KeyStore';
import { wishOf } from './keyWish';
import { observedState, toPatch, type GatewayKey } from './keyState';

/** Keys at LiteLLM, by the sha256 of their value. */
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
  readonly #delivery: KeyDelivery;
  readonly #installation: string;

  constructor(options: {
    db: Knex;
    clock: Clock;
    client: LiteLlmClient;
    store: KeyStore;
    sealed: SealedKeyStore;
    delivery: KeyDelivery;
    installation: string;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#client = options.client;
    this.#store = options.store;
    this.#stop = new KeyStop(options);
    this.#sealed = options.sealed;
    this.#delivery = options.delivery;
    this.#installation = options.installation;
  }

  /** A key's user or team is there before it, and without members: LiteLLM would accept a key of nobody. */
  async dependsOn(ref: SyncRef): Promise<SyncRef[]> {
    const key = await this.#store.byId(ref.localId);
    if (!key || !this.#isWanted(key)) {
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
    return this.#isWanted(key)
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
    const info = await findKey(this.#client, key, signal);
    if (!info) {
      return !this.#isWanted(key) && this.#stop.mayArrive(key)
        ? { presence: 'present', remoteId: key.hash ?? key.alias, state: {} }
        : { presence: 'absent' };
    }
    const mark = markOf(info.metadata);
    if (mark && mark.installation !== this.#installation) {
      return { presence: 'foreign', remoteId: info.hash };
    }
    return {
      presence: 'present',
      remoteId: info.hash,
      state: observedState(info, key.expiresAt),
    };
  }

  async create(
    ref: SyncRef,
    desired: CanonicalState,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const key = await this.#row(ref);
    return this.#delivery.step(key, desired as GatewayKey, signal);
  }

  async update(
    ref: SyncRef,
    changes: CanonicalState,
    _: CanonicalState,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const { id, hash } = await this.#row(ref);
    if (hash === null) {
      throw new Error(`Key ${id} has no value yet that could be changed`);
    }
    const patch = toPatch(changes as Partial<GatewayKey>, this.#clock.now());
    if ('mark' in changes) {
      const info = await this.#client.keys.get(hash, { signal });
      patch.metadata = marked(info?.metadata ?? {}, {
        installation: this.#installation,
        keyId: id,
      });
    }
    await this.#client.keys.update(hash, patch, { signal });
    return { remoteId: hash };
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
      // Without a value, nor will it get one.
      await this.#store.note(tx, id, ['pending'], { value_lost: true });
      return;
    }
    if (observed.presence === 'present') {
      await this.#sealed.erase(tx, id, 'gateway');
      const seen = {
        confirmed_at: at,
        blocked_at_gateway: observed.state.blocked === true,
      };
      const key = await this.#store.byId(id, tx);
      if (key?.state === 'pending') {
        await this.#delivery.works(tx, key, seen);
      } else {
        await this.#store.note(tx, id, ['active'], seen);
      }
    }
  }

  /** Live; and where the gateway makes the value, somebody has it or is about to get it. */
  #isWanted(key: KeyRecord): boolean {
    return (
      this.#isLive(key) &&
      (key.hash !== null || this.#delivery.mayBeMinted(key))
    );
  }

  #isLive({ state, expiresAt }: KeyRecord): boolean {
    return (
      LIVE.includes(state) && (!expiresAt || expiresAt > this.#clock.now())
    );
  }

  async #row(ref: SyncRef): Promise<KeyRecord> {
    const key = await this.#store.byId(ref.localId);
    if (!key) {
      throw new NeedsPerson('row_gone', 'The row of this key is gone.');
    }
    return key;
  }
}
