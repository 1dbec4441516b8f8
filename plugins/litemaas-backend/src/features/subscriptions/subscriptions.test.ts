import type {
  Model,
  SubscribeRequest,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  databaseIds,
  startLitemaas,
  type Harness,
} from '../../testing/harness';

const LUCAS = 'user:default/lucas.meyer';
const JONAS = 'user:default/jonas.weber';
const PRIYA = 'user:default/priya.nair';
const SOFIA = 'user:default/sofia.rossi';
const ANA = 'user:default/ana.ruiz';
const BEN = 'user:default/ben.carter';
const MEI = 'user:default/mei.tanaka';
const RUTH = 'user:default/ruth.adler';
const PAYMENTS = 'group:default/payments';

const DAY_MS = 24 * 60 * 60 * 1000;

// Each test is a story over HTTP; the machine may be busy with others.
jest.setTimeout(30_000);

describe.each(databaseIds)('subscriptions on %s', databaseId => {
  let litemaas: Harness;
  let models: Map<string, Model>;

  beforeAll(async () => {
    litemaas = await startLitemaas({ databaseId });
  });
  afterAll(() => litemaas.stop());

  beforeEach(async () => {
    await litemaas.reset();
    const { items } = await litemaas.as(LUCAS).listModels({ limit: 100 });
    models = new Map(items.map(model => [model.name, model]));
  });

  const idOf = (name: string) => models.get(name)!.id;
  const subscribe = (
    who: string,
    name: string,
    more: Partial<SubscribeRequest> = {},
  ) =>
    litemaas.as(who).subscribe({
      modelId: idOf(name),
      reason: 'For the fraud model',
      ...more,
    });
  const refusal = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      thrown => thrown,
    );
    return {
      status: error?.statusCode,
      code: error?.body?.error?.code,
      fields: error?.body?.error?.fields,
    };
  };
  const rows = async (table: string, where = {}) =>
    Number(
      (await litemaas.db(table).where(where).count({ count: '*' }))[0].count,
    );
  const subject = { subject_kind: 'subscription' };

  it('activates a public model at once, on the default plan, with its limits copied', async () => {
    const subscription = await subscribe(LUCAS, 'gpt-4o-mini', {
      reason: undefined,
    });
    expect(subscription).toMatchObject({
      status: 'active',
      owner: { entityRef: LUCAS },
      plan: { id: 'starter', title: 'Starter' },
      budgetNanos: '20000000000',
      period: 'month',
      rpm: 60,
      tpm: 100_000,
      spentNanos: '0',
      periodStartsAt: '2026-11-01T00:00:00.000Z',
      resetsAt: '2026-12-01T00:00:00.000Z',
      actions: ['create-key', 'end'],
    });
    await litemaas.notify();
    expect(litemaas.notifications).toEqual([]);

    await litemaas
      .db('plans')
      .where('id', 'starter')
      .update({ budget_nanos: '1' });
    const { budgetNanos } = await litemaas
      .as(LUCAS)
      .getSubscription(subscription.id);
    expect(budgetNanos).toBe('20000000000');
    await litemaas
      .db('plans')
      .where('id', 'starter')
      .update({ budget_nanos: '20000000000' });
  });

  it('asks for a restricted model with a reason, tells its approvers once, and activates when one approves', async () => {
    expect(
      await refusal(subscribe(LUCAS, 'claude-sonnet', { reason: ' ' })),
    ).toMatchObject({
      status: 400,
      code: 'subscription.reason_required',
      fields: { reason: expect.any(String) },
    });
    expect(await rows('subscriptions')).toBe(0);

    const asked = await subscribe(LUCAS, 'claude-sonnet');
    expect(asked).toMatchObject({ status: 'requested', actions: ['withdraw'] });
    await litemaas.notify();
    expect(litemaas.notifications).toEqual([
      expect.objectContaining({
        recipients: { type: 'entity', entityRef: [ANA, BEN] },
        payload: expect.objectContaining({ link: '/litemaas/approvals' }),
      }),
    ]);

    const approvals = await litemaas.as(ANA).listApprovals();
    expect(approvals).toMatchObject({ totalItems: 1 });
    expect(approvals.items[0]).toMatchObject({
      own: false,
      subscription: { id: asked.id, actions: ['approve', 'deny'] },
      plans: [{ id: 'starter' }, { id: 'trial' }, { id: 'team' }],
    });
    expect((await litemaas.as(ANA).getMe()).approvals).toEqual({
      mayDecide: true,
      waiting: 1,
    });

    litemaas.advance(3 * 60 * 60 * 1000);
    const { results } = await litemaas.as(ANA).decide({
      decision: 'approve',
      ids: [asked.id],
      planId: 'trial',
      endsAt: '2026-12-24T12:00:00Z',
    });
    expect(results).toMatchObject([
      {
        outcome: 'approved',
        by: null,
        subscription: {
          status: 'active',
          plan: { id: 'trial' },
          budgetNanos: '500000000',
          period: 'day',
          endsAt: '2026-12-24T12:00:00.000Z',
        },
      },
    ]);
    await litemaas.notify();
    expect(litemaas.notifications).toHaveLength(2);
    expect(litemaas.notifications[1]).toMatchObject({
      recipients: { entityRef: [LUCAS] },
      payload: { link: `/litemaas/subscriptions/${asked.id}` },
    });
    const { timeline, approvers } = await litemaas
      .as(LUCAS)
      .getSubscription(asked.id);
    expect(timeline).toMatchObject([
      {
        action: 'requested',
        actor: { title: 'Lucas Meyer' },
        reason: 'For the fraud model',
        at: '2026-11-24T12:00:00.000Z',
      },
      { action: 'approved', actor: { title: 'Ana Ruiz' } },
    ]);
    expect(approvers.map(({ title }) => title)).toEqual([
      'Ana Ruiz',
      'Ben Carter',
    ]);
  });

  it('decides several, each for itself: never own ones, none twice, none unseen, no higher plan', async () => {
    const waiting = await subscribe(LUCAS, 'claude-sonnet');
    const own = await subscribe(ANA, 'claude-sonnet');
    const other = await subscribe(JONAS, 'mistral-large');
    await litemaas.as(BEN).decide({
      decision: 'deny',
      ids: [other.id],
      reason: 'Use the small one',
    });
    const unknown = '0198a8a0-0000-7000-8000-000000000000';

    const { results } = await litemaas.as(ANA).decide({
      decision: 'approve',
      ids: [waiting.id, own.id, other.id, unknown],
    });
    expect(
      results.map(({ id, outcome, by }) => [id, outcome, by?.title]),
    ).toEqual([
      [waiting.id, 'approved', undefined],
      [own.id, 'own_request', undefined],
      [other.id, 'already_decided', 'Ben Carter'],
      [unknown, 'not_found', undefined],
    ]);
    // A developer sees no request of others, so there is none to decide.
    expect(
      (
        await litemaas
          .as(SOFIA)
          .decide({ decision: 'deny', ids: [own.id], reason: 'No' })
      ).results,
    ).toMatchObject([{ outcome: 'not_found', subscription: null }]);
    // The admin's own request neither.
    const admins = await subscribe(MEI, 'mistral-large');
    expect(
      (await litemaas.as(MEI).decide({ decision: 'approve', ids: [admins.id] }))
        .results,
    ).toMatchObject([{ outcome: 'own_request' }]);

    expect(
      await refusal(
        litemaas.as(BEN).decide({
          decision: 'approve',
          ids: [own.id],
          planId: 'team',
        }),
      ),
    ).toMatchObject({ status: 400, code: 'plan.not_offered' });
    expect(
      await refusal(
        litemaas.as(BEN).decide({
          decision: 'approve',
          ids: [own.id],
          endsAt: '2020-01-01T00:00:00Z',
        }),
      ),
    ).toMatchObject({ status: 400, code: 'subscription.end_in_past' });

    const mine = await litemaas.as(ANA).listApprovals();
    expect(
      mine.items.map(({ subscription: { id }, own: isOwn, approvers }) => [
        id,
        isOwn,
        approvers.map(({ title }) => title),
      ]),
    ).toEqual([
      [own.id, true, ['Ben Carter']],
      [admins.id, false, ['Ana Ruiz', 'Ben Carter']],
    ]);
  });

  it('lets an admin see and decide every request but their own, and an auditor none', async () => {
    const asked = await subscribe(LUCAS, 'claude-sonnet');
    const own = await subscribe(MEI, 'mistral-large');
    const list = await litemaas.as(MEI).listApprovals();
    expect(list.totalItems).toBe(2);
    expect(
      list.items.map(({ subscription, own: isOwn }) => [
        subscription.id,
        isOwn,
        subscription.actions,
      ]),
    ).toEqual([
      [asked.id, false, ['withdraw', 'approve', 'deny']],
      [own.id, true, ['withdraw']],
    ]);
    const auditor = litemaas.as('user:default/ruth.adler');
    expect((await auditor.listApprovals()).items).toEqual([]);
    const ids = [asked.id, own.id];
    expect(
      (await auditor.decide({ decision: 'approve', ids })).results,
    ).toMatchObject([{ outcome: 'not_found' }, { outcome: 'not_found' }]);
    expect(
      (await litemaas.as(MEI).decide({ decision: 'approve', ids })).results,
    ).toMatchObject([{ outcome: 'approved' }, { outcome: 'own_request' }]);
  });

  it('lets one of two decisions at the same time win, and tells the requester once', async () => {
    const asked = await subscribe(LUCAS, 'claude-sonnet');
    const decided = await Promise.all([
      litemaas.as(ANA).decide({ decision: 'approve', ids: [asked.id] }),
      litemaas
        .as(BEN)
        .decide({ decision: 'deny', ids: [asked.id], reason: 'Too dear' }),
    ]);
    const outcomes = decided.map(({ results }) => results[0].outcome).sort();
    expect(outcomes).toContain('already_decided');
    expect(new Set(outcomes).size).toBe(2);
    await litemaas.notify();
    expect(
      litemaas.notifications.filter(({ payload }) =>
        payload.scope?.includes('-decided'),
      ),
    ).toHaveLength(1);
  });

  it('makes one of two subscriptions that are asked for at the same time', async () => {
    const outcomes = await Promise.allSettled([
      subscribe(LUCAS, 'gpt-4o-mini'),
      subscribe(LUCAS, 'gpt-4o-mini'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(await refusal(subscribe(LUCAS, 'gpt-4o-mini'))).toMatchObject({
      status: 409,
      code: 'subscription.exists',
    });
    expect(await rows('subscriptions')).toBe(1);
    expect(await rows('change_log', subject)).toBe(1);
  });

  it('withdraws, denies and ends, after which one may ask again; the card remembers a denial', async () => {
    const withdrawn = await subscribe(LUCAS, 'claude-sonnet');
    expect(
      await litemaas.as(LUCAS).endSubscription(withdrawn.id, {}),
    ).toMatchObject({ status: 'ended', actions: [] });
    expect(
      await refusal(litemaas.as(LUCAS).endSubscription(withdrawn.id, {})),
    ).toMatchObject({ status: 409, code: 'subscription.not_live' });

    const denied = await subscribe(LUCAS, 'claude-sonnet');
    await litemaas.as(ANA).decide({
      decision: 'deny',
      ids: [denied.id],
      reason: 'The small one will do',
    });
    const { access } = await litemaas.as(LUCAS).getModel(idOf('claude-sonnet'));
    expect(access).toMatchObject({
      state: 'denied',
      decidedBy: { title: 'Ana Ruiz' },
      reason: 'The small one will do',
    });

    const third = await subscribe(LUCAS, 'claude-sonnet');
    await litemaas.as(ANA).decide({ decision: 'approve', ids: [third.id] });
    expect(
      await litemaas
        .as(LUCAS)
        .endSubscription(third.id, { reason: 'Done with it' }),
    ).toMatchObject({ status: 'ended' });
    const list = await litemaas.as(LUCAS).listSubscriptions();
    expect(list.items.map(({ status }) => status)).toEqual([
      'ended',
      'denied',
      'ended',
    ]);
  });

  it('ends by itself when its time is over', async () => {
    const asked = await subscribe(LUCAS, 'claude-sonnet');
    await litemaas.as(ANA).decide({
      decision: 'approve',
      ids: [asked.id],
      endsAt: new Date(litemaas.clock.now().getTime() + DAY_MS).toISOString(),
    });
    await litemaas.run('expire');
    expect(await litemaas.as(LUCAS).getSubscription(asked.id)).toMatchObject({
      status: 'active',
    });
    litemaas.advance(DAY_MS);
    await litemaas.run('expire');
    await litemaas.run('expire');
    const { status, timeline } = await litemaas
      .as(LUCAS)
      .getSubscription(asked.id);
    expect(status).toBe('expired');
    expect(timeline.map(({ action }) => action)).toEqual([
      'requested',
      'approved',
      'expired',
    ]);
  });

  it('belongs to a person, a group or a component, and is hidden from everybody else', async () => {
    const personal = await subscribe(LUCAS, 'gpt-4o-mini');
    const teams = await subscribe(LUCAS, 'gpt-4o-mini', {
      ownerRef: 'Group:default/Payments',
    });
    const components = await subscribe(LUCAS, 'gpt-4o-mini', {
      ownerRef: 'component:default/checkout',
    });
    expect(teams.owner).toEqual({ entityRef: PAYMENTS, title: 'Payments' });
    for (const ownerRef of [
      JONAS,
      'group:default/search',
      'component:default/product-search',
      'component:default/no-such-thing',
    ]) {
      expect(
        await refusal(subscribe(LUCAS, 'gpt-4o-mini', { ownerRef })),
      ).toMatchObject({ status: 403, code: 'owner.not_allowed' });
    }

    const seenBy = async (who: string) =>
      (await litemaas.as(who).listSubscriptions({ owner: 'all' })).items
        .map(({ id }) => id)
        .sort();
    const all = [personal.id, teams.id, components.id].sort();
    expect(await seenBy(LUCAS)).toEqual(all);
    expect(await seenBy(PRIYA)).toEqual([teams.id, components.id].sort());
    expect(await seenBy(SOFIA)).toEqual([]);
    expect(await seenBy(RUTH)).toEqual(all);

    for (const work of [
      litemaas.as(SOFIA).getSubscription(teams.id),
      litemaas.as(SOFIA).endSubscription(teams.id, {}),
    ]) {
      expect(await refusal(work)).toMatchObject({
        status: 404,
        code: 'subscription.not_found',
      });
    }
    // An auditor sees it, and can do nothing.
    expect(await litemaas.as(RUTH).getSubscription(teams.id)).toMatchObject({
      actions: [],
    });
    expect(
      await refusal(litemaas.as(RUTH).endSubscription(teams.id, {})),
    ).toMatchObject({ status: 403 });
    // A colleague may end what is the team's.
    expect(
      await litemaas.as(PRIYA).endSubscription(teams.id, {}),
    ).toMatchObject({ status: 'ended' });
  });

  it('pages through a list without skipping or repeating, with the exact count', async () => {
    for (const name of ['gpt-4o-mini', 'o3-deep-reasoning', 'claude-sonnet']) {
      await subscribe(LUCAS, name);
    }
    await subscribe(LUCAS, 'mistral-large');
    litemaas.advance(1000);
    await subscribe(LUCAS, 'llama-3.3-70b');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await litemaas
        .as(LUCAS)
        .listSubscriptions({ limit: 2, cursor });
      expect(page.totalItems).toBe(5);
      seen.push(...page.items.map(({ model }) => model.name));
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    expect(seen).toEqual([
      'llama-3.3-70b',
      'mistral-large',
      'claude-sonnet',
      'o3-deep-reasoning',
      'gpt-4o-mini',
    ]);
    expect(
      await litemaas
        .as(LUCAS)
        .listSubscriptions({ status: ['requested'], search: 'CLAUDE' }),
    ).toMatchObject({ totalItems: 1, items: [{ status: 'requested' }] });
    expect(
      await refusal(litemaas.as(LUCAS).listSubscriptions({ cursor: 'bm8' })),
    ).toMatchObject({ status: 400, code: 'request.cursor_invalid' });
  });

  it('says how fast decisions come from five on', async () => {
    const people = [LUCAS, JONAS, PRIYA, SOFIA, 'user:default/omar.haddad'];
    for (const [index, who] of people.entries()) {
      const { id } = await subscribe(who, 'claude-sonnet');
      litemaas.advance((index + 1) * 60_000);
      await litemaas.as(ANA).decide({ decision: 'approve', ids: [id] });
      expect(
        (await litemaas.as(LUCAS).getModel(idOf('claude-sonnet')))
          .medianDecisionSeconds,
      ).toBe(index < 4 ? null : 180);
    }
  });

  it('refuses bad input with field paths and writes nothing', async () => {
    const post = async (route: string, body: unknown) => {
      const response = await litemaas.fetch(LUCAS, route, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const { error } = await response.json();
      return {
        status: response.status,
        code: error.code,
        fields: Object.keys(error.fields ?? {}),
      };
    };
    const modelId = idOf('gpt-4o-mini');
    const nobody = '0198a8a0-0000-7000-8000-000000000000';
    const refused = (status: number, code: string, ...fields: string[]) => ({
      status,
      code,
      fields,
    });
    expect(await post('/subscriptions', { modelId, extra: 1 })).toEqual(
      refused(400, 'request.invalid', 'extra'),
    );
    expect(await post('/subscriptions', { modelId: 7 })).toEqual(
      refused(400, 'request.invalid', 'modelId'),
    );
    expect(await post('/subscriptions', '{')).toMatchObject({ status: 400 });
    expect(
      await post('/subscriptions', { modelId, reason: 'x'.repeat(200_000) }),
    ).toMatchObject({ status: 413, code: 'request.too_large' });
    expect(await post('/subscriptions', { modelId: nobody })).toEqual(
      refused(404, 'model.not_found'),
    );
    expect(await post('/subscriptions', { modelId, planId: 'gold' })).toEqual(
      refused(400, 'plan.not_offered', 'planId'),
    );
    expect(
      await post('/approvals/decisions', { decision: 'deny', ids: [modelId] }),
    ).toEqual(refused(400, 'request.invalid', 'reason'));
    expect(await post('/subscriptions/nonsense/end', {})).toMatchObject({
      status: 404,
    });
    expect(await rows('subscriptions')).toBe(0);
    expect(await rows('change_log', subject)).toBe(0);
  });
});
