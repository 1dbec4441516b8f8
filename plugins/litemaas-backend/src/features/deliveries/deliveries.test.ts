import type {
  DeliverKeyRequest,
  IssuedKey,
} from '@litemaas/backstage-plugin-litemaas-common';
import * as kubernetes from '@kubernetes/client-node';
import { expectNowhere } from '../../testing/expectNowhere';
import {
  databaseIds,
  MASTER_KEY,
  startLitemaas,
  type Harness,
} from '../../testing/harness';
import { ApiServer, CA_FILE } from '../../testing/ApiServer';

const LUCAS = 'user:default/lucas.meyer';
const PRIYA = 'user:default/priya.nair';
const MEI = 'user:default/mei.tanaka';
const PAYMENTS = 'group:default/payments';
const CHECKOUT = 'component:default/checkout';

const HOUR_MS = 60 * 60 * 1000;
const TARGET: DeliverKeyRequest = {
  destination: 'north',
  namespace: 'payments-dev',
  secretName: 'checkout-llm',
};

// Each test is a story over HTTP; the machine may be busy with others.
jest.setTimeout(30_000);

describe.each(databaseIds)('kept values on %s', databaseId => {
  const cluster = new ApiServer(['payments-dev', 'search-dev']);
  let litemaas: Harness;
  let modelId: string;
  const values: string[] = [];

  beforeAll(async () => {
    litemaas = await startLitemaas({
      databaseId,
      loadKubernetes: async () => kubernetes,
      config: {
        destinations: {
          north: {
            title: 'Cluster north',
            kubernetes: {
              url: await cluster.start(),
              token: cluster.token,
              caFile: CA_FILE,
              namespaces: {
                'payments-dev': [PAYMENTS, LUCAS],
                'search-dev': ['group:default/search'],
                'not-there': [LUCAS],
              },
            },
          },
        },
      },
    });
  });
  afterAll(async () => {
    await litemaas.stop();
    await cluster.stop();
  });

  beforeEach(async () => {
    cluster.secrets.clear();
    cluster.instead = undefined;
    cluster.losesAnswers = false;
    await litemaas.reset();
    const { items } = await litemaas.as(LUCAS).listModels({ limit: 100 });
    modelId = items.find(({ name }) => name === 'gpt-4o-mini')?.id ?? '';
  });
  afterEach(() => expectNowhere(litemaas, [...values, cluster.token]));

  const create = (
    who: string,
    more: { ownerRef?: string; name?: string; keepValue?: boolean } = {},
    idempotencyKey?: string,
  ): Promise<IssuedKey> =>
    litemaas.as(who).createKey(
      {
        name: 'From a template',
        modelIds: [modelId],
        subscribe: {},
        keepValue: true,
        ...more,
      },
      { idempotencyKey },
    );
  const reveal = async (who: string, id: string) => {
    const { secret } = await litemaas.as(who).revealKey(id);
    values.push(secret ?? '');
    return secret ?? '';
  };
  const stateOf = async (id: string, who = LUCAS) =>
    (await litemaas.as(who).getKeyDelivery(id)).state;
  const statusOfCall = async (secret: string) => {
    const response = await fetch(
      `${litemaas.simulator.url}/v1/chat/completions`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          model: 'gpt-4o-mini',
          messages: [{ role: 'user', content: 'Hello' }],
        }),
      },
    );
    await response.text();
    return response.status;
  };
  const refusal = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      thrown => thrown,
    );
    return [error?.statusCode, error?.body?.error?.code];
  };

  it('answers no value where one is kept, and shows it once to who asked for the key', async () => {
    const { key, secret } = await create(LUCAS);
    expect(secret).toBeNull();
    expect(key.state).toBe('active');
    const waiting = await litemaas.as(LUCAS).getKeyDelivery(key.id);
    expect(waiting).toEqual({
      keyId: key.id,
      person: { entityRef: LUCAS, title: 'Lucas Meyer' },
      mine: true,
      state: 'waiting',
      keptUntil: new Date(
        litemaas.clock.now().getTime() + HOUR_MS,
      ).toISOString(),
      takenAt: null,
      deliveredTo: null,
    });
    // What the gateway was given is erased once it was seen to have it; what a person waits for is not.
    litemaas.advance(3_000);
    await litemaas.drain();
    expect(await litemaas.db('sealed_keys').pluck('recipient')).toEqual([
      'person',
    ]);

    const outcomes = await Promise.allSettled([
      reveal(LUCAS, key.id),
      reveal(LUCAS, key.id),
    ]);
    const shown = outcomes.flatMap(outcome =>
      outcome.status === 'fulfilled' ? [outcome.value] : [],
    );
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatch(/^sk-[\w-]{43}$/);
    expect(await statusOfCall(shown[0])).toBe(200);
    expect(await refusal(reveal(LUCAS, key.id))).toEqual([
      409,
      'key.value_gone',
    ]);
    expect(await stateOf(key.id)).toBe('revealed');
    expect(await litemaas.db('sealed_keys')).toEqual([]);
    const { timeline } = await litemaas.as(LUCAS).getKey(key.id);
    expect(timeline.map(({ action }) => action)).toEqual([
      'created',
      'revealed',
    ]);
  });

  it('gives the value to nobody but who asked: not to teammates, admins or strangers', async () => {
    const { key } = await create(LUCAS, { ownerRef: PAYMENTS });
    expect(await stateOf(key.id, PRIYA)).toBe('waiting');
    expect((await litemaas.as(PRIYA).getKeyDelivery(key.id)).mine).toBe(false);
    expect(await refusal(reveal(PRIYA, key.id))).toEqual([
      403,
      'auth.not_allowed',
    ]);
    expect(
      await refusal(litemaas.as(PRIYA).deliverKey(key.id, TARGET)),
    ).toEqual([403, 'auth.not_allowed']);
    expect((await refusal(reveal(MEI, key.id)))[0]).toBe(403);
    const stranger = 'user:default/sofia.rossi';
    for (const work of [
      litemaas.as(stranger).revealKey(key.id),
      litemaas.as(stranger).getKeyDelivery(key.id),
      litemaas.as(stranger).deliverKey(key.id, TARGET),
    ]) {
      expect(await refusal(work)).toEqual([404, 'key.not_found']);
    }
    expect(await statusOfCall(await reveal(LUCAS, key.id))).toBe(200);
  });

  it('has no value of a key that was created the usual way', async () => {
    const { key, secret } = await create(LUCAS, { keepValue: false });
    values.push(secret ?? '');
    expect(secret).toMatch(/^sk-/);
    expect(await refusal(reveal(LUCAS, key.id))).toEqual([409, 'key.not_kept']);
  });

  it('answers a repeat with the same key, whose value is still kept', async () => {
    const first = await create(LUCAS, {}, 'task:step');
    const again = await create(LUCAS, {}, 'task:step');
    expect(again.key.id).toBe(first.key.id);
    expect(await litemaas.db('api_keys')).toHaveLength(1);
    expect(await statusOfCall(await reveal(LUCAS, again.key.id))).toBe(200);
  });

  it('forgets what nobody took within the hour, or was revoked: the key says that it has to be replaced', async () => {
    const { key: late } = await create(LUCAS);
    const { key: revoked } = await create(LUCAS, { name: 'Revoked' });
    await litemaas.as(LUCAS).revokeKey(revoked.id, {});
    expect(await stateOf(revoked.id)).toBe('gone');
    litemaas.advance(HOUR_MS);
    expect(await stateOf(late.id)).toBe('gone');
    for (const id of [late.id, revoked.id]) {
      expect(await refusal(reveal(LUCAS, id))).toEqual([409, 'key.value_gone']);
    }
    await litemaas.run('erase');
    expect(
      await litemaas.db('sealed_keys').where('recipient', 'person'),
    ).toEqual([]);
    const detail = await litemaas.as(LUCAS).getKey(late.id);
    expect(detail.valueLost).toBe(true);
    expect(detail.timeline.at(-1)?.action).toBe('value-lost');

    const replaced = await litemaas.as(LUCAS).replaceKey(late.id, {});
    values.push(replaced.secret ?? '');
    expect(await statusOfCall(replaced.secret ?? '')).toBe(200);
  });

  it('keeps the value through a restart before it was shown', async () => {
    const { key } = await create(LUCAS);
    const { url } = litemaas.simulator;
    const replica = await startLitemaas({
      databaseId,
      db: litemaas.db,
      config: {
        gateways: {
          default: { url, publicUrl: url, masterKey: MASTER_KEY },
        },
      },
    });
    try {
      const { secret } = await replica.as(LUCAS).revealKey(key.id);
      values.push(secret ?? '');
      expect(await statusOfCall(secret ?? '')).toBe(200);
    } finally {
      await replica.backend.stop();
      await replica.simulator.close();
    }
  });

  it('loses the value with an answer that got lost, and Replace gives another', async () => {
    const { key } = await create(LUCAS);
    // Down between the commit and the answer: what the caller knows is nothing.
    await litemaas.as(LUCAS).revealKey(key.id);
    expect(await refusal(reveal(LUCAS, key.id))).toEqual([
      409,
      'key.value_gone',
    ]);
    const replaced = await litemaas.as(LUCAS).replaceKey(key.id, {});
    values.push(replaced.secret ?? '');
    expect(replaced.secret).toMatch(/^sk-/);
    expect(replaced.key.models).toHaveLength(1);
  });

  it('writes the value to a Secret, with the address, and keeps it no longer', async () => {
    const { key } = await create(LUCAS, { ownerRef: CHECKOUT });
    const delivery = await litemaas.as(LUCAS).deliverKey(key.id, TARGET);
    expect(delivery).toMatchObject({
      state: 'delivered',
      deliveredTo: { ...TARGET, title: 'Cluster north' },
    });
    const written = cluster.values('payments-dev', 'checkout-llm');
    expect(written).toEqual({
      OPENAI_API_KEY: expect.stringMatching(/^sk-[\w-]{43}$/),
      OPENAI_BASE_URL: `${litemaas.simulator.url}/v1`,
    });
    values.push(written?.OPENAI_API_KEY ?? '');
    expect(await statusOfCall(written?.OPENAI_API_KEY ?? '')).toBe(200);
    expect(
      await litemaas.db('sealed_keys').where('recipient', 'person'),
    ).toEqual([]);
    expect(await refusal(reveal(LUCAS, key.id))).toEqual([
      409,
      'key.value_gone',
    ]);

    // A repeated task finds that it was done, without a call.
    const calls = cluster.calls.length;
    expect(await litemaas.as(LUCAS).deliverKey(key.id, TARGET)).toEqual(
      delivery,
    );
    expect(cluster.calls).toHaveLength(calls);
    expect(
      await refusal(
        litemaas
          .as(LUCAS)
          .deliverKey(key.id, { ...TARGET, secretName: 'another' }),
      ),
    ).toEqual([409, 'key.value_gone']);
  });

  it('writes the same again where nobody heard that it was written', async () => {
    const { key } = await create(LUCAS, { ownerRef: CHECKOUT });
    cluster.losesAnswers = true;
    expect(
      await refusal(litemaas.as(LUCAS).deliverKey(key.id, TARGET)),
    ).toEqual([503, 'destination.failed']);
    cluster.losesAnswers = false;
    const before = cluster.values('payments-dev', 'checkout-llm');
    expect(await stateOf(key.id)).toBe('waiting');
    await litemaas.as(LUCAS).deliverKey(key.id, TARGET);
    expect(cluster.values('payments-dev', 'checkout-llm')).toEqual(before);
    values.push(before?.OPENAI_API_KEY ?? '');
  });

  it("puts the owner's next key into the Secret of the one before", async () => {
    const keys = [
      await create(LUCAS, { ownerRef: CHECKOUT, name: 'First' }),
      await create(LUCAS, { ownerRef: CHECKOUT, name: 'Next' }),
    ];
    for (const { key } of keys) {
      await litemaas.as(LUCAS).deliverKey(key.id, TARGET);
      values.push(
        cluster.values('payments-dev', 'checkout-llm')?.OPENAI_API_KEY ?? '',
      );
    }
    const [first, next] = values.slice(-2);
    expect(next).not.toBe(first);
    expect(await statusOfCall(next)).toBe(200);
    expect(
      cluster.secrets.get('payments-dev/checkout-llm')?.metadata,
    ).toMatchObject({
      annotations: { 'litemaas.io/key-id': keys[1].key.id },
      labels: { 'app.kubernetes.io/managed-by': 'litemaas' },
    });
  });

  it.each([
    [
      'an unknown destination',
      { destination: 'south' },
      400,
      'destination.not_found',
    ],
    [
      'a namespace of others',
      { namespace: 'search-dev' },
      403,
      'destination.not_allowed',
    ],
    [
      'a namespace that nobody configured',
      { namespace: 'kube-system' },
      403,
      'destination.not_allowed',
    ],
    [
      'a path for a namespace',
      { namespace: '../payments-dev' },
      400,
      'request.invalid',
    ],
    ['a path for a name', { secretName: 'a/../../b' }, 400, 'request.invalid'],
  ])('writes nothing to %s', async (_, wrong, status, code) => {
    const { key } = await create(LUCAS);
    const calls = cluster.calls.length;
    expect(
      await refusal(
        litemaas.as(LUCAS).deliverKey(key.id, { ...TARGET, ...wrong }),
      ),
    ).toEqual([status, code]);
    expect(cluster.calls).toHaveLength(calls);
    expect(await stateOf(key.id)).toBe('waiting');
  });

  it('leaves a Secret alone that is not its own, or holds a key of another owner', async () => {
    const { key } = await create(LUCAS);
    const foreign = { metadata: { name: 'x', namespace: 'y' }, data: {} };
    cluster.secrets.set('payments-dev/checkout-llm', foreign);
    expect(
      await refusal(litemaas.as(LUCAS).deliverKey(key.id, TARGET)),
    ).toEqual([409, 'destination.occupied']);
    expect(cluster.secrets.get('payments-dev/checkout-llm')).toBe(foreign);

    cluster.secrets.clear();
    const other = await create(LUCAS, { ownerRef: PAYMENTS });
    await litemaas.as(LUCAS).deliverKey(other.key.id, TARGET);
    expect(
      await refusal(litemaas.as(LUCAS).deliverKey(key.id, TARGET)),
    ).toEqual([409, 'destination.occupied']);
    values.push(
      cluster.values('payments-dev', 'checkout-llm')?.OPENAI_API_KEY ?? '',
    );
    expect(await stateOf(key.id)).toBe('waiting');
  });

  it('keeps the value while the cluster refuses, redirects, breaks off or lies, and repeats nothing of what it says', async () => {
    const { key } = await create(LUCAS);
    const target = { ...TARGET, namespace: 'not-there' };
    expect(
      await refusal(litemaas.as(LUCAS).deliverKey(key.id, target)),
    ).toEqual([503, 'destination.failed']);
    const elsewhere = new ApiServer(['payments-dev']);
    const url = await elsewhere.start();
    for (const instead of [
      // A redirect would carry the key to another server.
      r => r.writeHead(307, { location: `${url}/` }).end(),
      r => r.destroy(),
      r => r.writeHead(403).end('{"message":"canary of the cluster"}'),
      r => r.writeHead(500).end('<html>canary of the cluster</html>'),
      r => r.writeHead(201).end('not JSON: canary of the cluster'),
    ] as ApiServer['instead'][]) {
      cluster.instead = instead;
      const error = await litemaas
        .as(LUCAS)
        .deliverKey(key.id, TARGET)
        .catch(thrown => thrown);
      expect([error.statusCode, error.body?.error?.code]).toEqual([
        503,
        'destination.failed',
      ]);
      expect(JSON.stringify(error.body)).not.toContain('canary');
    }
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.stop();
    expect(litemaas.logs.join('\n')).not.toContain('canary of the cluster');

    cluster.instead = undefined;
    expect(await stateOf(key.id)).toBe('waiting');
    await litemaas.as(LUCAS).deliverKey(key.id, TARGET);
    values.push(
      cluster.values('payments-dev', 'checkout-llm')?.OPENAI_API_KEY ?? '',
    );
  });
});
