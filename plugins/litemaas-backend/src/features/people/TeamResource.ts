import { isLiteLlmError, type LiteLlmClient } from '@litemaas/litellm-client';
import { PartyResource, type Party } from './PartyResource';
import type { PeopleService } from './PeopleService';

/** Groups at LiteLLM: a team per group that owns keys, without members or limits. */
export class TeamResource extends PartyResource {
  readonly kind = 'team';
  readonly #client: LiteLlmClient;

  constructor(options: {
    client: LiteLlmClient;
    people: PeopleService;
    installation: string;
  }) {
    super(options);
    this.#client = options.client;
  }

  protected read(teamId: string, signal: AbortSignal) {
    return this.#client.teams.get(teamId, { signal });
  }

  protected async make(
    teamId: string,
    party: Required<Party>,
    signal: AbortSignal,
  ) {
    try {
      await this.#client.teams.create({ teamId, ...party }, { signal });
    } catch (error) {
      if (!isLiteLlmError(error, 'conflict')) {
        throw error;
      }
    }
  }

  protected change(teamId: string, patch: Party, signal: AbortSignal) {
    return this.#client.teams.update(teamId, patch, { signal });
  }
}
