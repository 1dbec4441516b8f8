import { collect, type LiteLlmClient, type Page } from '../src';

/**
 * LiteLLM makes this user with the first team of the master key.
 */
const DEFAULT_USER = 'default_user_id';

/** Deletes all that a run made. What stays: log rows, daily activity, archives. */
export async function sweep(
  client: LiteLlmClient,
  prefix: string,
  hadDefaultUser: boolean,
): Promise<void> {
  const ours = (...names: (string | undefined)[]) =>
    names.some(name => name?.startsWith(prefix));

  for (const key of await all(client.keys.pages())) {
    const { alias, userId, teamId, metadata } = key;
    if (ours(alias, userId, teamId, String(metadata.contract))) {
      await client.keys.delete(key.hash);
    }
  }
  for (const team of await all(client.teams.pages())) {
    if (ours(team.teamId)) await client.teams.delete(team.teamId);
  }
  for (const user of await all(client.users.pages())) {
    const made = user.userId === DEFAULT_USER && !hadDefaultUser;
    if (made || ours(user.userId, user.email)) {
      await client.users.delete(user.userId);
    }
  }
  for (const model of (await client.models.list()).items) {
    if (ours(model.id, model.name)) await client.models.delete(model.id);
  }
}

export async function hasDefaultUser(client: LiteLlmClient): Promise<boolean> {
  return (await client.users.get(DEFAULT_USER)) !== undefined;
}

async function all<T>(pages: AsyncIterable<Page<T>>): Promise<T[]> {
  return (await collect(pages)).items;
}
