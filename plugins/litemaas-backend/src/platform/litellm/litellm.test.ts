import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { startSimulator, type Simulator } from '@litemaas/litellm-simulator';
import { TestClock } from '../../testing/clock';
import { createLiteLlm, gatewayFailure, type LiteLlm } from './index';

const MASTER_KEY = 'sk-canary-master';
const HASH = 'a'.repeat(64);
const never = new AbortController().signal;

const connect = (url: string, breakerOpenMs = 0) => {
  const clock = new TestClock();
  const logger = mockServices.logger.mock();
  const onChange = jest.fn();
  const litellm = createLiteLlm({
    url,
    masterKey: MASTER_KEY,
    clock,
    logger,
    onChange,
    breakerOpenMs,
  });
  return { clock, logger, litellm, onChange };
};

describe('against the simulator', () => {
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({ masterKey: MASTER_KEY });
  });
  afterAll(() => simulator?.close());
  beforeEach(() => simulator.faults.clear());

  it('learns state and version from a probe', async () => {
    const { litellm, clock } = connect(simulator.url);
    expect(litellm.health.status).toMatchObject({
      state: 'unknown',
      since: null,
    });
    await litellm.probe(never);
    expect(litellm.health.status).toEqual({
      state: 'connected',
      since: clock.now(),
      lastContactAt: clock.now(),
      version: simulator.version,
      lastError: null,
      breaker: 'closed',
    });
  });

  it('does not probe while calls tell enough', async () => {
    const { litellm, clock } = connect(simulator.url);
    await litellm.probe(never);
    const before = simulator.calls();
    await litellm.probe(never);
    expect(simulator.calls()).toBe(before);
    clock.advance(10_000);
    await litellm.probe(never);
    expect(simulator.calls()).toBeGreaterThan(before);
  });

  it('tries a read again, and a write never', async () => {
    const { litellm } = connect(simulator.url);
    simulator.faults.failNext({
      route: 'GET /key/info',
      count: 2,
      status: 500,
    });
    const reads = simulator.calls('GET /key/info');
    expect(await litellm.client.keys.get(HASH)).toBeUndefined();
    expect(simulator.calls('GET /key/info')).toBe(reads + 3);

    simulator.faults.failNext({
      route: 'POST /key/block',
      count: 1,
      status: 500,
    });
    const writes = simulator.calls('POST /key/block');
    await expect(litellm.client.keys.block(HASH)).rejects.toThrow();
    expect(simulator.calls('POST /key/block')).toBe(writes + 1);
  });

  it('says since when the gateway is away, and when it is back', async () => {
    const { litellm, clock, logger, onChange } = connect(simulator.url);
    await litellm.probe(never);
    clock.advance(60_000);
    const lostAt = clock.now();
    simulator.faults.setDown('reset');
    await litellm.probe(never);
    expect(litellm.health.status).toMatchObject({
      state: 'unreachable',
      since: lostAt,
    });
    expect(litellm.health.status.lastError).toEqual(expect.any(String));
    clock.advance(5_000);
    simulator.faults.setDown(null);
    await litellm.probe(never);
    expect(litellm.health.status).toMatchObject({
      state: 'connected',
      since: clock.now(),
      lastError: null,
    });
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.info).toHaveBeenCalledTimes(2);
    expect(onChange).toHaveBeenCalledTimes(3);
  });

  it('takes a gateway without its database for away', async () => {
    const { litellm } = connect(simulator.url);
    simulator.faults.setDatabaseDown(true);
    await litellm.probe(never);
    expect(litellm.health.status).toMatchObject({ state: 'unreachable' });
  });
});

describe('against a gateway that misbehaves', () => {
  let server: Server;
  let url: string;
  let requests: string[];
  let inside = 0;
  let most = 0;
  let respond: () => { status: number; type: string; body: string };

  const json = (status: number, body: unknown) => () => ({
    status,
    type: 'application/json',
    body: JSON.stringify(body),
  });
  const ready = json(200, { db: 'connected', litellm_version: '1.108.2' });

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      inside += 1;
      most = Math.max(most, inside);
      setImmediate(() => {
        inside -= 1;
        const { status, type, body } = respond();
        response.writeHead(status, { 'content-type': type });
        response.end(body);
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server?.close());
  beforeEach(() => {
    requests = [];
    most = 0;
  });

  const block = (litellm: LiteLlm) =>
    litellm.client.keys.block(HASH).then(
      () => undefined,
      error => gatewayFailure(error),
    );

  it.each([
    ['5xx', json(503, { error: { message: 'no' } })],
    [
      'a login page',
      () => ({ status: 200, type: 'text/html', body: '<html>' }),
    ],
  ])('stops calling after five answers in a row of %s', async (_, answer) => {
    respond = answer;
    const { litellm } = connect(url, 60_000);
    for (let call = 0; call < 8; call++) {
      expect(await block(litellm)).toBeDefined();
    }
    expect(requests).toHaveLength(5);
    expect(litellm.health.status).toMatchObject({
      state: 'unreachable',
      breaker: 'open',
    });
    expect(await block(litellm)).toMatchObject({
      code: 'unreachable',
      isRefusal: false,
    });
    expect(await litellm.isReady(never)).toBe(false);
    expect(requests).toHaveLength(5);
  });

  it('lets one call find out whether it is back, and the others wait for it', async () => {
    respond = json(503, {});
    const { litellm } = connect(url);
    for (let call = 0; call < 5; call++) {
      await block(litellm);
    }
    most = 0;
    await Promise.all([1, 2, 3, 4].map(() => litellm.isReady(never)));
    expect(most).toBe(1);
    expect(litellm.health.status.breaker).not.toBe('closed');

    respond = ready;
    expect(await litellm.isReady(never)).toBe(true);
    expect(litellm.health.status).toMatchObject({
      state: 'connected',
      breaker: 'closed',
    });
  });

  it('does not take refusals for failures', async () => {
    respond = json(400, { error: { message: 'no', type: 'x', code: '400' } });
    const { litellm } = connect(url, 60_000);
    for (let call = 0; call < 8; call++) {
      expect(await block(litellm)).toMatchObject({ isRefusal: true });
    }
    expect(requests).toHaveLength(8);
    expect(litellm.health.status).toMatchObject({
      state: 'connected',
      breaker: 'closed',
    });
  });

  it('makes a few calls at a time', async () => {
    respond = json(400, {});
    const { litellm } = connect(url);
    await Promise.all(Array.from({ length: 40 }, () => block(litellm)));
    expect(requests).toHaveLength(40);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
  });

  it('keeps the master key out of errors, health and log', async () => {
    respond = json(500, { error: { message: `key ${MASTER_KEY} is odd` } });
    const { litellm, logger } = connect(url);
    const failure = await block(litellm);
    await litellm.probe(never);
    const said = JSON.stringify([
      failure,
      litellm.health.status,
      Object.values(logger).flatMap(log =>
        jest.isMockFunction(log) ? log.mock.calls : [],
      ),
    ]);
    expect(said).not.toContain('canary');
    expect(said).toContain('500');
  });
});
