import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { by, client, send, version } from './gateway';

describe('health', () => {
  it('is alive without a key', async () => {
    assert.equal(await client.health.alive(), true);
    const reply = await send('GET', '/health/liveliness', undefined, null);
    assert.deepEqual([reply.status, reply.body], [200, "I'm alive!"]);
  });

  it('is ready, with its database', async () => {
    assert.deepEqual(await client.health.readiness(), {
      ready: true,
      database: 'connected',
    });
  });

  it('tells its version where that version tells it', async () => {
    assert.equal(await client.health.version(), version);
    const open = await send('GET', '/health/readiness', undefined, null);
    assert.equal(
      (open.body as { litellm_version?: string }).litellm_version,
      by(version, undefined),
    );
    const details = await send('GET', '/health/readiness/details');
    assert.equal(details.status, by(404, 200));
  });

  it('tells its licence', async () => {
    const reply = await send('GET', '/health/license');
    assert.equal(reply.status, 200);
    assert.partialDeepStrictEqual(reply.body, { has_license: false });
  });
});
