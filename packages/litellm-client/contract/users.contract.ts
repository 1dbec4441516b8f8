import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collect } from '../src';
import {
  by,
  client,
  errorOf,
  kindOf,
  models,
  nameOf,
  old,
  send,
} from './gateway';

const stored = async (userId: string) => {
  const user = await client.users.get(userId);
  assert.ok(user, 'the user is there');
  return user;
};

describe('a user', () => {
  it('is stored as asked for, without a key', async () => {
    const userId = nameOf('user');
    const email = `${nameOf('Mail')}@Example.com`;
    await client.users.create({
      userId,
      email,
      alias: 'Ada',
      role: 'internal_user',
      models: [models.small],
      maxBudget: 10,
      budgetDuration: '30d',
      tpmLimit: 100,
      rpmLimit: 5,
      metadata: { a: 1 },
    });
    assert.partialDeepStrictEqual(await stored(userId), {
      userId,
      email,
      alias: 'Ada',
      role: 'internal_user',
      models: [models.small],
      maxBudget: 10,
      budgetDuration: '30d',
      tpmLimit: 100,
      rpmLimit: 5,
      metadata: { a: 1 },
      spend: 0,
    });
    const { items } = await collect(client.keys.pages({ userId }));
    assert.deepEqual(items, []);
  });

  it('gets a key unless told otherwise', async () => {
    const userId = nameOf('user');
    const reply = await send('POST', '/user/new', { user_id: userId });
    assert.match((reply.body as { key: string }).key, /^sk-/);
    const { items } = await collect(client.keys.pages({ userId }));
    assert.equal(items.length, 1);
  });

  it('is a conflict under a taken id or e-mail, whatever its case', async () => {
    const userId = nameOf('user');
    const email = `${nameOf('Mail')}@Example.com`;
    await client.users.create({ userId, email });
    const same = await send('POST', '/user/new', {
      user_id: userId,
      auto_create_key: false,
    });
    assert.equal(same.status, 409);
    assert.equal(
      errorOf(same).message,
      `{'error': 'User with id ${userId} already exists'}`,
    );
    assert.equal(await kindOf(client.users.create({ userId })), 'conflict');
    const mail = client.users.create({
      userId: nameOf('user'),
      email: email.toLowerCase(),
    });
    assert.equal(await kindOf(mail), 'conflict');
  });

  it('is one, also when creates race', async () => {
    const userId = nameOf('user');
    const kinds = await Promise.all(
      Array.from({ length: 4 }, () => kindOf(client.users.create({ userId }))),
    );
    assert.ok(kinds.includes('none'));
    assert.ok(kinds.every(kind => kind === 'none' || kind === 'conflict'));
    const listing = await collect(client.users.pages());
    const same = listing.items.filter(user => user.userId === userId);
    assert.equal(same.length, 1);
  });

  it('keeps what is not sent, and what cannot be cleared', async () => {
    const userId = nameOf('user');
    await client.users.create({
      userId,
      alias: 'Ada',
      models: [models.small],
      maxBudget: 10,
      metadata: { a: 1 },
    });
    await client.users.update(userId, { maxBudget: 11 });
    const empty = { user_id: userId, models: [], metadata: {} };
    assert.equal((await send('POST', '/user/update', empty)).status, 200);
    const nulls = { user_id: userId, user_alias: null, models: null };
    assert.equal((await send('POST', '/user/update', nulls)).status, 200);
    assert.partialDeepStrictEqual(await stored(userId), {
      alias: 'Ada',
      models: [models.small],
      maxBudget: 11,
      metadata: { a: 1 },
    });
    await client.users.update(userId, { metadata: { b: 2 } });
    assert.deepEqual((await stored(userId)).metadata, { b: 2 });
  });

  it('is cleared by null where that version clears', async () => {
    const userId = nameOf('user');
    await client.users.create({
      userId,
      maxBudget: 10,
      budgetDuration: '30d',
      tpmLimit: 100,
      rpmLimit: 5,
    });
    await client.users.update(userId, {
      maxBudget: null,
      tpmLimit: null,
      rpmLimit: null,
      budgetDuration: null,
    });
    const user = await stored(userId);
    assert.equal(user.maxBudget, undefined);
    assert.equal(user.tpmLimit, by(100, undefined));
    assert.equal(user.rpmLimit, by(5, undefined));
    assert.equal(user.budgetDuration, by('30d', undefined));
  });

  it('is made by an update of nobody, which the client does not send', async () => {
    const userId = nameOf('user');
    const nobody = client.users.update(userId, { maxBudget: 1 });
    assert.equal(await kindOf(nobody), 'not_found');
    assert.equal(await client.users.get(userId), undefined);
    const body = { user_id: userId, max_budget: 1 };
    assert.equal((await send('POST', '/user/update', body)).status, 200);
    assert.equal((await stored(userId)).maxBudget, 1);
  });

  it('has no role that is none', async () => {
    const userId = nameOf('user');
    await client.users.create({ userId });
    const body = { user_id: userId, user_role: 'emperor' };
    assert.equal((await send('POST', '/user/update', body)).status, 422);
  });

  it('that is unknown is 404', async () => {
    const reply = await send('GET', '/user/info?user_id=none');
    assert.equal(reply.status, 404);
    assert.equal(errorOf(reply).message, 'User none not found');
    const newer = await send('GET', '/v2/user/info?user_id=none');
    assert.equal(newer.status, 404);
    assert.equal(newer.text.includes('Not Found'), old);
  });

  it('is deleted, or none of several is', async () => {
    const userId = nameOf('user');
    await client.users.create({ userId });
    const both = { user_ids: [userId, 'none'] };
    const refused = await send('POST', '/user/delete', both);
    assert.equal(refused.status, 404);
    await stored(userId);
    const one = await send('POST', '/user/delete', { user_ids: [userId] });
    assert.deepEqual([one.status, one.body], [200, 1]);
    assert.equal(await client.users.get(userId), undefined);
  });
});

describe('users that are listed', () => {
  it('come in pages of at most 100', async () => {
    for (const query of ['page_size=101', 'page_size=0', 'page=0']) {
      const { status } = await send('GET', `/user/list?${query}`);
      assert.equal(status, 422, query);
    }
    const past = await send('GET', '/user/list?page=1000000&page_size=100');
    assert.partialDeepStrictEqual(past.body, { users: [] });
  });

  it('are matched by a part of one id, and exactly by several', async () => {
    const userId = nameOf('User');
    await client.users.create({ userId });
    const found = async (ids: string) => {
      const reply = await send('GET', `/user/list?user_ids=${ids}`);
      const { users } = reply.body as { users: { user_id: string }[] };
      return users.map(user => user.user_id);
    };
    const part = userId.slice(0, -1).toLowerCase();
    assert.deepEqual(await found(part), [userId]);
    assert.deepEqual(await found(`${part},none`), []);
    assert.deepEqual(await found(`${userId},none`), [userId]);
  });

  it('are read whole by the client', async () => {
    const userId = nameOf('user');
    await client.users.create({ userId, maxBudget: 3, models: [models.small] });
    const listing = await collect(client.users.pages());
    const listed = listing.items.find(user => user.userId === userId);
    assert.deepEqual(listed, await stored(userId));
  });
});
