import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLiteLlmClient, hashKey, mintKey } from '../src';
import { by, client, errorOf, kindOf, newKey, old, send, url } from './gateway';

describe('errors', () => {
  it('have shape A with the status as text', async () => {
    const reply = await send('GET', '/key/list?sort_by=nope');
    assert.equal(reply.status, 400);
    assert.partialDeepStrictEqual(errorOf(reply), { code: '400' });
    assert.match(
      errorOf(reply).message,
      /Must be one of: spend, max_budget, created_at, updated_at, token, key_alias/,
    );
  });

  it('have shape B where HTTP errors pass through', async () => {
    const users = await send('GET', '/user/list?sort_by=nope');
    assert.equal(users.status, 400);
    assert.ok('detail' in (users.body as object));
    assert.deepEqual((await send('GET', '/no/such/path')).body, {
      detail: 'Not Found',
    });
    assert.equal((await send('DELETE', '/team/new')).status, 405);
    const team = await send('POST', '/team/block', { team_id: 'none' });
    assert.equal(team.status, 404);
    assert.deepEqual(team.body, {
      detail: { error: 'Team not found, passed team_id=none' },
    });
  });

  it('have shape C where the request is validated', async () => {
    const reply = await send('GET', '/key/list?size=101');
    assert.equal(reply.status, 422);
    assert.partialDeepStrictEqual(reply.body, {
      detail: [{ loc: ['query', 'size'] }],
    });
    const { detail } = reply.body as { detail: object[] };
    assert.equal('input' in detail[0], old);
    const broken = await send('POST', '/team/new', '{"a":');
    assert.equal(broken.status, 422);
    assert.partialDeepStrictEqual(broken.body, {
      detail: [{ type: 'json_invalid', msg: 'JSON decode error' }],
    });
  });

  it('have shape D where nobody caught them', async () => {
    const reply = await send('POST', '/model/new', { model_name: 'x' });
    assert.equal(reply.status, 500);
    if (old) {
      assert.equal(reply.text, 'Internal Server Error');
    } else {
      assert.deepEqual(reply.body, {
        error: {
          message: 'Internal server error',
          type: 'internal_server_error',
        },
      });
    }
  });

  it('of sorting are ignored by the list of teams', async () => {
    const reply = await send('GET', '/v2/team/list?sort_by=nope');
    assert.equal(reply.status, 200);
  });
});

describe('a credential', () => {
  const refused = async (key: string | null) => {
    const reply = await send('GET', '/key/list', undefined, key);
    return { status: reply.status, ...errorOf(reply) };
  };

  it('that is missing is 401', async () => {
    assert.partialDeepStrictEqual(await refused(null), {
      status: 401,
      message: 'Authentication Error, No api key passed in.',
      type: 'auth_error',
    });
  });

  it('that is unknown is 401', async () => {
    const error = await refused(mintKey());
    assert.partialDeepStrictEqual(error, {
      status: 401,
      type: 'token_not_found_in_db',
      param: 'key',
    });
    if (old) assert.match(error.message, /Key Hash \(Token\) =[0-9a-f]{64}/);
    else {
      assert.equal(
        error.message,
        'Authentication Error, Invalid API key provided.',
      );
    }
  });

  it('that does not begin with sk- is 401, also the hash of a key', async () => {
    const { hash } = await newKey();
    for (const key of ['nonsense-nonsense', hash]) {
      const error = await refused(key);
      assert.partialDeepStrictEqual(error, { status: 401, type: 'auth_error' });
      assert.match(error.message, /LiteLLM Virtual Key expected/);
      assert.equal(error.message.startsWith('Authentication Error, '), old);
    }
  });

  it('is taken from each of its headers', async () => {
    const { raw } = await newKey();
    const accepted: Record<string, string>[] = [
      { authorization: `Bearer ${raw}` },
      { authorization: `bearer ${raw}` },
      { 'x-api-key': raw },
      { 'x-litellm-api-key': raw },
      { 'api-key': raw },
    ];
    for (const headers of accepted) {
      const { status } = await send(
        'GET',
        '/v1/models',
        undefined,
        null,
        headers,
      );
      assert.equal(status, 200, Object.keys(headers)[0]);
    }
    const bare = { authorization: raw };
    const reply = await send('GET', '/v1/models', undefined, null, bare);
    assert.equal(reply.status, 401);
  });
});

describe('the client', () => {
  it('tells a refused credential from a key that is missing', async () => {
    const missing = hashKey(mintKey());
    const stranger = createLiteLlmClient({ url, key: mintKey() });
    assert.equal(await kindOf(client.keys.update(missing, {})), 'not_found');
    assert.equal(await kindOf(client.keys.block(missing)), 'not_found');
    assert.equal(await kindOf(client.keys.unblock(missing)), 'not_found');
    assert.equal(
      await kindOf(stranger.keys.update(missing, {})),
      'unauthorized',
    );
    assert.equal(await kindOf(stranger.keys.block(missing)), 'unauthorized');
    assert.equal(await kindOf(stranger.keys.get(missing)), 'unauthorized');
  });

  it('finds nothing where nothing is, and deletes it', async () => {
    const missing = hashKey(mintKey());
    assert.equal(await client.keys.get(missing), undefined);
    assert.equal(await client.users.get('none'), undefined);
    assert.equal(await client.teams.get('none'), undefined);
    assert.equal(await client.models.get('none'), undefined);
    await client.keys.delete(missing);
    await client.users.delete('none');
    await client.teams.delete('none');
    await client.models.delete('none');
  });

  it('is answered by status, as each version does', async () => {
    const missing = hashKey(mintKey());
    const update = await send('POST', '/key/update', { key: missing });
    assert.equal(update.status, by(401, 404));
    const block = await send('POST', '/key/block', { key: missing });
    assert.equal(block.status, by(401, 404));
    assert.equal(
      errorOf(block).type,
      by('token_not_found_in_db', 'not_found_error'),
    );
  });
});
