import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  chatKind,
  client,
  models,
  nameOf,
  newKey,
  old,
  until,
} from './gateway';

// A process keeps keys, teams and users for 60 s: what it is not told by an
// API that forgets them stands that long. All cases wait at the same time.
const LIMIT_SECONDS = 66;

// Seldom, and not about the 60th second: 1.82.1 keeps a key that is just being
// used for 60 s more.
const EVERY_SECONDS = 21;

const becomes = (kind: string, raw: string) =>
  until(
    kind,
    LIMIT_SECONDS,
    async () => ((await chatKind(raw)) === kind ? kind : undefined),
    EVERY_SECONDS,
  );

const isRefused = (raw: string) =>
  until(
    'refused',
    LIMIT_SECONDS,
    async () => ((await chatKind(raw)) === 'none' ? undefined : true),
    EVERY_SECONDS,
  );

/** A key of a team that has called, so that the process knows both. */
async function teamKey() {
  const teamId = nameOf('team');
  await client.teams.create({ teamId });
  const key = await newKey({ teamId });
  assert.equal(await chatKind(key.raw), 'none');
  return { ...key, teamId };
}

describe('within a minute', { concurrency: true }, () => {
  it('a blocked team is refused, though not at once', async () => {
    const { raw, teamId } = await teamKey();
    await client.teams.block(teamId);
    assert.equal(await chatKind(raw), 'none');
    await becomes('blocked_key', raw);
  });

  it('an unblocked team is let in again', async () => {
    const teamId = nameOf('team');
    await client.teams.create({ teamId });
    await client.teams.block(teamId);
    const { raw } = await newKey({ teamId });
    assert.equal(await chatKind(raw), 'blocked_key');
    await client.teams.unblock(teamId);
    await becomes('none', raw);
  });

  it('the keys of a deleted team are refused, at once on newer versions', async () => {
    const { raw, teamId } = await teamKey();
    await client.teams.delete(teamId);
    assert.equal((await chatKind(raw)) === 'none', old);
    await isRefused(raw);
  });

  it('the keys of a deleted user are refused, at once on newer versions', async () => {
    const userId = nameOf('user');
    await client.users.create({ userId });
    const { raw } = await newKey({ userId });
    assert.equal(await chatKind(raw), 'none');
    await client.users.delete(userId);
    assert.equal((await chatKind(raw)) === 'none', old);
    await isRefused(raw);
  });

  it('a rate is free again', async () => {
    const { raw } = await newKey({ rpmLimit: 1 });
    assert.equal(await chatKind(raw), 'none');
    await becomes('none', raw);
  });

  it('a blocked and a deleted key stay refused', async () => {
    const blocked = await newKey();
    const deleted = await newKey();
    assert.equal(await chatKind(blocked.raw), 'none');
    assert.equal(await chatKind(deleted.raw), 'none');
    await client.keys.block(blocked.hash);
    await client.keys.delete(deleted.hash);
    const since = Date.now();
    const minute = async () => {
      assert.equal(await chatKind(blocked.raw), 'blocked_key');
      assert.equal(await chatKind(deleted.raw), 'unauthorized');
      return Date.now() - since > 62_000 ? true : undefined;
    };
    await until('a minute', LIMIT_SECONDS, minute, EVERY_SECONDS);
  });

  it('another list of models of a team is known within seconds', async () => {
    const { raw, teamId } = await teamKey();
    await client.teams.update(teamId, { models: [models.other] });
    await until('models', 5, async () =>
      (await chatKind(raw)) === 'model_denied' ? true : undefined,
    );
  });
});
