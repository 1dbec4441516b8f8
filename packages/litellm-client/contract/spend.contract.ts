import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { collect, hashKey, mintKey, type SpendLog } from '../src';
import {
  by,
  chat,
  chatKind,
  client,
  deploymentOf,
  errorOf,
  models,
  nameOf,
  newKey,
  old,
  send,
  until,
  type OwnKey,
} from './gateway';

/** Rows come 2 to 15 s after their calls. */
const FLUSH_SECONDS = 30;

const second = (ms: number) => new Date(Math.floor(ms / 1000) * 1000);
const stamp = (date: Date) => date.toISOString().slice(0, 19).replace('T', ' ');
const callIdOf = (headers: Headers) => headers.get('x-litellm-call-id') ?? '';

describe('calls that were made', () => {
  // One key makes all calls, so that one flush shows them.
  const userId = nameOf('user');
  const teamId = nameOf('team');
  const endUser = nameOf('customer');
  const stranger = mintKey();
  const started = second(Date.now() - 2000);
  let key: OwnKey;
  let logs: SpendLog[];
  const ids = {
    plain: '',
    plainCall: '',
    stream: '',
    embedding: '',
    broken: '',
    denied: '',
    unknown: '',
  };
  let cost = 0;

  const window = () => ({ from: started, to: second(Date.now() + 60_000) });
  const rowOf = (id: string) => {
    const row = logs.find(log => log.requestId === id);
    assert.ok(row, `a row ${id}`);
    return row;
  };

  before(async () => {
    await client.users.create({ userId });
    await client.teams.create({ teamId });
    await send('POST', '/team/member_add', {
      team_id: teamId,
      member: { role: 'user', user_id: userId },
    });
    key = await newKey({ userId, teamId, metadata: { portal: 'P-1' } });

    const plain = await chat(key.raw, models.small, { user: endUser });
    ids.plain = (plain.body as { id: string }).id;
    ids.plainCall = callIdOf(plain.headers);
    cost += Number(plain.headers.get('x-litellm-response-cost'));
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const request = { key: key.raw, model: models.small, messages };
    for await (const event of client.chat.stream(request)) {
      if (event.type === 'end') ids.stream = event.id;
    }
    const embedded = await client.embeddings.create({
      key: key.raw,
      model: models.embedding,
      input: 'Hello',
    });
    ids.embedding = embedded.callId ?? '';
    ids.broken = callIdOf((await chat(key.raw, models.broken)).headers);
    ids.unknown = callIdOf((await chat(stranger)).headers);
    await client.keys.update(key.hash, { models: [models.small] });
    await chat(key.raw, models.other);

    const { value } = await until('the rows', FLUSH_SECONDS, async () => {
      const list = await collect(
        client.spend.logPages({ ...window(), keyHash: key.hash }),
      );
      return list.items.length >= 5 ? list.items : undefined;
    });
    logs = value;
  });

  it('have one row each, failures and refusals too', () => {
    assert.equal(logs.length, 5);
    const of = (status: string) =>
      logs.filter(log => log.status === status).length;
    assert.deepEqual([of('success'), of('failure')], [3, 2]);
    assert.ok(logs.every(log => log.keyHash === key.hash));
    const times = logs.map(log => log.startTime);
    assert.deepEqual(times, [...times].sort());
  });

  it('are named by the id of their answer, else by that of the call', () => {
    const row = rowOf(ids.plain);
    assert.equal(row.callId, by(undefined, ids.plainCall));
    rowOf(ids.stream);
    rowOf(ids.embedding);
    rowOf(ids.broken);
  });

  it('tell who called what, and what it cost', () => {
    const row = rowOf(ids.plain);
    assert.partialDeepStrictEqual(row, {
      callType: 'acompletion',
      keyAlias: key.alias,
      userId,
      teamId,
      endUser,
      model: `openai/${models.small}`,
      modelGroup: models.small,
      modelId: deploymentOf('small'),
      provider: 'openai',
      completionTokens: 20,
      totalTokens: row.promptTokens + 20,
      cacheHit: false,
      error: undefined,
    });
    assert.ok(Math.abs(row.spend - cost) < 1e-12, `${row.spend} is ${cost}`);
    const { endTime, durationMs } = row;
    assert.ok(endTime && endTime >= row.startTime);
    assert.ok(durationMs !== undefined && durationMs >= 0);
    assert.equal(rowOf(ids.embedding).callType, 'aembedding');
  });

  it('tell the usage of a stream', () => {
    const row = rowOf(ids.stream);
    assert.ok(row.spend > 0 && row.completionTokens > 0);
    assert.ok(
      row.completionStartTime && row.completionStartTime >= row.startTime,
    );
  });

  it('tell why one failed, and cost nothing then', () => {
    const row = rowOf(ids.broken);
    assert.partialDeepStrictEqual(row, {
      status: 'failure',
      spend: 0,
      model: `openai/${models.broken}`,
      modelGroup: models.broken,
      callType: by(undefined, 'acompletion'),
    });
    assert.partialDeepStrictEqual(row.error, {
      code: '500',
      class: 'InternalServerError',
    });
    const denied = logs.find(
      log => log.status === 'failure' && log.requestId !== ids.broken,
    );
    assert.equal(denied?.error?.code, String(by(401, 403)));
  });

  it('are written for a key that is none, under the hash of what was sent', async () => {
    const { items } = await client.spend.logs({
      ...window(),
      keyHash: hashKey(stranger),
    });
    assert.equal(items.length, 1);
    assert.partialDeepStrictEqual(items[0], { status: 'failure', spend: 0 });
  });

  it('show in the spend of key, user and team as well', async () => {
    const total = logs.reduce((sum, log) => sum + log.spend, 0);
    const about = (spend?: number) =>
      spend !== undefined && Math.abs(spend - total) < 1e-9 ? true : undefined;
    await until('the spend of the key', FLUSH_SECONDS, async () =>
      about((await client.keys.get(key.hash))?.spend),
    );
    await until('the spend of the team', FLUSH_SECONDS, async () =>
      about((await client.teams.get(teamId))?.spend),
    );
    await until('the spend of the user', FLUSH_SECONDS, async () =>
      about((await client.users.get(userId))?.spend),
    );
    const { lastActive, totalSpend } = (await client.keys.get(key.hash)) ?? {};
    assert.equal(lastActive === undefined, false);
    assert.equal(totalSpend === undefined, old);
  });

  it('add up in daily activity, refused ones as failures', async () => {
    const day = started.toISOString().slice(0, 10);
    const today = new Date().toISOString().slice(0, 10);
    const query = { from: day, to: today, keyHash: key.hash };
    const total = logs.reduce((sum, log) => sum + log.spend, 0);
    const { value: days } = await until('activity', FLUSH_SECONDS, async () => {
      const list = await client.activity.daily(query);
      const requests = list.reduce((sum, d) => sum + d.metrics.requests, 0);
      return requests >= 5 ? list : undefined;
    });
    const sum = (name: 'spend' | 'successes' | 'failures') =>
      days.reduce((value, d) => value + d.metrics[name], 0);
    assert.ok(Math.abs(sum('spend') - total) < 1e-9);
    assert.deepEqual([sum('successes'), sum('failures')], [3, 2]);
    const groups = days.flatMap(d => d.modelGroups);
    assert.ok(
      groups.some(
        cell => cell.name === models.small && cell.keyHash === key.hash,
      ),
    );
    const raw = await client.activity.daily({ from: day, to: today });
    assert.ok(raw.some(d => d.keys.some(cell => cell.keyHash === key.hash)));
  });

  it('are filtered by what they were exactly', async () => {
    const found = async (query: string) => {
      const { from, to } = window();
      const dates = new URLSearchParams({
        start_date: stamp(from),
        end_date: stamp(to),
      });
      const reply = await send('GET', `/spend/logs/v2?${dates}&${query}`);
      assert.equal(reply.status, 200, query);
      return (reply.body as { total: number }).total;
    };
    assert.equal(await found(`api_key=${key.hash}`), 5);
    assert.equal(await found(`api_key=${key.hash.slice(0, 20)}`), 0);
    assert.equal(await found(`team_id=${teamId}`), 5);
    assert.equal(await found(`user_id=${userId}`), 5);
    assert.equal(await found(`api_key=${key.hash}&status_filter=failure`), 2);
    assert.equal(await found(`api_key=${key.hash}&status_filter=success`), 3);
    assert.equal(await found(`request_id=${ids.plain}`), 1);
    assert.equal(
      await found(`model=openai/${models.small}&api_key=${key.hash}`),
      2,
    );
    assert.equal(await found(`model=${models.small}&api_key=${key.hash}`), 0);
  });

  it('stay when their key is deleted', async () => {
    await client.keys.delete(key.hash);
    const list = await client.spend.logs({ ...window(), keyHash: key.hash });
    assert.equal(list.total, 5);
  });

  it('are in the window of their start, both ends included', async () => {
    const first = Date.parse(logs[0].startTime);
    const at = async (from: Date, to: Date) =>
      (await client.spend.logs({ from, to, keyHash: key.hash })).items.map(
        log => log.requestId,
      );
    const [row] = logs;
    const begin = second(first);
    const end = second(first + 1000);
    assert.ok((await at(begin, end)).includes(row.requestId));
    assert.ok(!(await at(second(0), begin)).includes(row.requestId));
    assert.deepEqual(await at(end, begin), []);
  });
});

describe('spend logs', () => {
  const dates = 'start_date=2026-01-01&end_date=2026-01-02';

  it('come in pages of as many as that version gives', async () => {
    const status = async (query: string) =>
      (await send('GET', `/spend/logs/v2?${dates}&${query}`)).status;
    assert.equal(await status('page_size=100'), 200);
    assert.equal(await status('page_size=101'), by(422, 200));
    assert.equal(await status('page_size=1000'), by(422, 200));
    assert.equal(await status('page_size=1001'), 422);
    assert.equal(await status('page_size=0'), 422);
    assert.equal(await status('page=0'), 422);
    const past = await send('GET', `/spend/logs/v2?${dates}&page=1000000`);
    assert.partialDeepStrictEqual(past.body, { data: [] });
  });

  it('are asked for by days or seconds in UTC', async () => {
    const ask = (from: string, to: string) =>
      send(
        'GET',
        `/spend/logs/v2?${new URLSearchParams({
          start_date: from,
          end_date: to,
        })}`,
      );
    for (const [from, to] of [
      ['2026-01-01', '2026-01-02'],
      ['2026-01-01 00:00:00', '2026-01-01 00:00:01'],
    ]) {
      assert.equal((await ask(from, to)).status, 200, from);
    }
    for (const from of [
      '2026-01-01T00:00:00',
      '2026-01-01T00:00:00Z',
      '2026-01-01 00:00:00.000',
      'yesterday',
    ]) {
      assert.equal((await ask(from, '2026-01-02')).status, 400, from);
    }
    const none = await send('GET', '/spend/logs/v2');
    assert.equal(none.status, 400);
    assert.match(errorOf(none).message, /Start date and end date are required/);
    const sorted = `/spend/logs/v2?${dates}&sort_by=nope`;
    assert.equal((await send('GET', sorted)).status, 400);
  });
});

describe('daily activity', () => {
  const status = async (query: string) =>
    (await send('GET', `/user/daily/activity?${query}`)).status;

  it('is asked for by days in order', async () => {
    assert.equal(await status('start_date=2026-01-01'), 400);
    const reversed = 'start_date=2026-01-02&end_date=2026-01-01';
    assert.equal(await status(reversed), by(200, 400));
    const dates = 'start_date=2026-01-01&end_date=2026-01-02';
    assert.equal(await status(`${dates}&page_size=1000`), 200);
    assert.equal(await status(`${dates}&page_size=1001`), 422);
  });

  it('of days without calls is empty', async () => {
    const { hash } = await newKey();
    const days = await client.activity.daily({
      from: '2026-01-01',
      to: '2026-01-02',
      keyHash: hash,
    });
    assert.deepEqual(days, []);
  });
});

describe('a key that is deleted before its call is written', () => {
  it('has its row, and a new one of the same key begins at 0', async () => {
    const { raw, hash, alias } = await newKey();
    assert.equal(await chatKind(raw), 'none');
    await client.keys.delete(hash);
    await client.keys.create({ key: raw, alias, models: [models.small] });
    assert.equal((await client.keys.get(hash))?.spend, 0);
    const from = second(Date.now() - 30_000);
    await until('the row', FLUSH_SECONDS, async () => {
      const to = second(Date.now() + 60_000);
      const { items } = await client.spend.logs({ from, to, keyHash: hash });
      return items.length === 1 ? items : undefined;
    });
  });
});
