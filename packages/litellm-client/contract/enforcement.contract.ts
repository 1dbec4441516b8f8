import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  by,
  chat,
  chatKind,
  client,
  errorOf,
  kindOf,
  models,
  nameOf,
  newKey,
  old,
  send,
  until,
} from './gateway';

/** Calls until it is refused like this: 1.82.1 counts behind the answer. */
const refusedBy = (kind: string, raw: string, model?: string) =>
  until(kind, 20, async () =>
    (await chatKind(raw, model)) === kind ? kind : undefined,
  );

/** A key with a budget of half a dollar, used up by a dear call. */
const overBudget = async (more = {}) => {
  const key = await newKey({ maxBudget: 0.5, ...more });
  assert.equal(await chatKind(key.raw, models.expensive), 'none');
  await refusedBy('budget_exceeded', key.raw);
  return key;
};

describe('what is refused', () => {
  it('is decided in order: blocked, model, expired, budget, unknown model', async () => {
    const { raw, hash } = await overBudget({
      models: [models.expensive, models.small, 'none'],
    });
    await client.keys.update(hash, { duration: '1s' });
    await refusedBy('expired_key', raw);
    await client.keys.block(hash);
    assert.equal(await chatKind(raw, models.other), 'blocked_key');
    await client.keys.unblock(hash);
    assert.equal(await chatKind(raw, models.other), 'model_denied');
    assert.equal(await chatKind(raw, models.expensive), 'expired_key');
    // 1.82.1 forgets at an update what it has not written yet.
    await client.keys.update(hash, { duration: null, spend: 1 });
    assert.equal(await chatKind(raw, models.other), 'model_denied');
    assert.equal(await chatKind(raw, 'none'), 'budget_exceeded');
    await client.keys.update(hash, { maxBudget: null });
    assert.equal(await chatKind(raw, 'none'), 'model_unknown');
  });
});

describe('a blocked key', () => {
  it('is 401 on every route, at once', async () => {
    const { raw, hash } = await newKey();
    assert.equal(await chatKind(raw), 'none');
    await client.keys.block(hash);
    for (const reply of [
      await chat(raw),
      await send('GET', '/v1/models', undefined, raw),
      await send('GET', '/key/info', undefined, raw),
    ]) {
      assert.equal(reply.status, 401);
      assert.deepEqual(
        [errorOf(reply).message, errorOf(reply).type],
        [
          `Authentication Error, Key is blocked. Update via \`/key/unblock\` if you're ${by(
            'admin',
            'an admin',
          )}.`,
          'auth_error',
        ],
      );
    }
    await client.keys.unblock(hash);
    assert.equal(await chatKind(raw), 'none');
  });

  it('may be created blocked', async () => {
    const { raw } = await newKey({ blocked: true });
    assert.equal(await chatKind(raw), 'blocked_key');
  });
});

describe('a deleted key', () => {
  it('is unknown at once, and works again at once', async () => {
    const { raw, hash, alias } = await newKey();
    assert.equal(await chatKind(raw), 'none');
    await client.keys.delete(hash);
    assert.equal(await chatKind(raw), 'unauthorized');
    await client.keys.create({ key: raw, alias, models: [models.small] });
    assert.equal(await chatKind(raw), 'none');
  });
});

describe('an expired key', () => {
  it('is told so on every route, and works again when prolonged', async () => {
    const { raw, hash } = await newKey({ duration: '1s' });
    const { value: reply } = await until('expiry', 10, async () => {
      const answer = await chat(raw);
      return answer.status === 200 ? undefined : answer;
    });
    assert.equal(reply.status, by(400, 401));
    assert.equal(errorOf(reply).type, 'expired_key');
    assert.match(
      errorOf(reply).message,
      /^Authentication Error - Expired Key\. Key Expiry time .* and current time /,
    );
    const list = client.models.names({ key: raw });
    assert.equal(await kindOf(list), 'expired_key');
    await client.keys.update(hash, { duration: '1h' });
    assert.equal(await chatKind(raw), 'none');
  });
});

describe('a model that is not allowed', () => {
  it('is refused to the key', async () => {
    const { raw, hash } = await newKey({ models: [models.small] });
    const reply = await chat(raw, models.other);
    assert.equal(reply.status, by(401, 403));
    assert.equal(errorOf(reply).type, 'key_model_access_denied');
    assert.equal(errorOf(reply).param, 'model');
    assert.equal(
      errorOf(reply).message,
      by(
        `key not allowed to access model. This key can only access models=['${models.small}']. Tried to access ${models.other}`,
        `The requested model '${models.other}' is not available for this API key, or the model name is invalid. Check the models available to you and try again.`,
      ),
    );
    assert.equal(await chatKind(raw, 'none'), 'model_denied');
    await client.keys.update(hash, { models: [models.other] });
    assert.equal(await chatKind(raw, models.other), 'none');
    assert.equal(await chatKind(raw, models.small), 'model_denied');
  });

  it('is refused by the word for none', async () => {
    const { raw } = await newKey({ models: ['no-default-models'] });
    assert.equal(await chatKind(raw), 'model_denied');
  });

  it('is refused to the team', async () => {
    const teamId = nameOf('team');
    await client.teams.create({ teamId, models: [models.small] });
    const { raw } = await newKey({ teamId, models: ['all-team-models'] });
    assert.equal(await chatKind(raw, models.small), 'none');
    const reply = await chat(raw, models.other);
    assert.equal(reply.status, by(401, 403));
    assert.match(String(errorOf(reply).type), /_model_access_denied$/);
  });
});

describe('a budget', () => {
  it('of a key lets the call pass that exceeds it, and no further', async () => {
    const { raw, alias } = await overBudget();
    const reply = await chat(raw, models.expensive, { max_tokens: 20 });
    assert.equal(reply.status, by(400, 422));
    const error = errorOf(reply);
    assert.equal(error.type, 'budget_exceeded');
    assert.equal(error.code, String(by(400, 422)));
    assert.match(
      error.message,
      by(
        /^Budget has been exceeded! Current cost: 1\.\d+, Max budget: 0\.5$/,
        new RegExp(
          `^Budget has been exceeded! Key=${alias} \\(sk-\\.\\.\\.${raw.slice(
            -4,
          )}\\) Current cost: [\\d.]+, Max budget: 0\\.5$`,
        ),
      ),
    );
    for (const name of ['retry-after', 'x-litellm-call-id']) {
      assert.equal(reply.headers.get(name), null, name);
    }
  });

  it('applies to the list of models, not to the key itself', async () => {
    const { raw } = await overBudget();
    const list = client.models.names({ key: raw });
    assert.equal(await kindOf(list), 'budget_exceeded');
    const info = await send('GET', '/key/info', undefined, raw);
    assert.equal(info.status, 200);
  });

  it('lets a model pass whose tokens are free; one of unknown price only on older versions', async () => {
    const { raw } = await overBudget();
    assert.equal(await chatKind(raw, models.free), 'none');
    assert.equal(await chatKind(raw, models.perImage), 'none');
    assert.equal(
      await chatKind(raw, models.unpriced),
      by('none', 'budget_exceeded'),
    );
  });

  it('of 0 refuses a key, and not a team', async () => {
    const { raw } = await newKey({ maxBudget: 0 });
    assert.equal(await chatKind(raw), 'budget_exceeded');
    const teamId = nameOf('team');
    await client.teams.create({ teamId, maxBudget: 0 });
    const ofTeam = await newKey({ teamId });
    assert.equal(await chatKind(ofTeam.raw), 'none');
  });

  it('of a key refuses when it is just used up', async () => {
    const { raw, hash } = await newKey({ maxBudget: 1 });
    await client.keys.update(hash, { spend: 1 });
    assert.equal(await chatKind(raw), 'budget_exceeded');
  });

  it('of a user refuses when it is just used up only on newer versions', async () => {
    const userId = nameOf('user');
    await client.users.create({ userId, maxBudget: 1 });
    await send('POST', '/user/update', { user_id: userId, spend: 1 });
    const exact = await newKey({ userId });
    assert.equal(await chatKind(exact.raw), by('none', 'budget_exceeded'));
    const zero = nameOf('user');
    await client.users.create({ userId: zero, maxBudget: 0 });
    const nothing = await newKey({ userId: zero });
    assert.equal(await chatKind(nothing.raw), by('none', 'budget_exceeded'));
  });

  it('of a user refuses all keys of that user', async () => {
    const userId = nameOf('user');
    await client.users.create({ userId, maxBudget: 0.5 });
    const [one, two] = [await newKey({ userId }), await newKey({ userId })];
    assert.equal(await chatKind(one.raw, models.expensive), 'none');
    await refusedBy('budget_exceeded', two.raw);
    const reply = await chat(two.raw, models.small, { max_tokens: 20 });
    assert.match(errorOf(reply).message, new RegExp(`User=${userId}`));
  });

  it('of a team refuses all keys of that team', async () => {
    const teamId = nameOf('team');
    await client.teams.create({ teamId, maxBudget: 0.5 });
    const [one, two] = [await newKey({ teamId }), await newKey({ teamId })];
    assert.equal(await chatKind(one.raw, models.expensive), 'none');
    await refusedBy('budget_exceeded', two.raw);
    const reply = await chat(two.raw, models.small, { max_tokens: 20 });
    assert.match(errorOf(reply).message, new RegExp(`Team=${teamId}`));
  });

  it('that is raised lets pass at once', async () => {
    const { raw, hash } = await overBudget();
    await client.keys.update(hash, { maxBudget: 100 });
    assert.equal(await chatKind(raw, models.expensive), 'none');
  });

  it('is overrun by calls at the same time, reserved only on newer versions', async () => {
    const { raw } = await newKey({ maxBudget: 0.5 });
    const kinds = await Promise.all(
      Array.from({ length: 5 }, () => chatKind(raw, models.expensive)),
    );
    const passed = kinds.filter(kind => kind === 'none').length;
    if (old) assert.ok(passed > 1, `${passed} passed`);
    else assert.equal(passed, 1);
  });
});
