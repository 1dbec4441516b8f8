import type { JsonObject } from '../../platform/litellm';
import { marked, markOf } from '../../platform/litellm';
import type {
  CanonicalState,
  Desired,
  ExternalResource,
  Observed,
  StepResult,
  SyncRef,
} from '../../sync/ExternalResource';
import type { PeopleService } from './PeopleService';

/** What of a user or a team at LiteLLM is ours: what it is called, and our mark. */
export interface Party {
  alias?: string;
  metadata?: JsonObject;
}

/**
 * Whom keys are kept under at LiteLLM, so that spend has a name there. Nothing else of it is ours: who belongs to whom
 * is the catalog's to say, and what may be spent is enforced on keys and by us.
 *
 * Never deleted, since LiteLLM would take the keys along.
 */
export abstract class PartyResource implements ExternalResource {
  abstract readonly kind: 'user' | 'team';
  readonly securityFields: ReadonlySet<string> = new Set(['mark']);
  readonly #people: PeopleService;
  readonly #installation: string;

  constructor(options: { people: PeopleService; installation: string }) {
    this.#people = options.people;
    this.#installation = options.installation;
  }

  /** As stored at the gateway. */
  protected abstract read(
    id: string,
    signal: AbortSignal,
  ): Promise<Party | undefined>;
  /** Makes it; that it exists already is fine. */
  protected abstract make(
    id: string,
    party: Required<Party>,
    signal: AbortSignal,
  ): Promise<void>;
  protected abstract change(
    id: string,
    patch: Party,
    signal: AbortSignal,
  ): Promise<void>;

  async desired(ref: SyncRef): Promise<Desired> {
    const party = await this.#people.partyById(this.kind, ref.localId);
    return party
      ? {
          presence: 'present',
          state: { alias: party.title, mark: this.#installation },
        }
      : { presence: 'ignored' };
  }

  async observe(ref: SyncRef, signal: AbortSignal): Promise<Observed> {
    const remoteId = this.#remoteId(ref);
    const party = await this.read(remoteId, signal);
    if (!party) {
      return { presence: 'absent' };
    }
    const mark = markOf(party.metadata ?? {})?.installation ?? null;
    return mark !== null && mark !== this.#installation
      ? { presence: 'foreign', remoteId }
      : {
          presence: 'present',
          remoteId,
          state: { alias: party.alias ?? null, mark },
        };
  }

  async create(
    ref: SyncRef,
    desired: CanonicalState,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const remoteId = this.#remoteId(ref);
    const alias = String(desired.alias);
    await this.make(remoteId, { alias, metadata: this.#marked({}) }, signal);
    return { remoteId };
  }

  async update(
    ref: SyncRef,
    changes: CanonicalState,
    _: CanonicalState,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const remoteId = this.#remoteId(ref);
    const patch: Party = {};
    if ('alias' in changes) {
      patch.alias = String(changes.alias);
    }
    if ('mark' in changes) {
      const stored = await this.read(remoteId, signal);
      patch.metadata = this.#marked(stored?.metadata ?? {});
    }
    await this.change(remoteId, patch, signal);
    return { remoteId };
  }

  async delete(): Promise<StepResult> {
    throw new Error(`A ${this.kind} is never deleted: its keys would go too`);
  }

  async confirmed(): Promise<void> {
    // Our rows have nothing to learn from it.
  }

  #marked(metadata: JsonObject): JsonObject {
    return marked(metadata, { installation: this.#installation });
  }

  #remoteId(ref: SyncRef): string {
    return `${this.#installation}-${ref.localId}`;
  }
}
