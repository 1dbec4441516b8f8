import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  by,
  chat,
  chatKind,
  client,
  errorOf,
  models,
  newKey,
  until,
} from './gateway';

// Alone and first (see main.ts): a process without Redis keeps 200 counters
// for all keys together, each for up to ten minutes. Calls of some 30 other
// keys are enough for it to forget a limit.
const HINT = 'has this process, without Redis, been busy in the last minutes?';

const assertKind = async (kind: string, raw: string, model?: string) =>
  assert.equal(await chatKind(raw, model), kind, HINT);
describe('a rate limit', () => {
  it('refuses what is too much, and says to wait a minute', async () => {
    const { raw, hash } = await newKey({ rpmLimit: 2 });
    await assertKind('none', raw);
    await assertKind('none', raw);
    const reply = await chat(raw);
    assert.equal(reply.status, 429, HINT);
    assert.partialDeepStrictEqual(errorOf(reply), {
      type: by('None', 'throttling_error'),
      param: by('None', null),
      code: '429',
    });
    assert.match(
      errorOf(reply).message,
      new RegExp(
        `^Rate limit exceeded for api_key: ${hash}\\. Limit type: requests\\. Current limit: 2, Remaining: 0\\. Limit resets at: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC$`,
      ),
    );
    assert.equal(reply.headers.get('retry-after'), '60');
    assert.equal(reply.headers.get('rate_limit_type'), 'requests');
    assert.match(reply.headers.get('reset_at') ?? '', / UTC$/);
    await assertKind('rate_limited', raw);
  });

  it('comes after the budget, and before an unknown model', async () => {
    const { raw, hash } = await newKey({
      models: [models.small, 'none'],
      rpmLimit: 1,
    });
    await assertKind('none', raw);
    await assertKind('rate_limited', raw, 'none');
    await client.keys.update(hash, { maxBudget: 0 });
    await assertKind('budget_exceeded', raw);
  });

  it('of 0 refuses all', async () => {
    const { raw } = await newKey({ rpmLimit: 0 });
    await assertKind('rate_limited', raw);
  });

  it('of tokens refuses the next call', async () => {
    const { raw } = await newKey({ tpmLimit: 25 });
    await until('the limit of tokens', 5, async () =>
      (await chatKind(raw)) === 'rate_limited' ? true : undefined,
    );
  });

  it('of a model refuses that model only', async () => {
    const { raw } = await newKey({ modelRpmLimit: { [models.small]: 1 } });
    await assertKind('none', raw, models.small);
    const reply = await chat(raw, models.small);
    assert.equal(reply.status, 429, HINT);
    assert.match(errorOf(reply).message, /model_per_key/);
    await assertKind('none', raw, models.other);
  });

  it('that is raised lets pass at once', async () => {
    const { raw, hash } = await newKey({ rpmLimit: 1 });
    await assertKind('none', raw);
    await assertKind('rate_limited', raw);
    await client.keys.update(hash, { rpmLimit: 100 });
    await assertKind('none', raw);
  });
});
