import { hash, startTest, VERSIONS } from '../testing/harness';

describe.each(VERSIONS)('faults of %s', version => {
  let test: Awaited<ReturnType<typeof startTest>>;
  const newer = version === '1.108.2';

  beforeEach(async () => {
    test = await startTest({ version });
  });
  afterEach(() => test.simulator.close());

  it('cut a connection after the effect', async () => {
    const key = 'sk-unanswered-00000000000000000001';
    await test.post('/simulator/faults/route', {
      route: 'POST /key/generate',
      timeoutAfterEffect: true,
    });

    await expect(test.post('/key/generate', { key })).rejects.toThrow();
    expect((await test.get(`/key/info?key=${hash(key)}`)).status).toBe(200);
    expect((await test.post('/key/generate', { key })).status).toBe(200);
    expect(test.simulator.calls('POST /key/generate')).toBe(2);
  });

  it('fail the next calls of a route without effect, then no more', async () => {
    const key = 'sk-failed-0000000000000000000000001';
    test.simulator.faults.failNext({
      route: '/key/generate',
      count: 2,
      status: 502,
      body: 'Bad gateway',
    });
    const statuses = [];
    for (let i = 0; i < 2; i++) {
      statuses.push((await test.post('/key/generate', { key })).status);
    }

    expect(statuses).toEqual([502, 502]);
    expect((await test.get(`/key/info?key=${hash(key)}`)).status).toBe(404);
    expect((await test.post('/key/generate', { key })).status).toBe(200);
  });

  it('take the gateway away, but not the means to bring it back', async () => {
    await test.post('/simulator/faults', { down: 'reset' });
    await expect(test.get('/health/readiness')).rejects.toThrow();
    await test.post('/simulator/faults', { down: '503' });
    expect((await test.get('/key/list')).status).toBe(503);
    await test.call('DELETE', '/simulator/faults');
    expect((await test.get('/key/list')).status).toBe(200);
  });

  it('take the database away: known keys go on, the rest answers as observed', async () => {
    const key = await test.newKey();
    const strange = await test.newKey();
    await test.chat(key);
    test.simulator.faults.setDatabaseDown(true);
    const status = async (method: string, path: string) =>
      (await test.call(method, path, method === 'POST' ? { key } : undefined))
        .status;

    expect((await test.chat(key)).status).toBe(200);
    expect((await test.chat(strange)).status).toBe(newer ? 503 : 401);
    expect(await status('GET', '/health/liveliness')).toBe(200);
    expect(await status('GET', '/health/readiness')).toBe(503);
    expect(await status('POST', '/key/generate')).toBe(500);
    expect(await status('POST', '/key/update')).toBe(400);
    expect(await status('GET', '/v2/team/list')).toBe(newer ? 503 : 500);
    expect(await status('GET', '/model/info')).toBe(newer ? 503 : 200);
    test.simulator.faults.clear();
    expect((await test.chat(strange)).status).toBe(200);
  });

  it('refuse connections until the gateway is back on the same port', async () => {
    await test.simulator.faults.setDown('refuse');
    await expect(test.get('/health/readiness')).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    });
    await test.simulator.faults.setDown(null);
    expect((await test.get('/health/readiness')).status).toBe(200);
  });

  it('can be had by the master key only', async () => {
    const key = await test.newKey();

    expect((await test.post('/simulator/faults', {}, key)).status).toBe(401);
  });
});
