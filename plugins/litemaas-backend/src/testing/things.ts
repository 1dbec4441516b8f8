import { LiteLlmError } from '@litemaas/litellm-client';
import type {
  CanonicalState,
  Desired,
  ExternalResource,
  Observed,
  StepResult,
  SyncRef,
} from '../sync/ExternalResource';

/** An error as the client of the gateway throws it. */
export function gatewayError(kind: LiteLlmError['kind']): LiteLlmError {
  return new LiteLlmError(`is ${kind}`, {
    kind,
    route: 'POST /thing',
    outcome: 'unknown',
  });
}

/** A kind of thing that exists in memory only: our wishes, what the gateway has, and everything it was asked. */
export class Things implements ExternalResource {
  readonly securityFields = new Set(['blocked']);
  readonly wishes = new Map<string, Desired>();
  readonly remote = new Map<string, CanonicalState>();
  readonly foreign = new Set<string>();
  readonly calls: string[] = [];
  readonly confirmedIds: string[] = [];
  /** Done before every verb; may throw, wait, or change a wish. */
  before: (verb: string, ref: SyncRef) => Promise<void> | void = () =>
    undefined;
  /** Fields that the gateway accepts and leaves as they are. */
  readonly stubborn = new Set<string>();
  recheckAt: Date | undefined;
  dependencies: SyncRef[] = [];
  conflicts: ExternalResource['conflicts'];

  constructor(readonly kind: string) {}

  async dependsOn(): Promise<SyncRef[]> {
    return this.dependencies;
  }

  async desired(ref: SyncRef): Promise<Desired> {
    return this.wishes.get(ref.localId) ?? { presence: 'ignored' };
  }

  async observe(ref: SyncRef): Promise<Observed> {
    await this.#verb('observe', ref);
    const remoteId = `remote-${ref.localId}`;
    if (this.foreign.has(ref.localId)) {
      return { presence: 'foreign', remoteId };
    }
    const state = this.remote.get(ref.localId);
    return state
      ? { presence: 'present', remoteId, state: { ...state } }
      : { presence: 'absent' };
  }

  async create(ref: SyncRef, desired: CanonicalState): Promise<StepResult> {
    await this.#verb('create', ref);
    this.remote.set(ref.localId, { ...desired });
    return { remoteId: `remote-${ref.localId}`, recheckAt: this.recheckAt };
  }

  async update(ref: SyncRef, changes: CanonicalState): Promise<StepResult> {
    await this.#verb(`update ${Object.keys(changes).sort().join(' ')}`, ref);
    const taken = Object.entries(changes).filter(
      ([field]) => !this.stubborn.has(field),
    );
    this.remote.set(ref.localId, {
      ...this.remote.get(ref.localId),
      ...Object.fromEntries(taken),
    });
    return { recheckAt: this.recheckAt };
  }

  async delete(ref: SyncRef): Promise<StepResult> {
    await this.#verb('delete', ref);
    this.remote.delete(ref.localId);
    return {};
  }

  async confirmed(_: unknown, ref: SyncRef): Promise<void> {
    this.confirmedIds.push(ref.localId);
  }

  async #verb(verb: string, ref: SyncRef): Promise<void> {
    this.calls.push(verb);
    await this.before(verb, ref);
  }
}
