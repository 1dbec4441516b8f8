import { failure, sendJson, TestGateway } from '../testing/gateway';

describe('health', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = new TestGateway();
    await gateway.start();
  });

  afterEach(async () => {
    await gateway.stop();
  });

  it('takes 503 for an answer, and no answer for an error', async () => {
    const { health } = gateway.client();
    gateway.json(503, { detail: 'Service Unhealthy (…)' });
    expect(await health.readiness()).toEqual({ ready: false });
    gateway.json(503, { status: 'healthy', db: 'disconnected' });
    expect(await health.readiness()).toEqual({ ready: false });
    gateway.json(200, { status: 'healthy', db: 'connected' });
    expect(await health.readiness()).toMatchObject({ ready: true });
    gateway.answer(response => response.destroy());
    expect(await failure(health.readiness())).toMatchObject({
      kind: 'unreachable',
    });
    expect(await health.alive()).toBe(false);
  });

  it('finds the version where each version tells it', async () => {
    const { health } = gateway.client();
    gateway.json(200, { db: 'connected', litellm_version: '1.82.1' });
    expect(await health.version()).toBe('1.82.1');
    gateway.answer((response, { path }) =>
      path.endsWith('/details')
        ? sendJson(response, 200, { litellm_version: '1.108.2' })
        : sendJson(response, 200, { db: 'connected' }),
    );
    expect(await health.version()).toBe('1.108.2');
    gateway.answer((response, { path }) =>
      path.endsWith('/details')
        ? sendJson(response, 404, { detail: 'Not Found' })
        : sendJson(response, 200, { db: 'connected' }),
    );
    expect(await health.version()).toBeUndefined();
  });
});
