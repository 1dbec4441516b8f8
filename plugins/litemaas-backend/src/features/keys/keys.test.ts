import type {
  CreateKeyRequest,
  IssuedKey,
  Model,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  databaseIds,
  MASTER_KEY,
  startLitemaas,
  type Harness,
} from '../../testing/harness';
import { expectNowhere } from '../../testing/expectNowhere';

const LUCAS = 'user:default/lucas.meyer';
const PRIYA = 'user:default/priya.nair';
const SOFIA = 'user:default/sofia.rossi';
const ANA = 'user:default/ana.ruiz';
const MEI = 'user:default/mei.tanaka';
const RUTH = 'user:default/ruth.adler';
const PAYMENTS = 'group:default/payments';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

// Each test is a story over HTTP; the machine may be busy with others.
jest.setTimeout(30_000);

describe.each(databaseIds)('keys on %s', databaseId => {
  let litemaas: Harness;
  let models: Map<string, Model>;
  /** Every value handed out: none may be found anywhere afterwards. */
  const values: string[] = [];

  beforeAll(async () => {
    litemaas = await startLitemaas({ databaseId });
  });
  afterAll(() => litemaas.stop());

  beforeEach(async () => {
    await litemaas.reset();
    const { items } = await litemaas.as(LUCAS).listModels({ limit: 100 });
    models = new Map(items.map(model => [model.name, model]));
  });
  afterEach(() => expectNowhere(litemaas, [...values, MASTER_KEY]));

  const idOf = (name: string) => models.get(name)!.id;
  /** Get a key: subscribes along the way. */
  const create = async (
    who: string,
    {
      models: names = ['gpt-4o-mini'],
      ...more
    }: Partial<Omit<CreateKeyRequest, 'modelIds'>> & { models?: string[] } = {},
    idempotencyKey?: string,
  ): Promise<IssuedKey & { secret: string }> => {
    const issued = await litemaas.as(who).createKey(
      {
        name: 'Batch jobs',
        modelIds: names.map(idOf),
        subscribe: {},
        ...more,
      },
      { idempotencyKey },
    );
    if (issued.secret) {
      values.push(issued.secret);
    }
    return { ...issued, secret: issued.secret ?? '' };
  };
  const call = async (secret: string, model = 'gpt-4o-mini') => {
    const response = await fetch(
      `${litemaas.simulator.url}/v1/chat/completions`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          model,
          messages: [{ role: 'user', content: 'Hello' }],
        }),
      },
    );
    await response.text();
    return response.status;
  };
  const atGateway = async (path: string) => {
    const response = await fetch(litemaas.simulator.url + path, {
      headers: { authorization: `Bearer ${MASTER_KEY}` },
    });
    return response.json();
  };
  const keyAtGateway = async (id: string) => {
    const { hash } = await litemaas.db('api_keys').where({ id }).first('hash');
    return (await atGateway(`/key/info?key=${hash}`)).info;
  };
  const labelOf = async (id: string, who = LUCAS) =>
    (await litemaas.as(who).getKey(id)).label;
  const refusal = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      thrown => thrown,
    );
    return {
      status: error?.statusCode,
      code: error?.body?.error?.code,
      fields: Object.keys(error?.body?.error?.fields ?? {}),
    };
  };
  /** Time passes and what is due is brought to the gateway. */
  const settle = async (ms = 3_000) => {
    litemaas.advance(ms);
    await litemaas.drain();
  };

  it('hands out a key that works at once, confirms it by a read, and keeps its value nowhere', async () => {
    const { key, secret } = await create(LUCAS, {
      models: ['gpt-4o-mini', 'o3-deep-reasoning'],
      budgetNanos: '5000000000',
      rpm: 10,
    });
    expect(secret).toMatch(/^sk-[\w-]{43}$/);
    expect(key).toMatchObject({
      state: 'active',
      label: 'active',
      lastFour: secret.slice(-4),
      owner: { entityRef: LUCAS, title: 'Lucas Meyer' },
      budgetNanos: '5000000000',
      confirmedAt: null,
      expiresAt: '2027-02-22T12:00:00.000Z',
      actions: ['edit', 'block', 'replace', 'revoke'],
      syncProblem: null,
    });
    expect(await call(secret)).toBe(200);
    expect(await litemaas.db('sealed_keys')).toHaveLength(1);

    await settle();
    await litemaas.notify();
    expect(litemaas.notifications).toEqual([]);
    expect(await litemaas.db('notices')).toEqual([]);
    const detail = await litemaas.as(LUCAS).getKey(key.id);
    expect(detail.confirmedAt).toBe(litemaas.clock.now().toISOString());
    expect(detail.timeline.map(({ action }) => action)).toEqual(['created']);
    expect(detail.limits.map(({ scope, title }) => [scope, title])).toEqual([
      ['key', 'Batch jobs'],
      ['subscription', 'gpt-4o-mini'],
      ['subscription', 'o3-deep-reasoning'],
    ]);
    expect(detail.binding).toMatchObject({
      scope: 'key',
      limitNanos: '5000000000',
      enforcedBy: 'gateway',
      resetsAt: '2026-12-01T00:00:00.000Z',
    });
    expect(await litemaas.db('sealed_keys')).toEqual([]);
    expect(
      await litemaas.db('sync_objects').whereNot('state', 'in_sync'),
    ).toEqual([]);

    const there = await keyAtGateway(key.id);
    expect(there).toMatchObject({
      models: ['gpt-4o-mini', 'o3-deep-reasoning'],
      max_budget: 5,
      budget_reset_at: expect.stringMatching(/^2026-12-01T00:00:00/),
      rpm_limit: 10,
      tpm_limit: 100_000,
      team_id: null,
      metadata: { litemaas: { keyId: key.id } },
    });
    const user = await atGateway(`/user/info?user_id=${there.user_id}`);
    expect(user.user_info).toMatchObject({
      user_alias: 'Lucas Meyer',
      user_email: null,
    });
    expect(user.keys).toHaveLength(1);
  });

  it('answers a repeat of the same request with the same key and without its value', async () => {
    const before = litemaas.simulator.calls('POST /key/generate');
    const first = await create(LUCAS, {}, 'one-click');
    const again = await create(LUCAS, {}, 'one-click');
    expect(again.key.id).toBe(first.key.id);
    expect(again.secret).toBe('');
    expect(await litemaas.db('api_keys')).toHaveLength(1);
    expect(litemaas.simulator.calls('POST /key/generate')).toBe(before + 1);
  });

  it('gives one of two keys of the same name at the same time, and another owner the name too', async () => {
    await create(LUCAS, { name: 'First' });
    const outcomes = await Promise.allSettled([create(LUCAS), create(LUCAS)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(await refusal(create(LUCAS))).toEqual({
      status: 409,
      code: 'key.name_taken',
      fields: ['name'],
    });
    await create(LUCAS, { ownerRef: PAYMENTS });
    expect(await litemaas.db('api_keys')).toHaveLength(3);
  });

  it('hands out a key while the gateway is away; it becomes active by itself, and its creator is told once', async () => {
    litemaas.simulator.faults.setDown('reset');
    const { key, secret } = await create(LUCAS);
    expect(key).toMatchObject({ label: 'pending', state: 'pending' });
    await settle();
    expect(await labelOf(key.id)).toBe('pending');
    await litemaas.notify();
    expect(litemaas.notifications).toEqual([]);

    litemaas.simulator.faults.setDown(null);
    litemaas.advance(15_000);
    const before = litemaas.simulator.calls('POST /key/generate');
    await Promise.all([litemaas.drain(), litemaas.drain()]);
    expect(litemaas.simulator.calls('POST /key/generate')).toBe(before + 1);
    expect(await labelOf(key.id)).toBe('active');
    expect(await call(secret)).toBe(200);
    await settle(15_000);
    await litemaas.notify();
    expect(litemaas.notifications).toMatchObject([
      {
        recipients: { entityRef: [LUCAS] },
        payload: { link: `/litemaas/api-keys/${key.id}` },
      },
    ]);
    expect(
      (await litemaas.as(LUCAS).getKey(key.id)).confirmedAt,
    ).not.toBeNull();
  });

  it('makes one key of a create whose answer got lost', async () => {
    litemaas.simulator.faults.failNext({
      route: 'POST /key/generate',
      count: 1,
      timeoutAfterEffect: true,
    });
    const { key, secret } = await create(LUCAS);
    expect(key.label).toBe('pending');
    await settle(15_000);
    expect(await labelOf(key.id)).toBe('active');
    expect(await call(secret)).toBe(200);
    const { user_id } = await keyAtGateway(key.id);
    const user = await atGateway(`/user/info?user_id=${user_id}`);
    expect(user.keys).toHaveLength(1);
  });

  it.each(['never sent', 'sent, and its answer lost'])(
    'leaves no live key when a pending create is revoked (%s)',
    async how => {
      if (how === 'never sent') {
        litemaas.simulator.faults.setDown('reset');
      } else {
        litemaas.simulator.faults.failNext({
          route: 'POST /key/generate',
          count: 1,
          timeoutAfterEffect: true,
        });
      }
      const { key, secret } = await create(LUCAS);
      expect(key.label).toBe('pending');
      const revoked = await litemaas.as(LUCAS).revokeKey(key.id, {});
      expect(revoked).toMatchObject({ label: 'revoking', actions: [] });
      expect(await litemaas.db('sealed_keys')).toEqual([]);
      litemaas.simulator.faults.setDown(null);
      await settle(15_000);
      expect(await call(secret)).toBe(401);
      for (let step = 0; step < 4; step++) {
        await settle(MINUTE_MS);
        expect(await call(secret)).toBe(401);
      }
      expect(await labelOf(key.id)).toBe('revoked');
      expect((await keyAtGateway(key.id))?.status).not.toBe('active');
    },
  );

  it('blocks and unblocks at once, each actor removing only its own hold', async () => {
    const { key, secret } = await create(LUCAS);
    await settle();
    expect(
      await litemaas.as(LUCAS).blockKey(key.id, { reason: 'On holiday' }),
    ).toMatchObject({
      label: 'blocked',
      holds: [
        { kind: 'manual', reason: 'On holiday', actor: { entityRef: LUCAS } },
      ],
      actions: ['edit', 'unblock', 'replace', 'revoke'],
    });
    expect(await call(secret)).toBe(401);
    expect(await litemaas.as(LUCAS).unblockKey(key.id, {})).toMatchObject({
      label: 'active',
      holds: [],
    });
    expect(await call(secret)).toBe(200);
    expect(
      await refusal(litemaas.as(LUCAS).unblockKey(key.id, {})),
    ).toMatchObject({ status: 409, code: 'key.not_held' });

    await litemaas.as(MEI).blockKey(key.id, { reason: 'Under investigation' });
    expect(await litemaas.as(LUCAS).getKey(key.id)).toMatchObject({
      label: 'blocked',
      actions: ['edit', 'replace', 'revoke'],
    });
    expect(
      await refusal(litemaas.as(LUCAS).unblockKey(key.id, {})),
    ).toMatchObject({ status: 403 });
    // A new value for a key that an admin holds is held as well.
    const replaced = await litemaas.as(LUCAS).replaceKey(key.id, {});
    values.push(replaced.secret ?? '');
    expect(replaced.key.label).toBe('blocked');
    expect(await call(replaced.secret ?? '')).toBe(401);
    expect(await litemaas.as(MEI).unblockKey(key.id, {})).toMatchObject({
      label: 'active',
    });
  });

  it('shows Blocking while the gateway has not confirmed it, and blocks when it is back', async () => {
    const { key, secret } = await create(LUCAS);
    await settle();
    litemaas.simulator.faults.setDown('503');
    const blocking = await litemaas.as(LUCAS).blockKey(key.id, {});
    expect(blocking).toMatchObject({ label: 'blocking', confirmedAt: null });
    litemaas.simulator.faults.setDown(null);
    await settle(15_000);
    expect(await labelOf(key.id)).toBe('blocked');
    expect(await call(secret)).toBe(401);
  });

  it('revokes: refused at once, deleted once no cache knows it, a tombstone for ever', async () => {
    const { key, secret } = await create(LUCAS);
    await settle();
    expect(
      await litemaas.as(LUCAS).revokeKey(key.id, { reason: 'Leaked' }),
    ).toMatchObject({ label: 'revoking' });
    expect(await call(secret)).toBe(401);
    await settle();
    expect(await labelOf(key.id)).toBe('revoking');
    expect((await keyAtGateway(key.id)).blocked).toBe(true);
    await settle(MINUTE_MS);
    await settle(MINUTE_MS);
    expect(await labelOf(key.id)).toBe('revoked');
    expect((await keyAtGateway(key.id))?.status).not.toBe('active');
    expect(
      await refusal(litemaas.as(LUCAS).revokeKey(key.id, {})),
    ).toMatchObject({ status: 409, code: 'key.not_live' });
    // Its name is free again, its hash is not forgotten.
    await create(LUCAS);
    const { hash } = await litemaas
      .db('api_keys')
      .where({ id: key.id })
      .first('hash');
    expect(
      (await litemaas.as(LUCAS).listKeys({ hash })).items.map(({ id }) => id),
    ).toEqual([key.id]);

    // Somebody brings it back to life at the gateway: it is blocked at the next look.
    await fetch(`${litemaas.simulator.url}/key/generate`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${MASTER_KEY}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ key: secret, models: ['gpt-4o-mini'] }),
    });
    expect(await call(secret)).toBe(200);
    await litemaas
      .db('sync_objects')
      .where({ local_id: key.id })
      .update({ next_attempt_at: litemaas.clock.now() });
    await litemaas.drain();
    expect(await call(secret)).toBe(401);
  });

  it('replaces: both values work, the new one under the old name, until the old one is revoked', async () => {
    const old = await create(LUCAS, { budgetNanos: '1000000000', rpm: 7 });
    const issued = await litemaas.as(LUCAS).replaceKey(old.key.id, {});
    const secret = issued.secret ?? '';
    values.push(secret);
    expect(issued.key).toMatchObject({
      name: 'Batch jobs',
      budgetNanos: '1000000000',
      rpm: 7,
      expiresAt: old.key.expiresAt,
      label: 'active',
    });
    expect(secret).not.toBe(old.secret);
    expect(await litemaas.as(LUCAS).getKey(old.key.id)).toMatchObject({
      name: 'Batch jobs (replaced)',
      label: 'active',
    });
    expect([await call(old.secret), await call(secret)]).toEqual([200, 200]);
    await litemaas.as(LUCAS).revokeKey(old.key.id, {});
    expect([await call(old.secret), await call(secret)]).toEqual([401, 200]);
    const again = await litemaas.as(LUCAS).replaceKey(issued.key.id, {});
    values.push(again.secret ?? '');
    expect(again.key.name).toBe('Batch jobs');
  });

  it('keeps limits within the plans of its models, the lowest one counting', async () => {
    const wrong = async (more: Parameters<typeof create>[1]) =>
      refusal(create(LUCAS, more));
    expect(await wrong({ budgetNanos: '20000000001' })).toEqual({
      status: 400,
      code: 'key.budget_exceeds_plan',
      fields: ['budgetNanos'],
    });
    expect(
      await wrong({
        subscribe: { planId: 'trial' },
        budgetNanos: '20000000000',
      }),
    ).toMatchObject({ code: 'key.budget_exceeds_plan' });
    expect(await wrong({ rpm: 61 })).toMatchObject({
      code: 'key.rate_exceeds_plan',
      fields: ['rpm'],
    });
    expect(await wrong({ expiresAt: '2027-11-25T12:00:01Z' })).toMatchObject({
      code: 'key.expiry_invalid',
      fields: ['expiresAt'],
    });
    expect(await wrong({ expiresAt: '2026-11-24T12:00:00Z' })).toMatchObject({
      code: 'key.expiry_invalid',
    });
    expect(await wrong({ subscribe: undefined })).toEqual({
      status: 400,
      code: 'model.not_subscribed',
      fields: ['modelIds.0'],
    });
    expect(await wrong({ models: ['gpt-4o-mini', 'claude-sonnet'] })).toEqual({
      status: 400,
      code: 'model.not_public',
      fields: ['modelIds.1'],
    });
    // Nothing of all that was written, no subscription either.
    for (const table of [
      'api_keys',
      'subscriptions',
      'sealed_keys',
      'persons',
    ]) {
      expect(await litemaas.db(table)).toEqual([]);
    }

    const { key } = await create(LUCAS, { budgetNanos: '5000000000' });
    const edit = (more: object) => litemaas.as(LUCAS).updateKey(key.id, more);
    expect(await refusal(edit({ budgetNanos: '21000000000' }))).toMatchObject({
      code: 'key.budget_exceeds_plan',
    });
    expect(
      await refusal(edit({ modelIds: [idOf('o3-deep-reasoning')] })),
    ).toMatchObject({ code: 'model.not_subscribed' });
    const edited = await edit({
      name: 'Nightly',
      budgetNanos: '2000000000',
      period: 'week',
      maxParallel: 2,
      expiresAt: '2026-12-24T12:00:00Z',
    });
    expect(edited).toMatchObject({
      name: 'Nightly',
      budgetNanos: '2000000000',
      syncProblem: null,
    });
    expect(await keyAtGateway(key.id)).toMatchObject({
      max_budget: 2,
      budget_reset_at: expect.stringMatching(/^2026-11-30T00:00:00/),
      max_parallel_requests: 2,
      expires: expect.stringMatching(/^2026-12-24T12:00/),
    });
    expect(await edit({ budgetNanos: null })).toMatchObject({
      budgetNanos: null,
      syncProblem: null,
    });
    expect((await keyAtGateway(key.id)).max_budget).toBeNull();
  });

  it('takes the model from the keys of a used-up subscription, holds the last one, and gives it back at the reset', async () => {
    const { key, secret } = await create(LUCAS, {
      models: ['o3-deep-reasoning'],
      subscribe: { planId: 'trial' },
    });
    const both = await create(LUCAS, {
      name: 'Both',
      models: ['o3-deep-reasoning', 'gpt-4o-mini'],
    });
    await settle();
    expect(await call(secret, 'o3-deep-reasoning')).toBe(200);
    await litemaas.ingest();
    await settle();
    await litemaas.ingest();
    await litemaas.drain();

    const over = await litemaas.as(LUCAS).getKey(key.id);
    expect(over).toMatchObject({
      label: 'over-limit',
      holds: [{ kind: 'subscription', actor: null }],
      models: [{ available: false }],
      binding: { scope: 'subscription', title: 'o3-deep-reasoning' },
      actions: ['edit', 'block', 'replace', 'revoke'],
    });
    expect(BigInt(over.binding?.usedNanos ?? 0)).toBeGreaterThan(500_000_000n);
    expect(await keyAtGateway(key.id)).toMatchObject({
      models: ['no-default-models'],
      blocked: true,
    });
    expect(await call(secret, 'o3-deep-reasoning')).toBe(401);
    expect(await call(both.secret, 'o3-deep-reasoning')).toBe(403);
    expect(await call(both.secret)).toBe(200);
    expect(await labelOf(both.key.id)).toBe('over-limit');
    expect(
      (await litemaas.as(LUCAS).listKeys({ label: ['over-limit'] })).totalItems,
    ).toBe(2);
    const [subscription] = (
      await litemaas.as(LUCAS).listSubscriptions({
        modelId: idOf('o3-deep-reasoning'),
      })
    ).items;
    expect(subscription).toMatchObject({
      status: 'active',
      exhausted: true,
      keyCount: 2,
    });
    // A key made meanwhile starts without the model, too.
    const late = await create(LUCAS, {
      name: 'Late',
      models: ['o3-deep-reasoning'],
    });
    expect(await call(late.secret, 'o3-deep-reasoning')).toBe(401);

    await settle(DAY_MS);
    await litemaas.ingest();
    await litemaas.drain();
    expect(await litemaas.as(LUCAS).getKey(key.id)).toMatchObject({
      label: 'active',
      holds: [],
      models: [{ available: true }],
    });
    expect(await call(secret, 'o3-deep-reasoning')).toBe(200);
  });

  it('loses the model of an ended subscription for good', async () => {
    const { key, secret } = await create(LUCAS, {
      models: ['gpt-4o-mini', 'o3-deep-reasoning'],
    });
    await settle();
    const [{ id }] = (
      await litemaas
        .as(LUCAS)
        .listSubscriptions({ modelId: idOf('gpt-4o-mini') })
    ).items;
    await litemaas.as(LUCAS).endSubscription(id, {});
    await litemaas.drain();
    expect(await call(secret)).toBe(403);
    expect(
      (await litemaas.as(LUCAS).getKey(key.id)).models.map(
        ({ name, available }) => [name, available],
      ),
    ).toEqual([
      ['gpt-4o-mini', false],
      ['o3-deep-reasoning', true],
    ]);
    await litemaas.as(LUCAS).subscribe({ modelId: idOf('gpt-4o-mini') });
    await settle();
    expect(await call(secret)).toBe(403);
    await litemaas
      .as(LUCAS)
      .updateKey(key.id, { modelIds: [idOf('gpt-4o-mini')] });
    expect(await call(secret)).toBe(200);
  });

  it('belongs to a group or a component, kept under the owning team, and hidden from everybody else', async () => {
    const teams = await create(LUCAS, { ownerRef: PAYMENTS });
    const components = await create(LUCAS, {
      ownerRef: 'component:default/checkout',
    });
    const there = await keyAtGateway(teams.key.id);
    expect(there).toMatchObject({ user_id: null });
    expect((await keyAtGateway(components.key.id)).team_id).toBe(there.team_id);
    const { team_info: team } = await atGateway(
      `/team/info?team_id=${there.team_id}`,
    );
    expect(team).toMatchObject({ team_alias: 'Payments' });

    const seenBy = async (who: string, owner: string) =>
      (await litemaas.as(who).listKeys({ owner })).totalItems;
    expect(await seenBy(PRIYA, PAYMENTS)).toBe(1);
    expect(await seenBy(PRIYA, 'all')).toBe(2);
    expect(await seenBy(SOFIA, 'all')).toBe(0);
    expect(await seenBy(SOFIA, PAYMENTS)).toBe(0);
    expect(await seenBy(RUTH, 'all')).toBe(2);
    for (const work of [
      litemaas.as(SOFIA).getKey(teams.key.id),
      litemaas.as(SOFIA).revokeKey(teams.key.id, {}),
      litemaas.as(SOFIA).replaceKey(teams.key.id, {}),
      litemaas.as(SOFIA).updateKey(teams.key.id, { name: 'Mine' }),
    ]) {
      expect(await refusal(work)).toMatchObject({
        status: 404,
        code: 'key.not_found',
      });
    }
    expect(await litemaas.as(RUTH).getKey(teams.key.id)).toMatchObject({
      actions: [],
    });
    expect(
      await refusal(litemaas.as(RUTH).blockKey(teams.key.id, {})),
    ).toMatchObject({ status: 403 });
    // An admin stops anybody's key, and is never shown a value of it.
    expect(
      await refusal(litemaas.as(MEI).replaceKey(teams.key.id, {})),
    ).toMatchObject({ status: 403, code: 'owner.not_allowed' });
    expect(await litemaas.as(MEI).revokeKey(teams.key.id, {})).toMatchObject({
      label: 'revoking',
    });
    expect(await refusal(create(SOFIA, { ownerRef: PAYMENTS }))).toMatchObject({
      status: 403,
      code: 'owner.not_allowed',
    });
  });

  it('filters by label exactly, finds by name, last four and hash, and hides what is over', async () => {
    const soon = new Date(litemaas.clock.now().getTime() + 2 * DAY_MS);
    await create(LUCAS, { name: 'Expiring', expiresAt: soon.toISOString() });
    const blocked = await create(LUCAS, { name: 'Blocked one' });
    await create(LUCAS, { name: 'Plain', purpose: 'Nightly reports' });
    await litemaas.as(LUCAS).blockKey(blocked.key.id, {});
    const found = async (query: object) => {
      const page = await litemaas.as(LUCAS).listKeys(query);
      expect(page.totalItems).toBe(page.items.length);
      return page.items.map(({ name }) => name);
    };
    expect(await found({ label: ['expiring'] })).toEqual(['Expiring']);
    expect(await found({ label: ['blocked', 'active'] })).toEqual([
      'Plain',
      'Blocked one',
    ]);
    expect(await found({ search: 'REPORTS' })).toEqual(['Plain']);
    expect(await found({ search: blocked.key.lastFour })).toContain(
      'Blocked one',
    );
    expect(
      await refusal(litemaas.as(LUCAS).listKeys({ search: blocked.secret })),
    ).toMatchObject({ status: 400, fields: ['search'] });
    expect(await found({ modelId: idOf('o3-deep-reasoning') })).toEqual([]);
    expect(await found({ unusedDays: 1 })).toEqual([]);

    const page = await litemaas.as(LUCAS).listKeys({ limit: 2 });
    expect(page.totalItems).toBe(3);
    const rest = await litemaas
      .as(LUCAS)
      .listKeys({ limit: 2, cursor: page.pageInfo.nextCursor });
    expect([...page.items, ...rest.items].map(({ name }) => name)).toEqual([
      'Plain',
      'Blocked one',
      'Expiring',
    ]);

    // Its time is over before any task has noticed.
    litemaas.advance(2 * DAY_MS);
    expect(await found({})).toEqual(['Plain', 'Blocked one']);
    expect(await found({ label: ['expired'] })).toEqual(['Expiring']);
    await litemaas.run('expire');
    expect(await found({ label: ['expired'] })).toEqual(['Expiring']);
    expect(await found({ unusedDays: 1 })).toHaveLength(2);
  });

  it('says that a value is lost when it could not be delivered within 72 hours', async () => {
    litemaas.simulator.faults.setDown('reset');
    const { key, secret } = await create(LUCAS);
    await settle(3 * DAY_MS);
    await litemaas.run('erase');
    expect(await litemaas.db('sealed_keys')).toEqual([]);
    expect(await litemaas.as(LUCAS).getKey(key.id)).toMatchObject({
      label: 'pending',
      valueLost: true,
    });
    litemaas.simulator.faults.setDown(null);
    await settle(15_000);
    expect(await litemaas.as(LUCAS).getKey(key.id)).toMatchObject({
      label: 'pending',
      syncProblem: expect.stringContaining('Replace it'),
    });
    const replaced = await litemaas.as(LUCAS).replaceKey(key.id, {});
    values.push(replaced.secret ?? '');
    expect(await call(replaced.secret ?? '')).toBe(200);
    expect(await call(secret)).toBe(401);
  });

  it('leaves a key alone that another installation has marked', async () => {
    const { key } = await create(LUCAS);
    await settle();
    const { hash } = await litemaas
      .db('api_keys')
      .where({ id: key.id })
      .first('hash');
    await fetch(`${litemaas.simulator.url}/key/update`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${MASTER_KEY}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        key: hash,
        metadata: { litemaas: { installation: 'somebodyelse' } },
      }),
    });
    const blocking = await litemaas.as(LUCAS).blockKey(key.id, {});
    expect(blocking.label).toBe('blocking');
    expect(blocking.syncProblem).toEqual(expect.any(String));
    expect((await keyAtGateway(key.id)).blocked).not.toBe(true);
  });

  it('puts back what somebody changed at the gateway, and then has nothing to do', async () => {
    const { key, secret } = await create(LUCAS);
    await settle();
    const { hash, gateway_id } = await litemaas
      .db('api_keys')
      .where({ id: key.id })
      .first();
    await fetch(`${litemaas.simulator.url}/key/update`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${MASTER_KEY}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ key: hash, models: [], max_budget: 1000 }),
    });
    expect(await call(secret, 'o3-deep-reasoning')).toBe(200);
    const due = () =>
      litemaas
        .db('sync_objects')
        .where({ gateway_id, kind: 'key', local_id: key.id })
        .update({ next_attempt_at: litemaas.clock.now() });
    await due();
    await litemaas.drain();
    expect(await call(secret, 'o3-deep-reasoning')).toBe(403);
    expect(await keyAtGateway(key.id)).toMatchObject({
      models: ['gpt-4o-mini'],
      max_budget: null,
    });
    const updates = litemaas.simulator.calls('POST /key/update');
    await due();
    await litemaas.drain();
    expect(litemaas.simulator.calls('POST /key/update')).toBe(updates);
  });

  it('shows an approver what it stands for, and a key for a restricted model once approved', async () => {
    const asked = await litemaas
      .as(LUCAS)
      .subscribe({ modelId: idOf('claude-sonnet'), reason: 'Code review' });
    expect(
      await refusal(
        create(LUCAS, { models: ['claude-sonnet'], subscribe: undefined }),
      ),
    ).toMatchObject({ code: 'model.not_subscribed' });
    await litemaas.as(ANA).decide({ decision: 'approve', ids: [asked.id] });
    const { secret } = await create(LUCAS, {
      models: ['claude-sonnet'],
      subscribe: undefined,
    });
    expect(await call(secret, 'claude-sonnet')).toBe(200);
    expect(await call(secret)).toBe(403);
  });
});
