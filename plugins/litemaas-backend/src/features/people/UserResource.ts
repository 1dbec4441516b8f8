import { isLiteLlmError, type LiteLlmClient } from '@litemaas/litellm-client';
import { PartyResource, type Party } from './PartyResource';
import type { PeopleService } from './PeopleService';

/** People at LiteLLM: a user per person, without e-mail, key, team or limits. */
export class UserResource extends PartyResource {
  readonly kind = 'user';
  readonly #client: LiteLlmClient;

  constructor(options: {
    client: LiteLlmClient;
    people: PeopleService;
    installation: string;
  }) {
    super(options);
    this.#client = options.client;
  }

  protected read(userId: string, signal: AbortSignal) {
    return this.#client.users.get(userId, { signal });
  }

  protected async make(
    userId: string,
    party: Required<Party>,
    signal: AbortSignal,
  ) {
    try {
      await this.#client.users.create(
        { userId, ...party, role: 'internal_user' },
        { signal },
      );
    } catch (error) {
      if (!isLiteLlmError(error, 'conflict')) {
        throw error;
      }
    }
  }

  protected change(userId: string, patch: Party, signal: AbortSignal) {
    return this.#client.users.update(userId, patch, { signal });
  }
}
