import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLiteLlmClient, hashKey, mintKey } from '../src';
import {
  by,
  chatKind,
  client,
  kindOf,
  models,
  nameOf,
  newKey,
  old,
  send,
  url,
} from './gateway';

const DATES = 'start_date=2026-01-01&end_date=2026-01-02';

/** What a portal's key has no business with. */
const management = (
  hash: string,
  userId: string,
): [string, string, object?][] => [
  ['GET', '/key/list'],
  ['GET', '/key/info'],
  ['GET', `/key/info?key=${hash}`],
  ['GET', `/user/info?user_id=${userId}`],
  ['GET', '/user/list'],
  ['GET', '/team/info?team_id=none'],
  ['GET', '/v2/team/list'],
  ['GET', '/v2/model/info'],
  ['GET', `/spend/logs/v2?${DATES}`],
  ['GET', `/user/daily/activity?${DATES}`],
  ['POST', '/key/generate', { models: [] }],
  ['POST', '/key/update', { key: hash, max_budget: 99 }],
  ['POST', '/key/block', { key: hash }],
  ['POST', '/key/unblock', { key: hash }],
  ['POST', '/key/delete', { keys: [hash] }],
  ['POST', '/user/new', { user_id: userId }],
  ['POST', '/user/update', { user_id: userId, max_budget: 99 }],
  ['POST', '/user/delete', { user_ids: [userId] }],
  ['POST', '/team/new', { team_alias: 'x' }],
  ['POST', '/team/update', { team_id: 'none' }],
  ['POST', '/team/delete', { team_ids: ['none'] }],
  ['POST', '/team/block', { team_id: 'none' }],
  ['POST', '/model/new', { model_name: 'x', litellm_params: { model: 'x' } }],
  ['POST', '/model/delete', { id: 'none' }],
];

describe('a key of type llm_api', () => {
  for (const owner of ['nobody', 'a user'] as const) {
    it(`of ${owner} calls models and manages nothing`, async () => {
      const userId = nameOf('user');
      await client.users.create({ userId, role: 'internal_user' });
      const { raw, hash } = await newKey({
        type: 'llm_api',
        userId: owner === 'a user' ? userId : undefined,
        maxBudget: 1,
      });
      assert.equal(await chatKind(raw), 'none');
      for (const [method, path, body] of management(hash, userId)) {
        const { status } = await send(method, path, body, raw);
        const refused = old ? [401, 403].includes(status) : status === 403;
        assert.ok(refused, `${method} ${path}: ${status}`);
      }
      assert.partialDeepStrictEqual(await client.keys.get(hash), {
        maxBudget: 1,
        blocked: false,
      });
      assert.equal((await client.users.get(userId))?.maxBudget, undefined);
      assert.equal(await chatKind(raw), 'none');
    });
  }

  it('is told which routes it may call', async () => {
    const { raw } = await newKey({ type: 'llm_api' });
    const reply = await send('GET', '/key/list', undefined, raw);
    assert.equal(reply.status, 403);
    assert.deepEqual(reply.body, {
      detail:
        "Virtual key is not allowed to call this route. Only allowed to call routes: ['llm_api_routes']. Tried to call route: /key/list",
    });
    const ours = createLiteLlmClient({ url, key: raw });
    const hash = hashKey(mintKey());
    assert.equal(await kindOf(ours.keys.block(hash)), 'forbidden');
    assert.equal(await kindOf(ours.teams.update('none', {})), 'forbidden');
  });

  it('sees its own models, their details only on newer versions', async () => {
    const { raw } = await newKey({ type: 'llm_api', models: [models.small] });
    assert.deepEqual(await client.models.names({ key: raw }), [models.small]);
    const info = await send('GET', '/model/info', undefined, raw);
    assert.equal(info.status, by(403, 200));
    if (!old) {
      const { data } = info.body as { data: { model_name: string }[] };
      assert.deepEqual(
        data.map(({ model_name }) => model_name),
        [models.small],
      );
    }
  });
});

describe('a key with routes of its own', () => {
  it('calls those only', async () => {
    const { raw } = await newKey({
      allowedRoutes: ['/v1/chat/completions'],
    });
    assert.equal(await chatKind(raw), 'none');
    const list = client.models.names({ key: raw });
    assert.equal(await kindOf(list), 'forbidden');
  });
});

describe('a key without an owner', () => {
  it('reads itself, lists no keys and makes none', async () => {
    const { raw, hash } = await newKey();
    const own = await send('GET', '/key/info', undefined, raw);
    assert.equal(own.status, 200);
    assert.partialDeepStrictEqual(own.body, { key: hash });
    const list = await send('GET', '/key/list', undefined, raw);
    assert.equal(list.status, 403);
    const generate = await send('POST', '/key/generate', {}, raw);
    assert.equal(generate.status, 401);
  });
});

describe('a key of an administrator', () => {
  it('manages like the master key, in its own name', async () => {
    const userId = nameOf('admin');
    await client.users.create({ userId, role: 'proxy_admin' });
    const admin = await newKey({ userId });
    const ours = createLiteLlmClient({ url, key: admin.raw });
    const raw = mintKey();
    const hash = hashKey(raw);
    await ours.keys.create({
      key: raw,
      alias: nameOf('key'),
      models: [models.small],
    });
    assert.equal((await ours.keys.get(hash))?.createdBy, userId);
    await ours.keys.update(hash, { maxBudget: 1 });
    await ours.keys.block(hash);
    await ours.keys.delete(hash);
    assert.equal(await ours.keys.get(hash), undefined);
    const now = new Date(Math.floor(Date.now() / 1000) * 1000);
    assert.equal(await kindOf(ours.spend.logs({ from: now, to: now })), 'none');
    assert.equal((await ours.models.list()).complete, true);
  });
});
