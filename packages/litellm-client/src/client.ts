import { ActivityApi } from './activity';
import { ChatApi } from './chat';
import { EmbeddingsApi } from './embeddings';
import { HealthApi } from './health';
import { Http, type LiteLlmClientOptions } from './http';
import { KeysApi } from './keys';
import { ModelsApi } from './models';
import { SpendApi } from './spend';
import { TeamsApi } from './teams';
import { UsersApi } from './users';

/**
 * A LiteLLM gateway, by resource. Every call is sent once; every failure is a
 * `LiteLlmError`.
 *
 * @public
 */
export interface LiteLlmClient {
  keys: KeysApi;
  users: UsersApi;
  teams: TeamsApi;
  models: ModelsApi;
  spend: SpendApi;
  activity: ActivityApi;
  health: HealthApi;
  chat: ChatApi;
  embeddings: EmbeddingsApi;
}

/**
 * Makes a client; nothing is sent yet.
 *
 * @public
 */
export function createLiteLlmClient(
  options: LiteLlmClientOptions,
): LiteLlmClient {
  const http = new Http(options);
  return {
    keys: new KeysApi(http),
    users: new UsersApi(http),
    teams: new TeamsApi(http),
    models: new ModelsApi(http),
    spend: new SpendApi(http),
    activity: new ActivityApi(http),
    health: new HealthApi(http),
    chat: new ChatApi(http),
    embeddings: new EmbeddingsApi(http),
  };
}
