import type {
  IssuedKey,
  Model,
} from '@litemaas/backstage-plugin-litemaas-common';
import { toDate } from '../../platform/database';
import { expectNowhere } from '../../testing/expectNowhere';
import {
  databaseIds,
  MASTER_KEY,
  startLitemaas,
  type Harness,
} from '../../testing/harness';

const LUCAS = 'user:default/lucas.meyer';
const MEI = 'user:default/mei.tanaka';
const MINUTE_MS = 60_000;
const GENERATE = 'POST /key/generate';

// Each test is a story over HTTP; the machine may be busy with others.
jest.setTimeout(30_000);

describe.each(databaseIds)(
  'keys of a gateway that makes their values itself, on %s',
  databaseId => {
    let litemaas: Harness;
    let models: Map<string, Model>;
    const values: string[] = [];

    beforeAll(async () => {
      litemaas = await startLitemaas({ databaseId });
    });
    afterAll(() => litemaas.stop());

    beforeEach(async () => {
      litemaas.simulator.knobs.disableCustomKeys = true;
      await litemaas.reset();
      const { items } = await litemaas.as(LUCAS).listModels({ limit: 100 });
      models = new Map(items.map(model => [model.name, model]));
    });
    afterEach(() => expectNowhere(litemaas, [...values, MASTER_KEY]));

    const seen = (issued: IssuedKey) => {
      if (issued.secret) {
        values.push(issued.secret);
      }
      return issued;
    };
    const create = async (
      by: Pick<Harness, 'as'> = litemaas,
      idempotencyKey?: string,
    ) =>
      seen(
        await by.as(LUCAS).createKey(
          {
            name: 'Batch jobs',
            modelIds: [models.get('gpt-4o-mini')!.id],
            subscribe: {},
            rpm: 10,
          },
          { idempotencyKey },
        ),
      );
    const replace = async (id: string) =>
      seen(await litemaas.as(LUCAS).replaceKey(id, {}));
    const atGateway = async (path: string) => {
      const response = await fetch(litemaas.simulator.url + path, {
        headers: { authorization: `Bearer ${MASTER_KEY}` },
      });
      return response.json();
    };
    /** What the gateway has under a key's alias. */
    const madeFor = async (id: string) => {
      const { alias } = await litemaas
        .db('api_keys')
        .where({ id })
        .first('alias');
      const { keys } = await atGateway(
        `/key/list?return_full_object=true&key_alias=${alias}`,
      );
      return keys;
    };
    const call = async (secret: string | null) => {
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
      return {
        status: error?.statusCode,
        code: error?.body?.error?.code,
        message: error?.body?.error?.message,
      };
    };
    const settle = async (ms = 3_000) => {
      litemaas.advance(ms);
      await litemaas.drain();
    };
    const until = async (holds: () => Promise<boolean>) => {
      const end = Date.now() + 10_000;
      while (!(await holds()) && Date.now() < end) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      expect(await holds()).toBe(true);
    };
    const untilAsked = (times: number) =>
      until(async () => litemaas.simulator.calls(GENERATE) === times);
    const mintedBy = async () =>
      (await litemaas.fetch(MEI, '/health').then(response => response.json()))
        .details.gateway.keysMintedBy;

    it('hands out the value that the gateway made, once, and seals nothing', async () => {
      const before = litemaas.simulator.calls(GENERATE);
      expect(await mintedBy()).toBeNull();
      const { key, secret } = await create(litemaas, 'one-click');
      expect(secret).toMatch(/^sk-[\w-]{22}$/);
      expect(key).toMatchObject({
        label: 'active',
        lastFour: secret?.slice(-4),
        valueLost: false,
        rpm: 10,
      });
      expect(await call(secret)).toBe(200);
      expect(await litemaas.db('sealed_keys')).toEqual([]);
      expect(await mintedBy()).toBe('gateway');
      expect(await create(litemaas, 'one-click')).toMatchObject({
        key: { id: key.id },
        secret: null,
      });
      expect(litemaas.simulator.calls(GENERATE)).toBe(before + 1);

      await settle();
      const detail = await litemaas.as(LUCAS).getKey(key.id);
      expect(detail.confirmedAt).toBe(litemaas.clock.now().toISOString());
      expect(
        await litemaas.db('sync_objects').whereNot('state', 'in_sync'),
      ).toEqual([]);
      expect(await madeFor(key.id)).toMatchObject([
        {
          models: ['gpt-4o-mini'],
          rpm_limit: 10,
          allowed_routes: ['llm_api_routes'],
          metadata: { litemaas: { keyId: key.id } },
        },
      ]);

      const replaced = await replace(key.id);
      expect(replaced.key.name).toBe('Batch jobs');
      await litemaas.as(LUCAS).revokeKey(key.id, {});
      expect([await call(secret), await call(replaced.secret)]).toEqual([
        401, 200,
      ]);
      await settle(MINUTE_MS + 2_000);
      await settle(MINUTE_MS);
      expect(await madeFor(key.id)).toEqual([]);
      expect((await litemaas.as(LUCAS).getKey(key.id)).label).toBe('revoked');
    });

    it.each(['reset', '503'] as const)(
      'refuses in one sentence while the gateway is away (%s), leaves nothing behind, and works with the same request later',
      async down => {
        await create();
        await litemaas
          .as(LUCAS)
          .revokeKey((await litemaas.as(LUCAS).listKeys()).items[0].id, {});
        const tables = ['api_keys', 'sync_objects', 'change_log', 'notices'];
        const counts = () =>
          Promise.all(
            tables.map(async table => (await litemaas.db(table)).length),
          );
        const before = await counts();
        litemaas.simulator.faults.setDown(down);
        expect(await refusal(create(litemaas, 'again'))).toEqual({
          status: 503,
          code: 'key.needs_gateway',
          message: expect.stringMatching(/^The gateway makes .*[^.]\.$/),
        });
        expect(await counts()).toEqual(before);
        litemaas.simulator.faults.setDown(null);
        litemaas.advance(15_000);
        await litemaas.run('health');
        const { secret } = await create(litemaas, 'again');
        expect(await call(secret)).toBe(200);
      },
    );

    it('takes back a key whose answer got lost, and has a value for it at Replace', async () => {
      litemaas.simulator.faults.failNext({
        route: GENERATE,
        count: 1,
        timeoutAfterEffect: true,
      });
      const { key, secret } = await create();
      expect(secret).toBeNull();
      expect(key).toMatchObject({ label: 'pending', valueLost: true });
      expect(await madeFor(key.id)).toHaveLength(1);
      await settle();
      expect(await madeFor(key.id)).toEqual([]);
      // A create under way may still arrive for a while.
      await settle(2 * MINUTE_MS);
      expect(await litemaas.as(LUCAS).getKey(key.id)).toMatchObject({
        label: 'pending',
        valueLost: true,
        syncProblem: null,
        actions: expect.arrayContaining(['replace', 'revoke']),
      });
      const replaced = await replace(key.id);
      expect(replaced.key).toMatchObject({ label: 'active', rpm: 10 });
      expect(await call(replaced.secret)).toBe(200);
      await litemaas.as(LUCAS).revokeKey(key.id, {});
      await settle();
      expect((await litemaas.as(LUCAS).getKey(key.id)).label).toBe('revoked');
      expect(await call(replaced.secret)).toBe(200);
    });

    it('revokes a half-made key, and no live one is left', async () => {
      litemaas.simulator.faults.failNext({
        route: GENERATE,
        count: 1,
        timeoutAfterEffect: true,
      });
      const { key } = await create();
      expect(await litemaas.as(LUCAS).revokeKey(key.id, {})).toMatchObject({
        label: 'revoking',
      });
      expect(await madeFor(key.id)).toEqual([]);
      await settle(2 * MINUTE_MS);
      expect((await litemaas.as(LUCAS).getKey(key.id)).label).toBe('revoked');
      // Its name is free again.
      expect(await call((await create()).secret)).toBe(200);
    });

    it('says why the gateway does not make a key', async () => {
      litemaas.simulator.faults.failNext({
        route: GENERATE,
        count: 1,
        status: 400,
        body: { error: { message: 'rpm_limit is over max limit' } },
      });
      const { key, secret } = await create();
      expect(secret).toBeNull();
      expect(key.valueLost).toBe(true);
      expect(key.syncProblem).toContain('rpm_limit is over max limit');
      expect(await madeFor(key.id)).toEqual([]);
    });

    it('keeps the value for who asked instead of answering it, where that is wished', async () => {
      const { key, secret } = await litemaas.as(LUCAS).createKey({
        name: 'From a template',
        modelIds: [models.get('gpt-4o-mini')!.id],
        subscribe: {},
        keepValue: true,
      });
      expect(secret).toBeNull();
      expect(key.valueLost).toBe(false);
      const revealed = seen(await litemaas.as(LUCAS).revealKey(key.id));
      expect(revealed.secret?.slice(-4)).toBe(key.lastFour);
      expect(await call(revealed.secret)).toBe(200);
    });

    it('leaves no live key when the process dies between asking and being answered, whoever comes next', async () => {
      const replica = await startLitemaas({
        databaseId,
        db: litemaas.db,
        config: {
          gateways: {
            default: {
              url: litemaas.simulator.url,
              publicUrl: litemaas.simulator.url,
              masterKey: MASTER_KEY,
            },
          },
        },
      });
      const before = litemaas.simulator.calls(GENERATE);
      litemaas.simulator.faults.failNext({
        route: GENERATE,
        count: 2,
        delayMs: 500,
      });
      // While a request waits for its value, nobody else takes the key for lost.
      const waiting = create(replica);
      await untilAsked(before + 1);
      const due = await litemaas
        .db('sync_objects')
        .where({ kind: 'key' })
        .first('next_attempt_at');
      expect(toDate(due.next_attempt_at).getTime()).toBe(
        replica.clock.now().getTime() + MINUTE_MS,
      );
      await litemaas.drain();
      const first = await waiting;
      expect(await call(first.secret)).toBe(200);

      const asked = replica.as(LUCAS).replaceKey(first.key.id, {});
      await untilAsked(before + 2);
      await replica.backend.stop();
      const answer = await asked.catch(() => undefined);
      expect(answer?.secret ?? null).toBeNull();
      await replica.simulator.close();

      const [half] = await litemaas
        .db('api_keys')
        .whereNull('hash')
        .select('id');
      await until(async () => (await madeFor(half.id)).length === 1);
      // It did not even get to note that the value is lost.
      await litemaas
        .db('api_keys')
        .where({ id: half.id })
        .update({ value_lost: false });
      const made = litemaas.simulator.calls(GENERATE);
      for (let step = 0; step < 4; step++) {
        await settle(MINUTE_MS);
      }
      expect(await madeFor(half.id)).toEqual([]);
      expect(litemaas.simulator.calls(GENERATE)).toBe(made);
      expect(await litemaas.as(LUCAS).getKey(half.id)).toMatchObject({
        name: 'Batch jobs',
        label: 'pending',
        valueLost: true,
      });
      await litemaas.as(LUCAS).revokeKey(half.id, {});
      await settle();
      expect((await litemaas.as(LUCAS).getKey(half.id)).label).toBe('revoked');
      expect(await call(first.secret)).toBe(200);
      expect(replica.logs.join('\n')).not.toContain(first.secret);
    });

    it('learns when the gateway’s admin decides otherwise, either way', async () => {
      litemaas.simulator.knobs.disableCustomKeys = false;
      const own = await create();
      expect(own.secret).toMatch(/^sk-[\w-]{43}$/);
      expect(await mintedBy()).toBe('portal');
      const asked = litemaas.simulator.calls('GET /get/ui_settings');
      const other = await replace(own.key.id);
      expect(other.secret).toMatch(/^sk-[\w-]{43}$/);
      expect(litemaas.simulator.calls('GET /get/ui_settings')).toBe(asked);

      litemaas.simulator.knobs.disableCustomKeys = true;
      const refused = await replace(other.key.id);
      expect(refused.secret).toBeNull();
      expect(refused.key).toMatchObject({
        valueLost: true,
        syncProblem: expect.stringMatching(/Replace the key\.$/),
      });
      expect(await litemaas.db('sealed_keys')).toHaveLength(2);
      expect(await mintedBy()).toBe('gateway');
      const minted = await replace(refused.key.id);
      expect(minted.secret).toMatch(/^sk-[\w-]{22}$/);
      expect(await call(minted.secret)).toBe(200);
      expect(await call(own.secret)).toBe(200);

      litemaas.simulator.knobs.disableCustomKeys = false;
      expect((await replace(minted.key.id)).secret).toMatch(/^sk-[\w-]{43}$/);
      expect(await mintedBy()).toBe('portal');
    });
  },
);
