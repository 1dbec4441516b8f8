import type { Knex } from 'knex';

/** Names one thing that must be true at a gateway. */
export interface SyncRef {
  gatewayId: string;
  /** The adapter that knows how: `user`, `team`, `key`. */
  kind: string;
  localId: string;
}

/** A field as the reconciler compares it: canonical, so that equal wishes are equal texts. */
export type CanonicalValue = string | number | boolean | null | string[];

/** Owned fields by name. Only what an adapter owns is in here; spend, resets and times never are. */
export type CanonicalState = Record<string, CanonicalValue>;

/** What our rows say should be at the gateway. */
export type Desired =
  /** Should exist like this. */
  | { presence: 'present'; state: CanonicalState }
  /** Should be gone. */
  | { presence: 'absent' }
  /** Our row is gone or not meant for the gateway: nothing to do. */
  | { presence: 'ignored' };

/** What the gateway has. */
export type Observed =
  | { presence: 'present'; remoteId: string; state: CanonicalState }
  | { presence: 'absent' }
  /** There, but marked by another installation or not ours to touch. */
  | { presence: 'foreign'; remoteId: string };

/** Who decides a field that both sides changed. */
export type Strategy = 'litemaas-wins' | 'litellm-wins' | 'merge';

/**
 * What a person must decide: thrown by an adapter, it parks the reference with its sentence, e.g. when a key is gone
 * at the gateway and its value is known to nobody any more.
 */
export class NeedsPerson extends Error {
  constructor(readonly code: string, message: string) {
    super(message);
    this.name = 'NeedsPerson';
  }
}

/** What a step left to do. `recheckAt`: confirm by a later read, e.g. after a create whose answer only echoes. */
export interface StepResult {
  remoteId?: string;
  recheckAt?: Date;
}

/**
 * One kind of thing at LiteLLM, in four verbs. An adapter keeps the ten rules of the sync: it compares only owned
 * fields, canonicalises both sides, sends changed fields only, treats creating twice and deleting what is gone as
 * successes, and throws `LiteLlmError` when it has no answer.
 *
 * Verbs are called with no transaction open. An adapter may write to its own feature's rows.
 */
export interface ExternalResource {
  readonly kind: string;
  /** Fields that are never loosened without approval: the desired side always wins. */
  readonly securityFields: ReadonlySet<string>;
  /**
   * What must be true before: a user or team before its first key. Each is reconciled first; while one is not in sync,
   * this one is tried again later.
   */
  dependsOn?(ref: SyncRef): Promise<SyncRef[]>;
  /** For fields that the gateway may change too; without it our side always wins. */
  readonly conflicts?: {
    strategyOf(field: string): Strategy;
    /** Writes what the gateway has into our rows. */
    pull(
      tx: Knex.Transaction,
      ref: SyncRef,
      values: CanonicalState,
    ): Promise<void>;
  };
  /** Reads our rows, after the version of the intent was read: what changes meanwhile is reconciled again. */
  desired(ref: SyncRef): Promise<Desired>;
  /** Reads the gateway, by an id that we chose. */
  observe(ref: SyncRef, signal: AbortSignal): Promise<Observed>;
  create(
    ref: SyncRef,
    desired: CanonicalState,
    signal: AbortSignal,
  ): Promise<StepResult>;
  /** Sends `changes` only; `desired` is the whole state for calls that need it. */
  update(
    ref: SyncRef,
    changes: CanonicalState,
    desired: CanonicalState,
    signal: AbortSignal,
  ): Promise<StepResult>;
  delete(ref: SyncRef, signal: AbortSignal): Promise<StepResult>;
  /**
   * Called in the transaction that records the agreement of an observation with our intent, for the feature's own
   * rows: a key becomes active, its sealed value is erased. `observed` is what the gateway was seen to have.
   */
  confirmed(
    tx: Knex.Transaction,
    ref: SyncRef,
    observed: Observed,
    at: Date,
  ): Promise<void>;
}
