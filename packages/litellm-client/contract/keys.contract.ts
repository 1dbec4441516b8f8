import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collect, hashKey, mintKey, NO_MODELS } from '../src';
import {
  by,
  client,
  errorOf,
  kindOf,
  models,
  nameOf,
  newKey,
  old,
  prefix,
  send,
} from './gateway';

const stored = async (hash: string) => {
  const key = await client.keys.get(hash);
  assert.ok(key, 'the key is there');
  return key;
};

describe('a key that is created', () => {
  it('is stored as asked for, under the sha256 of the raw key', async () => {
    const raw = mintKey();
    const alias = nameOf('key');
    const created = await client.keys.create({
      key: raw,
      type: 'llm_api',
      alias,
      userId: nameOf('user'),
      teamId: nameOf('team'),
      models: [models.small],
      maxBudget: 0.5,
      budgetDuration: '30d',
      tpmLimit: 100,
      rpmLimit: 5,
      maxParallelRequests: 2,
      modelRpmLimit: { [models.small]: 3 },
      duration: '10d',
      metadata: { purpose: 'x' },
    });
    assert.equal(created.hash, hashKey(raw));
    assert.partialDeepStrictEqual(await stored(created.hash), {
      hash: created.hash,
      name: `sk-...${raw.slice(-4)}`,
      alias,
      models: [models.small],
      allowedRoutes: ['llm_api_routes'],
      blocked: false,
      spend: 0,
      maxBudget: 0.5,
      budgetDuration: '30d',
      tpmLimit: 100,
      rpmLimit: 5,
      maxParallelRequests: 2,
      metadata: { purpose: 'x', model_rpm_limit: { [models.small]: 3 } },
      createdAt: created.createdAt,
    });
  });

  it('expires a length of time from now, stored in milliseconds', async () => {
    const raw = mintKey();
    const body = { key: raw, key_alias: nameOf('key'), duration: '10d' };
    const reply = await send('POST', '/key/generate', body);
    assert.equal(reply.status, 200);
    const { expires, duration } = reply.body as Record<string, string>;
    assert.equal(duration, null);
    const { expires: kept } = await stored(hashKey(raw));
    assert.ok(kept);
    const days = (Date.parse(kept) - Date.now()) / 86_400_000;
    assert.ok(days > 9.99 && days <= 10, kept);
    assert.equal(Date.parse(kept), Math.floor(Date.parse(expires)));
  });

  it('resets its budget at the calendar, not a length after now', async () => {
    const now = new Date();
    const midnight = (day: number, month = now.getUTCMonth()) =>
      new Date(Date.UTC(now.getUTCFullYear(), month, day)).toISOString();
    const tomorrow = midnight(now.getUTCDate() + 1);
    const monday = midnight(
      now.getUTCDate() + ((8 - now.getUTCDay()) % 7 || 7),
    );
    const nextMonth = midnight(1, now.getUTCMonth() + 1);
    for (const [duration, reset] of [
      ['1d', tomorrow],
      ['24h', tomorrow],
      ['7d', monday],
      ['30d', nextMonth],
      ['1mo', nextMonth],
    ] as const) {
      const { hash } = await newKey({
        maxBudget: 1,
        budgetDuration: duration,
      });
      assert.equal((await stored(hash)).budgetResetAt, reset, duration);
    }
  });

  it('may be minted by the gateway', async () => {
    const created = await client.keys.create({
      alias: nameOf('key'),
      models: [models.small],
    });
    assert.match(created.key, /^sk-.{22}$/);
    assert.equal(created.hash, hashKey(created.key));
  });

  it('may be minted elsewhere, and the gateway says so', async () => {
    // Where an admin forbids it, no other case here could run.
    assert.equal(await client.keys.acceptsCustom(), true);
    const reply = await send('GET', '/get/ui_settings', undefined, null);
    const { values } = reply.body as { values: Record<string, unknown> };
    assert.equal(values.disable_custom_api_keys, by(undefined, false));
  });

  it('belongs to nobody that is checked for', async () => {
    const { hash } = await newKey({
      userId: nameOf('nobody'),
      teamId: nameOf('no-team'),
      models: [nameOf('no-model')],
    });
    assert.ok((await stored(hash)).userId);
  });

  it('is refused where it is none', async () => {
    const generate = (body: object) =>
      send('POST', '/key/generate', { key_alias: nameOf('key'), ...body });
    for (const key of ['', hashKey('x'), 'nonsense-nonsense']) {
      assert.equal((await generate({ key })).status, 400, key);
    }
    const short = await generate({ key: `sk-${prefix.slice(-9)}` });
    assert.equal(short.status, by(200, 400));
    assert.equal((await generate({ max_budget: -1 })).status, 400);
    assert.equal((await generate({ duration: 'soon' })).status, 500);
    assert.equal((await generate({ budget_id: 'none' })).status, 500);
    assert.equal((await generate({ tags: ['a'] })).status, 403);
    assert.equal((await generate({ guardrails: ['a'] })).status, 403);
  });
});

describe('a key that is created again', () => {
  it('answers as if new and stays as it was', async () => {
    const { raw, hash, alias } = await newKey({ maxBudget: 1 });
    const again = { key: raw, max_budget: 9, models: [models.other] };
    for (const body of [again, { ...again, key_alias: nameOf('other') }]) {
      const reply = await send('POST', '/key/generate', body);
      assert.equal(reply.status, 200);
      assert.partialDeepStrictEqual(reply.body, { max_budget: 9, token: hash });
      const echoed = reply.body as { created_at: string };
      const key = await stored(hash);
      assert.partialDeepStrictEqual(key, { alias, maxBudget: 1 });
      assert.equal(
        new Date(echoed.created_at).toISOString(),
        key.createdAt,
        'the time of the first create',
      );
    }
  });

  it('is a conflict under its own alias', async () => {
    const { raw, hash, alias } = await newKey();
    const body = { key: raw, key_alias: alias };
    const reply = await send('POST', '/key/generate', body);
    assert.equal(reply.status, 400);
    assert.partialDeepStrictEqual(errorOf(reply), {
      message: `Key with alias '${alias}' already exists. Unique key aliases across all keys are required.`,
      type: 'bad_request_error',
      param: 'key_alias',
    });
    const again = client.keys.create({
      key: raw,
      alias,
      models: [models.small],
    });
    assert.equal(await kindOf(again), 'conflict');
    assert.ok(await client.keys.get(hash), 'and reads back as created');
  });

  it('is one key, also when creates race', async () => {
    const raw = mintKey();
    const replies = await Promise.all(
      Array.from({ length: 4 }, () =>
        send('POST', '/key/generate', { key: raw, key_alias: nameOf('race') }),
      ),
    );
    assert.deepEqual(
      replies.map(({ status }) => status),
      [200, 200, 200, 200],
    );
    assert.ok((await stored(hashKey(raw))).alias?.startsWith(prefix));
  });

  it('is new after it was deleted', async () => {
    const { raw, hash } = await newKey({ maxBudget: 1 });
    await client.keys.delete(hash);
    assert.equal(await client.keys.get(hash), undefined);
    await client.keys.create({
      key: raw,
      alias: nameOf('key'),
      models: [models.small],
      maxBudget: 2,
    });
    assert.partialDeepStrictEqual(await stored(hash), {
      maxBudget: 2,
      spend: 0,
    });
  });

  it('shares its alias with another, when they race', async () => {
    const alias = nameOf('race');
    const replies = await Promise.all(
      Array.from({ length: 4 }, () =>
        send('POST', '/key/generate', { key_alias: alias }),
      ),
    );
    const made = replies.filter(({ status }) => status === 200);
    const { items } = await collect(client.keys.pages({ alias }));
    assert.equal(items.length, made.length);
    assert.ok(made.length >= 1);
  });
});

describe('a key that is changed', () => {
  it('keeps what is not sent', async () => {
    const { hash, alias } = await newKey({ maxBudget: 1, rpmLimit: 5 });
    await client.keys.update(hash, { rpmLimit: 6 });
    assert.partialDeepStrictEqual(await stored(hash), {
      alias,
      maxBudget: 1,
      rpmLimit: 6,
    });
    await client.keys.update(hash, {});
    assert.equal((await stored(hash)).maxBudget, 1);
  });

  it('is cleared by null where the types allow null', async () => {
    const { hash } = await newKey({
      userId: nameOf('user'),
      maxBudget: 1,
      tpmLimit: 1,
      rpmLimit: 1,
      maxParallelRequests: 1,
      duration: '1d',
      metadata: { contract: prefix },
    });
    await client.keys.update(hash, {
      alias: null,
      userId: null,
      teamId: null,
      maxBudget: null,
      tpmLimit: null,
      rpmLimit: null,
      maxParallelRequests: null,
      duration: null,
    });
    const key = await stored(hash);
    for (const name of [
      'alias',
      'userId',
      'teamId',
      'maxBudget',
      'tpmLimit',
      'rpmLimit',
      'maxParallelRequests',
      'expires',
    ] as const) {
      assert.equal(key[name], undefined, name);
    }
  });

  it('loses the period of its budget by null only on newer versions', async () => {
    const { hash } = await newKey({ maxBudget: 1, budgetDuration: '30d' });
    await client.keys.update(hash, { budgetDuration: null });
    const key = await stored(hash);
    assert.equal(key.budgetDuration, by('30d', undefined));
    assert.equal(key.budgetResetAt === undefined, !old);
    await client.keys.update(hash, { budgetDuration: '7d' });
    assert.equal((await stored(hash)).budgetDuration, '7d');
  });

  it('refuses null where the types forbid it', async () => {
    const { hash } = await newKey();
    for (const name of [
      'models',
      'allowed_routes',
      'metadata',
      'aliases',
      'permissions',
      'model_max_budget',
    ]) {
      const reply = await send('POST', '/key/update', {
        key: hash,
        [name]: null,
      });
      assert.equal(reply.status, 400, name);
    }
    const before = await stored(hash);
    assert.ok(before.models.length > 0);
  });

  it('is opened by an empty list of models, and closed by the word for none', async () => {
    const { hash } = await newKey({ models: [models.small] });
    await client.keys.update(hash, { models: NO_MODELS });
    assert.deepEqual((await stored(hash)).models, ['no-default-models']);
    await send('POST', '/key/update', { key: hash, models: [] });
    assert.deepEqual((await stored(hash)).models, []);
  });

  it('has its metadata replaced, and the limits per model within', async () => {
    const { hash } = await newKey({
      metadata: { a: 1, b: 2 },
      modelRpmLimit: { [models.small]: 3 },
    });
    await client.keys.update(hash, { modelRpmLimit: { [models.other]: 4 } });
    assert.deepEqual((await stored(hash)).metadata, {
      a: 1,
      b: 2,
      model_rpm_limit: { [models.other]: 4 },
    });
    await send('POST', '/key/update', { key: hash, model_rpm_limit: null });
    assert.partialDeepStrictEqual((await stored(hash)).metadata, {
      model_rpm_limit: { [models.other]: 4 },
    });
    await client.keys.update(hash, { metadata: { c: 3 } });
    assert.deepEqual((await stored(hash)).metadata, { c: 3 });
    await client.keys.update(hash, { metadata: {} });
    assert.deepEqual((await stored(hash)).metadata, {});
  });

  it('cannot take the alias of another', async () => {
    const [one, two] = [await newKey(), await newKey()];
    assert.equal(
      await kindOf(client.keys.update(one.hash, { alias: two.alias })),
      'conflict',
    );
  });

  it('is refused a team that is none, or not of its owner', async () => {
    const userId = nameOf('user');
    const teamId = nameOf('team');
    await client.users.create({ userId });
    await client.teams.create({ teamId });
    const { hash } = await newKey({ userId });
    assert.equal(
      await kindOf(client.keys.update(hash, { teamId: nameOf('none') })),
      'not_found',
    );
    assert.equal(
      await kindOf(client.keys.update(hash, { teamId })),
      'forbidden',
    );
    assert.equal((await stored(hash)).teamId, undefined);
  });

  it('takes no tags without a licence', async () => {
    const { hash } = await newKey({ maxBudget: 1 });
    const body = { key: hash, tags: ['a'], max_budget: 2 };
    const reply = await send('POST', '/key/update', body);
    assert.equal(reply.status, 403);
    assert.equal((await stored(hash)).maxBudget, 1);
  });

  it('takes a spend', async () => {
    const { hash } = await newKey();
    await client.keys.update(hash, { spend: 1.25 });
    assert.equal((await stored(hash)).spend, 1.25);
    await client.keys.update(hash, { spend: 0 });
    assert.equal((await stored(hash)).spend, 0);
  });

  it('is named by its hash, on newer versions by its alias too', async () => {
    const { alias, hash } = await newKey();
    const body = { key_alias: alias, max_budget: 3 };
    const reply = await send('POST', '/key/update', body);
    assert.equal(reply.status, by(422, 200));
    assert.equal((await stored(hash)).maxBudget, by(undefined, 3));
  });

  it('is blocked and unblocked', async () => {
    const { hash } = await newKey();
    assert.equal((await client.keys.block(hash)).blocked, true);
    assert.equal((await stored(hash)).blocked, true);
    assert.equal((await client.keys.unblock(hash)).blocked, false);
    assert.equal((await stored(hash)).blocked, false);
  });
});

describe('a key that is deleted', () => {
  it('is echoed, missing ones along with it', async () => {
    const { hash } = await newKey();
    const missing = hashKey(mintKey());
    const both = { keys: [hash, missing] };
    const first = await send('POST', '/key/delete', both);
    assert.equal(first.status, 200);
    const { deleted_keys } = first.body as { deleted_keys: string[] };
    assert.deepEqual([...deleted_keys].sort(), [hash, missing].sort());
    const second = await send('POST', '/key/delete', both);
    assert.equal(second.status, 404);
    assert.match(errorOf(second).message, /No keys found/);
    assert.equal((await send('POST', '/key/delete', {})).status, 422);
    assert.equal((await send('POST', '/key/delete', { keys: [] })).status, 422);
  });

  it('is told as deleted by newer versions, by older not at all', async () => {
    const { hash } = await newKey();
    await client.keys.delete(hash);
    const reply = await send('GET', `/key/info?key=${hash}`);
    assert.equal(reply.status, by(404, 200));
    if (old) {
      assert.equal(errorOf(reply).message, 'Key not found in database');
    } else {
      assert.partialDeepStrictEqual(reply.body, {
        info: { status: 'deleted' },
      });
    }
    const { items } = await collect(client.keys.pages());
    assert.ok(!items.some(key => key.hash === hash));
  });

  it('is unknown after its user was deleted', async () => {
    const userId = nameOf('user');
    await client.users.create({ userId });
    const { hash } = await newKey({ userId });
    await client.users.delete(userId);
    const reply = await send('GET', `/key/info?key=${hash}`);
    assert.equal(reply.status, 404);
  });

  it('is gone with its team', async () => {
    const teamId = nameOf('team');
    await client.teams.create({ teamId });
    const { hash } = await newKey({ teamId });
    await client.teams.delete(teamId);
    assert.equal(await client.keys.get(hash), undefined);
  });
});

describe('keys that are listed', () => {
  it('come in pages of at most 100', async () => {
    for (const query of ['size=101', 'size=0', 'page=0']) {
      const { status } = await send('GET', `/key/list?${query}`);
      assert.equal(status, 422, query);
    }
    const past = await send('GET', '/key/list?page=1000000&size=100');
    assert.equal(past.status, 200);
    assert.partialDeepStrictEqual(past.body, { keys: [] });
    const { total_count } = past.body as { total_count: number };
    assert.ok(total_count > 0);
  });

  it('are filtered exactly, and include blocked and expired ones', async () => {
    const userId = nameOf('user');
    const own = await newKey({ userId });
    const blocked = await newKey({ userId, blocked: true });
    const expired = await newKey({ userId, duration: '1s' });
    const other = await newKey({ userId: `${userId}x` });
    const { items } = await collect(client.keys.pages({ userId }));
    assert.deepEqual(
      items.map(key => key.hash),
      [own.hash, blocked.hash, expired.hash],
    );
    const part = await send('GET', `/key/list?user_id=${userId.slice(0, -1)}`);
    assert.partialDeepStrictEqual(part.body, { keys: [], total_count: 0 });
    const byAlias = await collect(client.keys.pages({ alias: other.alias }));
    assert.deepEqual(
      byAlias.items.map(key => key.hash),
      [other.hash],
    );
    const byHash = await send('GET', `/key/list?key_hash=${own.hash}`);
    assert.deepEqual((byHash.body as { keys: string[] }).keys, [own.hash]);
  });

  it('are searched by newer versions only', async () => {
    const { alias } = await newKey();
    const search = alias.slice(2, -2);
    const reply = await send('GET', `/key/list?search=${search}`);
    const { total_count } = reply.body as { total_count: number };
    assert.equal(total_count === 1, !old);
    const active = await send('GET', '/key/list?status=active');
    assert.equal(active.status, by(400, 200));
  });

  it('are read whole by the client', async () => {
    const teamId = nameOf('team');
    const made = await Promise.all(
      Array.from({ length: 5 }, () => newKey({ teamId })),
    );
    const listing = await collect(client.keys.pages({ teamId }));
    assert.equal(listing.complete, true);
    assert.deepEqual(
      listing.items.map(key => key.hash).sort(),
      made.map(key => key.hash).sort(),
    );
    const [first] = listing.items;
    assert.deepEqual(
      { ...(await stored(first.hash)), totalSpend: undefined },
      { ...first, totalSpend: undefined },
    );
  });
});
