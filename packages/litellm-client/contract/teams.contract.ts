import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collect } from '../src';
import { by, client, errorOf, kindOf, models, nameOf, send } from './gateway';

const stored = async (teamId: string) => {
  const team = await client.teams.get(teamId);
  assert.ok(team, 'the team is there');
  return team;
};

describe('a team', () => {
  it('is stored as asked for, with its maker as admin', async () => {
    const teamId = nameOf('team');
    const created = await client.teams.create({
      teamId,
      alias: 'Team One',
      models: [models.small],
      maxBudget: 5,
      budgetDuration: '30d',
      tpmLimit: 1000,
      rpmLimit: 10,
      metadata: { a: 1 },
    });
    assert.partialDeepStrictEqual(created, {
      teamId,
      alias: 'Team One',
      models: [models.small],
      maxBudget: 5,
      budgetDuration: '30d',
      tpmLimit: 1000,
      rpmLimit: 10,
      metadata: { a: 1 },
      blocked: false,
      spend: 0,
      members: [{ userId: 'default_user_id', role: 'admin' }],
    });
    assert.partialDeepStrictEqual(await stored(teamId), {
      teamId,
      maxBudget: 5,
      budgetResetAt: created.budgetResetAt,
    });
  });

  it('is a conflict under a taken id; aliases may repeat', async () => {
    const teamId = nameOf('team');
    await client.teams.create({ teamId, alias: 'Same' });
    const reply = await send('POST', '/team/new', { team_id: teamId });
    assert.equal(reply.status, 400);
    assert.equal(
      errorOf(reply).message,
      `{'error': 'Team id = ${teamId} already exists. Please use a different team id.'}`,
    );
    assert.equal(await kindOf(client.teams.create({ teamId })), 'conflict');
    await client.teams.create({ teamId: nameOf('team'), alias: 'Same' });
  });

  it('is one, also when creates race', async () => {
    const teamId = nameOf('team');
    const kinds = await Promise.all(
      Array.from({ length: 4 }, () => kindOf(client.teams.create({ teamId }))),
    );
    assert.deepEqual(kinds.sort(), [
      'conflict',
      'conflict',
      'conflict',
      'none',
    ]);
  });

  it('keeps what is not sent, and is cleared by null', async () => {
    const teamId = nameOf('team');
    await client.teams.create({
      teamId,
      alias: 'Team One',
      models: [models.small],
      maxBudget: 5,
      budgetDuration: '30d',
      tpmLimit: 1000,
      rpmLimit: 10,
      metadata: { a: 1 },
    });
    await client.teams.update(teamId, { maxBudget: 6 });
    assert.partialDeepStrictEqual(await stored(teamId), {
      alias: 'Team One',
      maxBudget: 6,
      tpmLimit: 1000,
    });
    await client.teams.update(teamId, {
      alias: null,
      maxBudget: null,
      tpmLimit: null,
      rpmLimit: null,
      budgetDuration: null,
      metadata: { b: 2 },
    });
    const team = await stored(teamId);
    assert.partialDeepStrictEqual(team, {
      models: [models.small],
      metadata: { b: 2 },
    });
    for (const name of [
      'alias',
      'maxBudget',
      'tpmLimit',
      'rpmLimit',
      'budgetDuration',
    ] as const) {
      assert.equal(team[name], undefined, name);
    }
    assert.equal(team.budgetResetAt === undefined, by(false, true));
  });

  it('breaks on null where the types forbid it', async () => {
    const teamId = nameOf('team');
    await client.teams.create({ teamId });
    for (const name of ['models', 'metadata', 'blocked']) {
      const body = { team_id: teamId, [name]: null };
      assert.equal(
        (await send('POST', '/team/update', body)).status,
        500,
        name,
      );
    }
  });

  it('that is unknown is 404', async () => {
    const info = await send('GET', '/team/info?team_id=none');
    assert.equal(info.status, 404);
    assert.partialDeepStrictEqual(errorOf(info), {
      message: "{'message': 'Team not found, passed team id: none.'}",
      type: 'auth_error',
    });
    const update = client.teams.update('none', { maxBudget: 1 });
    assert.equal(await kindOf(update), 'not_found');
    assert.equal(await kindOf(client.teams.block('none')), 'not_found');
  });

  it('is blocked and unblocked', async () => {
    const teamId = nameOf('team');
    await client.teams.create({ teamId });
    assert.equal((await client.teams.block(teamId)).blocked, true);
    assert.equal((await stored(teamId)).blocked, true);
    assert.equal((await client.teams.unblock(teamId)).blocked, false);
  });

  it('is deleted, or none of several is; its id can be used again', async () => {
    const teamId = nameOf('team');
    await client.teams.create({ teamId, maxBudget: 1 });
    const both = { team_ids: [teamId, 'none'] };
    assert.equal((await send('POST', '/team/delete', both)).status, 404);
    await stored(teamId);
    await client.teams.delete(teamId);
    assert.equal(await client.teams.get(teamId), undefined);
    await client.teams.create({ teamId });
    assert.equal((await stored(teamId)).maxBudget, undefined);
  });
});

describe('teams that are listed', () => {
  it('come in pages of at most 100', async () => {
    for (const query of ['page_size=101', 'page_size=0', 'page=0']) {
      const { status } = await send('GET', `/v2/team/list?${query}`);
      assert.equal(status, 422, query);
    }
    const past = await send('GET', '/v2/team/list?page=1000000&page_size=100');
    assert.partialDeepStrictEqual(past.body, { teams: [] });
  });

  it('are filtered by a whole id and a part of an alias', async () => {
    const teamId = nameOf('team');
    const alias = nameOf('Alias');
    await client.teams.create({ teamId, alias });
    const found = async (query: string) => {
      const reply = await send('GET', `/v2/team/list?${query}`);
      const { teams } = reply.body as { teams: { team_id: string }[] };
      return teams.map(team => team.team_id);
    };
    assert.deepEqual(await found(`team_id=${teamId}`), [teamId]);
    assert.deepEqual(await found(`team_id=${teamId.slice(0, -1)}`), []);
    const part = alias.slice(0, -1).toLowerCase();
    assert.deepEqual(await found(`team_alias=${part}`), [teamId]);
  });

  it('are read whole by the client', async () => {
    const teamId = nameOf('team');
    await client.teams.create({ teamId, maxBudget: 3, models: [models.small] });
    const listing = await collect(client.teams.pages());
    const listed = listing.items.find(team => team.teamId === teamId);
    assert.deepEqual(listed, await stored(teamId));
  });
});
