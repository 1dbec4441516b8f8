import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import {
  isLiteLlmError,
  marked,
  type LiteLlmClient,
} from '../../platform/litellm';
import type { SealedKeyStore } from '../../platform/secrets/SealedKeyStore';
import { NeedsPerson, type StepResult } from '../../sync/ExternalResource';
import type { KeyHandover } from './KeyHandover';
import type { KeyNotices } from './KeyNotices';
import { LIVE, type KeyRecord } from './KeyRecord';
import type { KeySource } from './KeySource';
import type { KeyPatch, KeyStore } from './KeyStore';
import {
  budgetOf,
  durationUntil,
  modelNames,
  type GatewayKey,
} from './keyState';

/** A write's answer echoes; a read this much later tells what was stored. */
const CONFIRM_MS = 3_000;

/** How a key comes to the gateway: with our value, or by one attempt to get one that the gateway makes. */
export class KeyDelivery {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #client: LiteLlmClient;
  readonly #store: KeyStore;
  readonly #sealed: SealedKeyStore;
  readonly #source: KeySource;
  readonly #handover: KeyHandover;
  readonly #notices: KeyNotices;
  readonly #installation: string;

  constructor(options: {
    db: Knex;
    clock: Clock;
    client: LiteLlmClient;
    store: KeyStore;
    sealed: SealedKeyStore;
    source: KeySource;
    handover: KeyHandover;
    notices: KeyNotices;
    installation: string;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#client = options.client;
    this.#store = options.store;
    this.#sealed = options.sealed;
    this.#source = options.source;
    this.#handover = options.handover;
    this.#notices = options.notices;
    this.#installation = options.installation;
  }

  /**
   * Whether the gateway may be asked to make this key's value: once, and while somebody here waits for it. A key that
   * missed this never works, and what may have been made of it is taken back.
   */
  mayBeMinted(key: KeyRecord): boolean {
    return key.sentAt === null && this.#handover.isAwaited(key.id);
  }

  step(
    key: KeyRecord,
    wish: GatewayKey,
    signal: AbortSignal,
  ): Promise<StepResult> {
    return key.hash === null
      ? this.#haveMinted(key, wish, signal)
      : this.#handIn(key, key.hash, wish, signal);
  }

  /** The key works. The statement that finds it pending finds it once, and so people are told once. */
  async works(
    tx: Knex.Transaction,
    key: KeyRecord,
    seen: KeyPatch,
  ): Promise<boolean> {
    const works = await this.#store.note(tx, key.id, ['pending'], {
      ...seen,
      state: 'active',
      value_lost: false,
    });
    if (works) {
      await this.#notices.works(tx, key);
    }
    return works;
  }

  /**
   * Hands our value to LiteLLM. That it is sent is written down first, in a statement that a revoke before it defeats:
   * so a revoke after it knows that the key may be there. The answer to the first create makes the key active; a
   * repeat only echoes what it was sent, and is believed after the read that follows.
   */
  async #handIn(
    key: KeyRecord,
    hash: string,
    wish: GatewayKey,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const value = await this.#sealed.open(this.#db, { keyId: key.id, hash });
    if (value === undefined) {
      await this.#store.note(this.#db, key.id, LIVE, { value_lost: true });
      throw new NeedsPerson(
        'value_lost',
        key.sentAt
          ? 'The gateway does not have this key any more. Replace it.'
          : 'The value of this key could not be delivered in time and is gone. Replace it.',
      );
    }
    if (!(await this.#isSent(key))) {
      return {};
    }
    try {
      await this.#client.keys.create(
        { ...this.#body(key, wish), key: value },
        { signal },
      );
    } catch (error) {
      // Our alias may be taken by an earlier attempt whose answer got lost: the next read tells.
      if (
        isLiteLlmError(error, 'conflict') &&
        (await this.#client.keys.get(hash, { signal }))
      ) {
        return { remoteId: hash };
      }
      if (isLiteLlmError(error, 'custom_key_refused')) {
        throw await this.#refused(key);
      }
      throw error;
    }
    if (!key.sentAt) {
      await inTransaction(this.#db, tx =>
        this.works(tx, key, { blocked_at_gateway: wish.blocked }),
      );
    }
    return this.#confirmLater(hash);
  }

  /** The gateway's admin allows no values of ours any more: this one is good for nothing. */
  async #refused(key: KeyRecord): Promise<NeedsPerson> {
    await this.#source.learn('gateway');
    await inTransaction(this.#db, async tx => {
      await this.#sealed.erase(tx, key.id);
      await this.#store.note(tx, key.id, LIVE, { value_lost: true });
    });
    return new NeedsPerson(
      'custom_key_refused',
      'The gateway makes the values of keys itself now and did not take this one. Replace the key.',
    );
  }

  /**
   * Has LiteLLM make the value. The hash in our row says that somebody was given the value: without it, whatever went
   * wrong and wherever, the alias finds what was made, to be deleted.
   */
  async #haveMinted(
    key: KeyRecord,
    wish: GatewayKey,
    signal: AbortSignal,
  ): Promise<StepResult> {
    if (!this.mayBeMinted(key) || !(await this.#isSent(key))) {
      return {};
    }
    let made;
    try {
      made = await this.#client.keys.create(this.#body(key, wish), { signal });
    } catch (error) {
      if (isLiteLlmError(error) && error.outcome === 'refused') {
        throw new NeedsPerson(error.kind, error.message);
      }
      throw error;
    }
    const { key: value, hash } = made;
    const isGiven = await this.#handover.give(key.id, value, () =>
      inTransaction(this.#db, tx =>
        this.works(tx, key, {
          hash,
          last_four: value.slice(-4),
          blocked_at_gateway: wish.blocked,
        }),
      ),
    );
    return isGiven ? this.#confirmLater(hash) : {};
  }

  #isSent(key: KeyRecord): Promise<boolean> {
    return this.#store.note(this.#db, key.id, LIVE, {
      sent_at: this.#clock.now(),
    });
  }

  #body(key: KeyRecord, wish: GatewayKey) {
    return {
      type: 'llm_api' as const,
      alias: wish.alias,
      userId: wish.userId ?? undefined,
      teamId: wish.teamId ?? undefined,
      models: modelNames(wish.models),
      ...budgetOf(wish),
      rpmLimit: wish.rpm ?? undefined,
      tpmLimit: wish.tpm ?? undefined,
      maxParallelRequests: wish.maxParallel ?? undefined,
      duration: durationUntil(wish.expires, this.#clock.now()),
      blocked: wish.blocked || undefined,
      metadata: marked({}, { installation: this.#installation, keyId: key.id }),
    };
  }

  #confirmLater(hash: string): StepResult {
    return {
      remoteId: hash,
      recheckAt: new Date(this.#clock.now().getTime() + CONFIRM_MS),
    };
  }
}
