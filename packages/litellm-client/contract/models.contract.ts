import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  by,
  chatKind,
  client,
  errorOf,
  kindOf,
  models,
  nameOf,
  newKey,
  old,
  send,
} from './gateway';

async function newModel(more: { name?: string; price?: number } = {}) {
  const id = nameOf('model');
  // Not the id: LiteLLM takes an id for a name.
  const name = more.name ?? nameOf('model');
  await client.models.create({
    id,
    name,
    params: {
      model: `openai/${id}`,
      api_key: 'none',
      mock_response: 'Hello.',
      input_cost_per_token: more.price ?? 0.000001,
    },
    info: { mode: 'chat', x_custom: 'kept' },
  });
  return { id, name };
}

describe('a model', () => {
  it('is stored, listed and callable at once', async () => {
    const { id, name } = await newModel();
    assert.partialDeepStrictEqual(await client.models.get(id), {
      id,
      name,
      providerModel: `openai/${id}`,
      provider: 'openai',
      inDatabase: true,
      mode: 'chat',
      prices: { inputPerToken: 0.000001 },
    });
    const { items, complete } = await client.models.list();
    assert.equal(complete, true);
    assert.ok(items.some(item => item.id === id));
    assert.ok((await client.models.names()).includes(name));
    const { raw } = await newKey({ models: [name] });
    assert.equal(await chatKind(raw, name), 'none');
  });

  it('shows no credential, and keeps what the administrator added', async () => {
    const { id } = await newModel();
    const reply = await send('GET', `/model/info?litellm_model_id=${id}`);
    assert.partialDeepStrictEqual(reply.body, {
      data: [{ model_info: { x_custom: 'kept', db_model: true } }],
    });
    const { data } = reply.body as { data: { litellm_params: object }[] };
    assert.equal('api_key' in data[0].litellm_params, false);
  });

  it('is refused under a taken id, like any failure to store', async () => {
    const { id, name } = await newModel();
    const body = {
      model_name: name,
      litellm_params: { model: `openai/${id}`, mock_response: 'x' },
      model_info: { id },
    };
    const reply = await send('POST', '/model/new', body);
    assert.equal(reply.status, 500);
    assert.match(errorOf(reply).message, /Failed to add model to db/);
    const again = client.models.create({
      id,
      name,
      params: { model: `openai/${id}`, mock_response: 'x' },
    });
    assert.equal(await kindOf(again), 'server');
  });

  it('joins the others of its name', async () => {
    const one = await newModel();
    const two = await newModel({ name: one.name });
    const { items } = await client.models.list();
    const group = items.filter(item => item.name === one.name);
    assert.deepEqual(
      group.map(item => item.id).sort(),
      [one.id, two.id].sort(),
    );
    const names = await client.models.names();
    assert.equal(names.filter(name => name === one.name).length, 1);
  });

  it('is changed by what is sent', async () => {
    const { id } = await newModel();
    const name = nameOf('renamed');
    assert.deepEqual(await client.models.update(id, { name }), { id, name });
    await client.models.update(id, {
      params: { output_cost_per_token: 0.000003 },
    });
    assert.partialDeepStrictEqual(await client.models.get(id), {
      name,
      prices: { inputPerToken: 0.000001, outputPerToken: 0.000003 },
    });
  });

  it('loses a price by null only on newer versions', async () => {
    const { id } = await newModel();
    await client.models.update(id, {
      params: { input_cost_per_token: null, rpm: 5 },
    });
    // What it cost stays in the process' own map of prices: `model_info`.
    const reply = await send('GET', `/model/info?litellm_model_id=${id}`);
    const { data } = reply.body as { data: { litellm_params: object }[] };
    assert.partialDeepStrictEqual(data[0].litellm_params, { rpm: 5 });
    assert.equal('input_cost_per_token' in data[0].litellm_params, old);
  });

  it('is called by its new name at once', async () => {
    const { id, name } = await newModel();
    const renamed = nameOf('renamed');
    await client.models.update(id, { name: renamed });
    const { raw } = await newKey({ models: [renamed, name] });
    assert.equal(await chatKind(raw, renamed), 'none');
    assert.notEqual(await chatKind(raw, name), 'none');
  });

  it('that is unknown is 404 to a change, and 400 to the rest', async () => {
    const update = client.models.update('none', { name: 'x' });
    assert.equal(await kindOf(update), 'not_found');
    const remove = await send('POST', '/model/delete', { id: 'none' });
    assert.equal(remove.status, 400);
    assert.equal(
      errorOf(remove).message,
      "{'error': 'Model with id=none not found in db'}",
    );
    const info = await send('GET', '/model/info?litellm_model_id=none');
    assert.equal(info.status, 400);
    const newer = await send('GET', '/v2/model/info?modelId=none');
    assert.partialDeepStrictEqual(newer.body, { data: [] });
  });

  it('is gone at once, and its id can be used again', async () => {
    const { id, name } = await newModel();
    await client.models.delete(id);
    assert.equal(await client.models.get(id), undefined);
    const { raw } = await newKey({ models: [name] });
    assert.notEqual(await chatKind(raw, name), 'none');
    await client.models.create({
      id,
      name,
      params: { model: `openai/${id}`, mock_response: 'x' },
    });
    assert.equal((await client.models.get(id))?.name, name);
  });
});

describe('the models that a key sees', () => {
  it('are those it may call', async () => {
    const { raw } = await newKey({ models: [models.small, models.free] });
    assert.deepEqual((await client.models.names({ key: raw })).sort(), [
      models.free,
      models.small,
    ]);
    const reply = await send('GET', '/model/info', undefined, raw);
    const { data } = reply.body as { data: { model_name: string }[] };
    assert.deepEqual(data.map(({ model_name }) => model_name).sort(), [
      models.free,
      models.small,
    ]);
  });

  it('are those of its team', async () => {
    const teamId = nameOf('team');
    await client.teams.create({ teamId, models: [models.free] });
    const { raw } = await newKey({ teamId, models: ['all-team-models'] });
    assert.deepEqual(await client.models.names({ key: raw }), [models.free]);
  });

  it('are all by the word for all, and none by the word for none', async () => {
    const all = await newKey({ models: ['all-proxy-models'] });
    const names = await client.models.names({ key: all.raw });
    assert.ok(names.includes(models.small));
    const none = await newKey({ models: ['no-default-models'] });
    assert.deepEqual(
      await client.models.names({ key: none.raw }),
      by(['no-default-models'], []),
    );
  });

  it('are everything in the newer list, whatever the key', async () => {
    const { raw } = await newKey({ models: [models.small] });
    const path = `/v2/model/info?search=${models.other}`;
    const reply = await send('GET', path, undefined, raw);
    assert.partialDeepStrictEqual(reply.body, {
      data: [{ model_name: models.other }],
    });
  });
});
