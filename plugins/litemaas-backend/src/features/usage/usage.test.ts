import {
  periodEnd,
  usdToNanos,
  type CreateKeyRequest,
} from '@litemaas/backstage-plugin-litemaas-common';
import { newId } from '../../platform/database';
import {
  databaseIds,
  MASTER_KEY,
  startLitemaas,
  type Harness,
} from '../../testing/harness';
import { UsageLedger } from './ledger/UsageLedger';

jest.setTimeout(120_000);

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ANA = 'user:default/ana.ruiz';
const PRIYA = 'user:default/priya.nair';
const JONAS = 'user:default/jonas.weber';
const LUCAS = 'user:default/lucas.meyer';
const OMAR = 'user:default/omar.haddad';
const RUTH = 'user:default/ruth.adler';
const MEI = 'user:default/mei.tanaka';
const PAYMENTS = 'group:default/payments';

const CASES = databaseIds.map(([databaseId], index) => ({
  databaseId,
  version: (['1.108.2', '1.82.1'] as const)[index % 2],
}));

describe.each(CASES)('usage on $databaseId, LiteLLM $version', options => {
  let litemaas: Harness;

  beforeAll(async () => {
    litemaas = await startLitemaas({
      databaseId: options.databaseId,
      simulator: { version: options.version },
      config: {
        models: {
          defaultOwner: 'group:default/ai-platform',
          rules: [{ match: '*', visibility: 'public' }],
        },
      },
    });
    // A gateway counts a call some milliseconds after its answer; the next call here comes sooner.
    litemaas.simulator.knobs.settleMs = [0, 0];
  });
  afterAll(() => litemaas.stop());

  async function modelId(name: string): Promise<string> {
    const { items } = await litemaas.as(MEI).listModels({ name });
    return items[0].id;
  }

  /** A key that works, made as a person makes one. */
  async function key(
    person: string,
    name: string,
    models: string[],
    options_: Partial<CreateKeyRequest> = {},
  ) {
    const issued = await litemaas.as(person).createKey({
      name,
      modelIds: await Promise.all(models.map(modelId)),
      subscribe: { planId: 'starter' },
      ...options_,
    });
    await litemaas.drain();
    return { id: issued.key.id, secret: String(issued.secret) };
  }

  /** A real call of the gateway. */
  async function call(
    secret: string,
    model: string,
    max_tokens = 5,
  ): Promise<number> {
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
          max_tokens,
          messages: [{ role: 'user', content: 'canary-prompt' }],
        }),
      },
    );
    await response.text();
    return response.status;
  }

  const requests = async (person: string, query = {}) =>
    (await litemaas.as(person).listUsageRequests({ period: '24h', ...query }))
      .items;

  const hashOf = async (id: string): Promise<string> =>
    (await litemaas.db('api_keys').where({ id }).first('hash')).hash;

  const beforeNow = (ms: number) =>
    new Date(litemaas.clock.now().getTime() - ms).toISOString();

  /** What the gateway's own log says of all calls of a key. */
  async function logged(keyId: string) {
    const rows: { spend: number }[] = [];
    const hash = await hashOf(keyId);
    for (let page = 1; ; page++) {
      const response = await fetch(
        `${litemaas.simulator.url}/spend/logs/v2?start_date=2026-01-01&end_date=2027-01-01&page_size=100&page=${page}&api_key=${hash}`,
        { headers: { authorization: `Bearer ${MASTER_KEY}` } },
      );
      const { data } = await response.json();
      if (data.length === 0) {
        return rows;
      }
      rows.push(...data);
    }
  }

  describe('calls', () => {
    beforeEach(() => litemaas.reset());

    it('shows a call with its tokens and its exact cost in the cycle after it was written', async () => {
      const mine = await key(JONAS, 'notebook', ['gpt-4o-mini']);
      expect(await call(mine.secret, 'gpt-4o-mini')).toBe(200);
      litemaas.advance(5 * SECOND);
      await litemaas.ingest();

      const [request] = await requests(JONAS);
      const report = await litemaas.as(JONAS).getUsage({ period: '24h' });
      expect(request).toMatchObject({
        key: { id: mine.id, name: 'notebook' },
        model: { name: 'gpt-4o-mini' },
        owner: { entityRef: JONAS, title: 'Jonas Weber' },
        outcome: 'answered',
        cause: null,
      });
      const [row] = await logged(mine.id);
      expect(request.costNanos).toBe(usdToNanos(row.spend).toString());
      expect(report.totals).toMatchObject({
        spendNanos: request.costNanos,
        requests: 1,
        answered: 1,
        totalTokens: request.totalTokens,
      });
      expect(report.buckets).toHaveLength(24);
      expect(report.groups).toEqual([
        expect.objectContaining({
          id: request.model.id,
          totals: report.totals,
        }),
      ]);
      const [listed] = (await litemaas.as(JONAS).listKeys()).items;
      expect(listed).toMatchObject({
        lastUsedAt: request.startedAt,
        requestsLast24h: 1,
      });
    });

    it('tells a failing provider from a model one may not call', async () => {
      const { secret } = await key(MEI, 'all', [
        'gpt-4o-mini',
        'cohere-rerank-v3.5',
      ]);
      await call(secret, 'cohere-rerank-v3.5');
      await call(secret, 'nothing-such');
      litemaas.advance(5 * SECOND);
      await litemaas.ingest();
      const causes = (await requests(MEI)).map(
        ({ outcome, cause }) => `${outcome} ${cause?.kind}`,
      );
      expect(causes.sort()).toEqual([
        'failed provider-error',
        'refused model-not-allowed',
      ]);
      const { totals } = await litemaas.as(MEI).getUsage();
      expect(totals).toMatchObject({ requests: 2, failed: 1, refused: 1 });
    });

    it('says which limit refused a call, what was used, when it resets and who may raise it', async () => {
      const { secret } = await key(JONAS, 'capped', ['o3-deep-reasoning'], {
        budgetNanos: '500000000',
      });
      expect(await call(secret, 'o3-deep-reasoning')).toBe(200);
      litemaas.advance(5 * SECOND);
      expect(await call(secret, 'o3-deep-reasoning')).toBe(
        options.version === '1.82.1' ? 400 : 422,
      );
      await litemaas.ingest();
      const [refused] = await requests(JONAS, { outcome: 'refused' });
      const [answered] = await requests(JONAS, { outcome: 'answered' });
      expect(refused.cause).toMatchObject({
        certainty: 'reported',
        kind: 'key-budget',
        message: "The key's own budget is used up.",
        usedNanos: answered.costNanos,
        limitNanos: '500000000',
        resetsAt: periodEnd('month', litemaas.clock.now()).toISOString(),
        raisedBy: [{ entityRef: JONAS, title: 'Jonas Weber' }],
      });
    });

    it('says of a refusal what was used by then, not what the gateway had reserved for calls under way', async () => {
      const { secret } = await key(JONAS, 'busy', ['o3-deep-reasoning'], {
        budgetNanos: '5000000000',
      });
      const cheap = await call(secret, 'o3-deep-reasoning');
      litemaas.advance(20 * MINUTE);
      litemaas.simulator.knobs.settleMs = [500, 500];
      const dear = await call(secret, 'o3-deep-reasoning', 1_000);
      litemaas.advance(SECOND);
      const meanwhile = await call(secret, 'o3-deep-reasoning', 1_000);
      litemaas.simulator.knobs.settleMs = [0, 0];
      const reserves = options.version === '1.108.2';
      expect([cheap, dear, meanwhile]).toEqual([
        200,
        200,
        reserves ? 422 : 200,
      ]);
      litemaas.advance(5 * SECOND);
      await litemaas.ingest();

      const items = await requests(JONAS);
      const costs = items.reduce((sum, one) => sum + BigInt(one.costNanos), 0n);
      const refused = items.filter(one => one.outcome === 'refused');
      expect(
        refused.map(({ cause }) => [cause?.message, cause?.usedNanos]),
      ).toEqual(
        reserves
          ? [
              [
                "Calls under way had taken up the rest of the key's own budget.",
                costs.toString(),
              ],
            ]
          : [],
      );
      // The gateway's own row says that all five dollars were used.
      expect(costs).toBeLessThan(5_000_000_000n);
    });

    it('takes the model of a used up subscription within a cycle, says so, and gives it back at the reset', async () => {
      const { secret } = await key(
        JONAS,
        'trial',
        ['o3-deep-reasoning', 'gpt-4o-mini'],
        { subscribe: { planId: 'trial' } },
      );
      const reset = periodEnd('day', litemaas.clock.now());
      expect(await call(secret, 'o3-deep-reasoning')).toBe(200);
      litemaas.advance(10 * SECOND);
      await litemaas.ingest();
      await litemaas.ingest();
      await litemaas.drain();

      expect(await call(secret, 'o3-deep-reasoning')).toBeGreaterThanOrEqual(
        400,
      );
      expect(await call(secret, 'gpt-4o-mini')).toBe(200);
      litemaas.advance(5 * SECOND);
      await litemaas.ingest();
      const [refused] = await requests(JONAS, { outcome: 'refused' });
      expect(refused.cause).toMatchObject({
        certainty: 'probable',
        kind: 'subscription-budget',
        limitNanos: '500000000',
        resetsAt: reset.toISOString(),
      });
      expect(refused.cause?.raisedBy).toContainEqual({
        entityRef: ANA,
        title: 'Ana Ruiz',
      });
      await litemaas.notify();
      const usedUp = litemaas.notifications.filter(({ payload }) =>
        /used up/.test(payload.title),
      );
      expect(usedUp).toHaveLength(1);
      const { items } = await litemaas.as(JONAS).listSubscriptions();
      expect(items.map(one => one.exhausted).sort()).toEqual([false, true]);

      litemaas.clock.set(new Date(reset.getTime() + SECOND));
      litemaas.advance(0);
      await litemaas.ingest();
      await litemaas.drain();
      expect(await call(secret, 'o3-deep-reasoning')).toBe(200);
    });

    it('begins no budget anew for who ends a subscription and subscribes again, be it between two calls', async () => {
      const model = 'o3-deep-reasoning';
      const trial = { subscribe: { planId: 'trial' } };
      const first = await key(JONAS, 'first', [model], trial);
      expect(await call(first.secret, model)).toBe(200);
      litemaas.advance(10 * SECOND);
      await litemaas.ingest();
      const [used] = (await litemaas.as(JONAS).listSubscriptions()).items;
      expect(used.exhausted).toBe(true);

      // Not read yet when its subscription ends; the next one begins before it is.
      await litemaas.as(JONAS).endSubscription(used.id, {});
      const again = await key(JONAS, 'again', [model], trial);
      const [{ id, spentNanos, exhausted }] = (
        await litemaas.as(JONAS).listSubscriptions({ status: ['active'] })
      ).items;
      expect(id).not.toBe(used.id);
      expect({ spentNanos, exhausted }).toEqual({
        spentNanos: used.spentNanos,
        exhausted: true,
      });
      expect(await call(again.secret, model)).toBeGreaterThanOrEqual(400);
      await litemaas.ingest();
      await litemaas.drain();
      expect(await call(again.secret, model)).toBeGreaterThanOrEqual(400);

      // With room in a larger plan it goes on at once, with what was spent.
      await litemaas.as(JONAS).endSubscription(id, {});
      const larger = await key(JONAS, 'larger', [model]);
      expect(await call(larger.secret, model)).toBe(200);
      const [month] = (
        await litemaas.as(JONAS).listSubscriptions({ status: ['active'] })
      ).items;
      expect(month).toMatchObject({
        plan: { id: 'starter' },
        spentNanos: used.spentNanos,
        exhausted: false,
      });
      const ended = await litemaas.as(JONAS).getSubscription(used.id);
      expect(ended).toMatchObject({ spentNanos: '0', exhausted: false });
    });

    it('counts calls that still pass after their subscription ended on the next one', async () => {
      const model = 'o3-deep-reasoning';
      const trial = { subscribe: { planId: 'trial' } };
      const { secret } = await key(JONAS, 'hasty', [model], trial);
      const [{ id }] = (await litemaas.as(JONAS).listSubscriptions()).items;
      await litemaas.as(JONAS).endSubscription(id, {});
      // Before the gateway hears of it.
      expect(await call(secret, model)).toBe(200);
      await key(JONAS, 'next', [model], trial);
      litemaas.advance(10 * SECOND);
      await litemaas.ingest();
      const [next] = (
        await litemaas.as(JONAS).listSubscriptions({ status: ['active'] })
      ).items;
      expect(next.exhausted).toBe(true);
    });

    it('refuses a used up key everywhere, free models too, until the reset; one that the gateway refuses by itself is left to it', async () => {
      const budgetNanos = '500000000';
      const models = ['o3-deep-reasoning', 'llama-3.3-70b'];
      const mixed = await key(JONAS, 'mixed', models, { budgetNanos });
      const dear = await key(LUCAS, 'dear', models.slice(0, 1), {
        budgetNanos,
      });
      const enforcedBy = async (person: string, id: string) =>
        (await litemaas.as(person).getKey(id)).limits[0].enforcedBy;
      expect(await enforcedBy(JONAS, mixed.id)).toBe('portal');
      expect(await enforcedBy(LUCAS, dear.id)).toBe('gateway');
      for (const { secret } of [mixed, dear]) {
        expect(await call(secret, 'o3-deep-reasoning')).toBe(200);
      }
      litemaas.advance(10 * SECOND);
      // To the gateway nothing speaks against a free model.
      expect(await call(mixed.secret, 'llama-3.3-70b')).toBe(200);
      await Promise.all([litemaas.ingest(), litemaas.ingest()]);
      await litemaas.drain();
      litemaas.advance(SECOND);

      expect(await call(mixed.secret, 'llama-3.3-70b')).toBe(401);
      expect(await call(mixed.secret, 'o3-deep-reasoning')).toBe(401);
      expect(await call(dear.secret, 'o3-deep-reasoning')).toBe(
        options.version === '1.82.1' ? 400 : 422,
      );
      const resetsAt = periodEnd('month', litemaas.clock.now()).toISOString();
      const over = { label: 'over-limit', binding: { scope: 'key', resetsAt } };
      expect(await litemaas.as(JONAS).getKey(mixed.id)).toMatchObject({
        ...over,
        holds: [{ kind: 'budget', actor: null }],
      });
      expect(await litemaas.as(LUCAS).getKey(dear.id)).toMatchObject({
        ...over,
        holds: [],
      });
      await litemaas.ingest();
      const items = await requests(JONAS);
      const spent = items[3].costNanos;
      expect(items.map(one => `${one.outcome} ${one.costNanos}`)).toEqual([
        'refused 0',
        'refused 0',
        'answered 0',
        `answered ${spent}`,
      ]);
      const [refused] = await requests(JONAS, { outcome: 'refused' });
      expect(refused.cause).toMatchObject({
        certainty: 'probable',
        kind: 'key-budget',
        message: "The key's own budget is used up.",
        limitNanos: budgetNanos,
        usedNanos: spent,
        resetsAt,
      });

      litemaas.clock.set(new Date(Date.parse(resetsAt) + SECOND));
      litemaas.advance(0);
      await litemaas.ingest();
      await litemaas.drain();
      expect(await call(mixed.secret, 'llama-3.3-70b')).toBe(200);
      const after = await litemaas.as(JONAS).getKey(mixed.id);
      expect(after).toMatchObject({ label: 'active', holds: [] });
      expect(after.timeline.map(({ action }) => action)).toEqual([
        'created',
        'exhausted',
        'restored',
      ]);
    });

    it('holds a key to its budget by our own price where the gateway counts nothing, and lets go when it is raised', async () => {
      await litemaas
        .db('model_prices')
        .where('model_id', await modelId('llama-3.3-70b'))
        .update({
          state: 'known',
          input_nanos: '1000000000',
          output_nanos: '10000000000000',
        });
      const { id, secret } = await key(
        JONAS,
        'self-hosted',
        ['llama-3.3-70b'],
        {
          budgetNanos: '10000000',
        },
      );
      expect(await call(secret, 'llama-3.3-70b')).toBe(200);
      litemaas.advance(10 * SECOND);
      await litemaas.ingest();
      await litemaas.drain();
      expect(await call(secret, 'llama-3.3-70b')).toBe(401);
      const { binding, label } = await litemaas.as(JONAS).getKey(id);
      expect(label).toBe('over-limit');
      expect(BigInt(binding?.usedNanos ?? 0)).toBeGreaterThan(10_000_000n);

      await litemaas.as(JONAS).updateKey(id, { budgetNanos: '1000000000' });
      expect(await call(secret, 'llama-3.3-70b')).toBe(200);
      await litemaas.drain();
      const raised = await litemaas.as(JONAS).getKey(id);
      expect(raised).toMatchObject({ label: 'active', holds: [] });
    });

    it('has totals equal to the log after 30 days of calls, read by two replicas at once and again', async () => {
      const { id } = await key(JONAS, 'history', [
        'gpt-4o-mini',
        'o3-deep-reasoning',
      ]);
      litemaas.simulator.recordHistory({
        keys: [
          { token: await hashOf(id), models: ['gpt-4o-mini', 'claude-sonnet'] },
        ],
        days: 30,
        seed: 3,
      });
      await Promise.all([litemaas.ingest(), litemaas.ingest()]);
      await litemaas.ingest();
      litemaas.advance(10 * MINUTE);
      await litemaas.ingest();

      const rows = await logged(id);
      expect(rows.length).toBeGreaterThan(300);
      const spend = rows.reduce((sum, row) => sum + usdToNanos(row.spend), 0n);
      const report = await litemaas
        .as(JONAS)
        .getUsage({ from: beforeNow(31 * DAY) });
      expect(report.totals).toMatchObject({
        requests: rows.length,
        spendNanos: spend.toString(),
      });
      const sumOf = (all: { totals: { spendNanos: string } }[]) =>
        all.reduce((sum, one) => sum + BigInt(one.totals.spendNanos), 0n);
      expect(sumOf(report.buckets)).toBe(spend);
      expect(sumOf(report.groups)).toBe(spend);
      expect(report.completeUpTo).toBe(beforeNow(135 * SECOND));

      const everything = await litemaas.as(JONAS).listUsageRequests({
        from: beforeNow(31 * DAY),
        limit: 100,
      });
      expect(everything.totalItems).toBe(rows.length);
      const seen = new Set<string>();
      for (let page = everything; ; ) {
        page.items.forEach(({ requestId }) => seen.add(requestId));
        const { nextCursor } = page.pageInfo;
        if (!nextCursor) {
          break;
        }
        page = await litemaas.as(JONAS).listUsageRequests({
          from: beforeNow(31 * DAY),
          limit: 100,
          cursor: nextCursor,
        });
      }
      expect(seen.size).toBe(rows.length);
    });

    it('keeps serving without the gateway, claims nothing, and catches up', async () => {
      const { secret } = await key(JONAS, 'outage', ['gpt-4o-mini']);
      await call(secret, 'gpt-4o-mini');
      litemaas.advance(5 * SECOND);
      await litemaas.ingest();
      const before = await litemaas.as(JONAS).getUsage();

      await call(secret, 'gpt-4o-mini');
      litemaas.simulator.flush();
      litemaas.simulator.faults.setDown('refuse');
      litemaas.advance(HOUR);
      await litemaas.run('ingest');
      const during = await litemaas.as(JONAS).getUsage();
      expect(during.totals.requests).toBe(1);
      expect(during.completeUpTo).toBe(before.completeUpTo);

      litemaas.simulator.faults.setDown(null);
      await litemaas.run('health');
      await litemaas.ingest();
      const after = await litemaas.as(JONAS).getUsage();
      expect(after.totals.requests).toBe(2);
      expect(after.completeUpTo).toBe(beforeNow(135 * SECOND));
    });

    it('gives every group its totals, and a series to those that any measure draws', async () => {
      const now = litemaas.clock.now();
      const events = Array.from({ length: 30 }, (_, index) => ({
        gatewayId: 'default',
        requestId: `many-${index}`,
        startedAt: new Date(now.getTime() - index * MINUTE),
        endedAt: null,
        keyId: newId(),
        ownerRef: JONAS,
        personRef: JONAS,
        subscriptionId: null,
        budgetId: null,
        modelId: null,
        modelName: `model-${index}`,
        provider: 'openai',
        promptTokens: 30 - index,
        completionTokens: 0,
        totalTokens: 30 - index,
        costNanos: BigInt(index),
        gatewayNanos: BigInt(index),
        latencyMs: null,
        outcome: 'answered' as const,
        cause: null,
      }));
      const ledger = new UsageLedger({
        ...litemaas,
        announcer: { changed: () => undefined },
      });
      await ledger.record(async () => events, now);
      const { groups, totals } = await litemaas
        .as(JONAS)
        .getUsage({ period: '7d' });
      expect(groups).toHaveLength(30);
      expect(totals.spendNanos).toBe('435');
      expect(groups[0].id).toBe('model-29');
      const drawn = groups.filter(group => group.buckets.length > 0);
      const names = drawn.map(group => group.id);
      expect(names.slice(0, 8)).toEqual(groups.slice(0, 8).map(one => one.id));
      expect(names).toEqual(expect.arrayContaining(['model-0', 'model-7']));
      expect(drawn.length).toBeLessThanOrEqual(24);
      for (const group of drawn) {
        const spent = group.buckets.map(one => BigInt(one.spendNanos));
        expect(group.buckets).toHaveLength(7);
        expect(spent.reduce((sum, one) => sum + one).toString()).toBe(
          group.totals.spendNanos,
        );
      }
    });

    it('says since when a model fails at its provider, and takes it back', async () => {
      const { secret } = await key(MEI, 'rerank', ['cohere-rerank-v3.5']);
      const failing = async () => {
        await litemaas.ingest();
        const { items } = await litemaas
          .as(MEI)
          .listModels({ name: 'cohere-rerank-v3.5' });
        return items[0].failingSince;
      };
      for (let count = 0; count < 4; count++) {
        await call(secret, 'cohere-rerank-v3.5');
      }
      const first = litemaas.clock.now();
      litemaas.advance(20 * SECOND);
      expect(await failing()).toBeNull();
      await call(secret, 'cohere-rerank-v3.5');
      litemaas.advance(20 * SECOND);
      expect(await failing()).toBe(first.toISOString());
      litemaas.advance(11 * MINUTE);
      expect(await failing()).toBeNull();
    });

    it('counts calls whatever id their caller chose for them, and goes on', async () => {
      const mine = await key(JONAS, 'chooser', ['text-embedding-3-small']);
      const ids = ['x'.repeat(300), '', 'mine'];
      for (const chosen of ids) {
        const response = await fetch(
          `${litemaas.simulator.url}/v1/embeddings`,
          {
            method: 'POST',
            headers: {
              authorization: `Bearer ${mine.secret}`,
              'content-type': 'application/json',
              'x-litellm-call-id': chosen,
            },
            body: JSON.stringify({
              model: 'text-embedding-3-small',
              input: 'canary-prompt',
            }),
          },
        );
        expect(response.status).toBe(200);
      }
      litemaas.advance(5 * SECOND);
      await litemaas.ingest();
      await litemaas.ingest();
      expect(await requests(JONAS)).toHaveLength(ids.length);
      const before = await litemaas.as(JONAS).getUsage();
      litemaas.advance(10 * MINUTE);
      await litemaas.ingest();
      const after = await litemaas.as(JONAS).getUsage();
      expect(after.totals).toEqual(before.totals);
      expect(after.completeUpTo).not.toBe(before.completeUpTo);
    });

    it('keeps no prompt and no key in the ledger, the answers or the log', async () => {
      const { secret } = await key(JONAS, 'canary', ['gpt-4o-mini']);
      await call(secret, 'gpt-4o-mini');
      await call(secret, secret);
      litemaas.advance(20 * SECOND);
      await litemaas.ingest();
      const kept = JSON.stringify([
        await litemaas.db('usage_events'),
        await litemaas.db('usage_rollups'),
        await requests(JONAS),
        litemaas.logs,
      ]);
      expect(kept).not.toMatch(/canary-prompt/);
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(MASTER_KEY);
    });
    /** One window of the log over the last day, instead of those that the first cycle would make. */
    async function openDay(): Promise<Date> {
      const now = litemaas.clock.now();
      const hour = Math.floor(now.getTime() / HOUR) * HOUR;
      const start = new Date(hour - 25 * HOUR);
      await litemaas.db('ingest_windows').insert({
        gateway_id: 'default',
        window_start: start,
        window_end: new Date(hour),
        total: 0,
        agreements: 0,
        created_at: now,
        updated_at: now,
      });
      return start;
    }

    it('does not take a window for read whose second page did not come', async () => {
      const { id } = await key(JONAS, 'torn', ['gpt-4o-mini']);
      litemaas.simulator.recordHistory({
        keys: [
          { token: await hashOf(id), models: ['gpt-4o-mini'], weight: 50 },
        ],
        days: 1,
      });
      const start = await openDay();
      const route = 'GET /spend/logs/v2';
      litemaas.simulator.faults.failNext({ route, count: 2, delayMs: 1 });
      litemaas.simulator.faults.failNext({ route, count: 3, status: 503 });
      await litemaas.run('ingest');
      const figures = () =>
        litemaas.as(JONAS).getUsage({ from: beforeNow(2 * DAY) });
      const torn = await figures();
      expect(torn.totals.requests).toBeGreaterThan(0);
      expect(torn.completeUpTo).toBe(start.toISOString());

      await litemaas.run('health');
      await litemaas.run('ingest');
      const whole = await figures();
      const all = (await logged(id)).length;
      expect(torn.totals.requests).toBeLessThan(all);
      expect(whole.totals.requests).toBe(all);
      expect(whole.completeUpTo).toBe(beforeNow(135 * SECOND));
    });

    it('halves a window of the log that is too large to count, until all of it is read', async () => {
      const { id } = await key(JONAS, 'busy', ['gpt-4o-mini']);
      const { calls } = litemaas.simulator.recordHistory({
        keys: [
          { token: await hashOf(id), models: ['gpt-4o-mini'], weight: 900 },
        ],
        days: 1,
      });
      expect(calls).toBeGreaterThan(10_000);
      await openDay();
      const unread = () =>
        litemaas.db('ingest_windows').whereNull('read_at').first();
      do {
        await litemaas.run('ingest');
      } while (await unread());

      const { totals } = await litemaas
        .as(JONAS)
        .getUsage({ from: beforeNow(3 * DAY) });
      expect(totals.requests).toBe(calls);
      // The halves, and the hour that runs.
      const windows = await litemaas.db('ingest_windows');
      expect(windows.length).toBeGreaterThanOrEqual(3);
    });
  });

  describe('who sees whose', () => {
    let ofTeam: { id: string; secret: string };
    let ofLucas: { id: string; secret: string };

    beforeAll(async () => {
      await litemaas.reset();
      ofTeam = await key(JONAS, 'checkout', ['gpt-4o-mini'], {
        ownerRef: PAYMENTS,
      });
      ofLucas = await key(LUCAS, 'private', ['gpt-4o-mini']);
      await call(ofTeam.secret, 'gpt-4o-mini');
      await call(ofLucas.secret, 'gpt-4o-mini');
      await call(ofLucas.secret, 'gpt-4o-mini');
      litemaas.advance(20 * SECOND);
      await litemaas.ingest();
    });

    const seen = async (person: string, query: object) => {
      try {
        const { totals } = await litemaas.as(person).getUsage(query);
        return totals.requests;
      } catch (error) {
        const { response, body } = error as {
          response: { status: number };
          body: { error: { code: string } };
        };
        return `${response.status} ${body.error.code}`;
      }
    };
    const DENIED = '403 usage.owner_not_allowed';

    it.each<[string, string, object, number | string]>([
      ['own usage', LUCAS, {}, 2],
      ['own usage by person', LUCAS, { groupBy: 'person' }, 2],
      ['nothing of a colleague in me', JONAS, {}, 0],
      ['a colleague', JONAS, { owner: LUCAS }, DENIED],
      [
        'somebody who does not exist',
        JONAS,
        { owner: 'user:default/no' },
        DENIED,
      ],
      ['the team by model', JONAS, { owner: PAYMENTS }, 1],
      [
        'the team by provider',
        JONAS,
        { owner: PAYMENTS, groupBy: 'provider' },
        1,
      ],
      ['the team by key', LUCAS, { owner: PAYMENTS, groupBy: 'key' }, DENIED],
      [
        'the team by person',
        LUCAS,
        { owner: PAYMENTS, groupBy: 'person' },
        DENIED,
      ],
      ['all that is mine', LUCAS, { owner: 'all' }, 3],
      [
        'all by key without the team',
        LUCAS,
        { owner: 'all', groupBy: 'key' },
        2,
      ],
      [
        'the team by person, as its owner',
        PRIYA,
        { owner: PAYMENTS, groupBy: 'person' },
        1,
      ],
      ['a member, as owner of the team', PRIYA, { owner: LUCAS }, DENIED],
      ['another team', OMAR, { owner: PAYMENTS }, DENIED],
      ['everything, as auditor', RUTH, { owner: 'all', groupBy: 'person' }, 3],
      ['everything, as admin', MEI, { owner: 'all', groupBy: 'key' }, 3],
      ['one person, as auditor', RUTH, { owner: LUCAS }, 2],
    ])('%s', async (_, person, query, expected) => {
      expect(await seen(person, query)).toBe(expected);
    });

    it('one key: its maker, its owner’s owners and auditors', async () => {
      const byKey = (person: string, keyId: string) =>
        seen(person, { keyId, groupBy: 'key' });
      expect(await byKey(JONAS, ofTeam.id)).toBe(1);
      expect(await byKey(PRIYA, ofTeam.id)).toBe(1);
      expect(await byKey(RUTH, ofLucas.id)).toBe(2);
      expect(await byKey(LUCAS, ofTeam.id)).toBe(DENIED);
      expect(await byKey(OMAR, ofTeam.id)).toBe('404 key.not_found');
      expect(await byKey(JONAS, ofLucas.id)).toBe('404 key.not_found');
      // Who made it and belongs to the team no more is a stranger to it.
      const madeBy = (person: string) =>
        litemaas
          .db('api_keys')
          .where({ id: ofTeam.id })
          .update({ created_by: person });
      await madeBy(OMAR);
      expect(await byKey(OMAR, ofTeam.id)).toBe('404 key.not_found');
      await madeBy(JONAS);
    });

    it('single calls only to whom keys are shown', async () => {
      expect(await requests(PRIYA, { owner: PAYMENTS })).toHaveLength(1);
      await expect(requests(LUCAS, { owner: PAYMENTS })).rejects.toThrow();
      expect(await requests(LUCAS, { owner: 'all' })).toHaveLength(2);
    });

    it('takes three sums of the books for a report, whatever is in them', async () => {
      const statements: string[] = [];
      const note = ({ sql }: { sql: string }) => statements.push(sql);
      litemaas.db.on('query', note);
      await litemaas.as(RUTH).getUsage({ owner: 'all', groupBy: 'key' });
      litemaas.db.removeListener('query', note);
      const ofUsage = statements.filter(sql => /usage|settings/.test(sql));
      expect(ofUsage.length).toBeLessThanOrEqual(4);
    });

    it('has the same figures from owners, keys and models', async () => {
      const figures = await Promise.all(
        (['model', 'key', 'owner', 'provider', 'person'] as const).map(
          groupBy => litemaas.as(RUTH).getUsage({ owner: 'all', groupBy }),
        ),
      );
      for (const { totals, groups } of figures) {
        const spend = groups.reduce(
          (sum, group) => sum + BigInt(group.totals.spendNanos),
          0n,
        );
        expect(spend.toString()).toBe(totals.spendNanos);
      }
      expect(figures[2].groups.map(group => group.title)).toEqual([
        'Lucas Meyer',
        'Payments',
      ]);
    });
  });

  it.each([
    ['/usage?from=2027-11-25T00:00:00Z', 400, 'usage.period_invalid'],
    ['/usage?from=yesterday', 400, 'request.invalid'],
    ['/usage?groupBy=colour', 400, 'request.invalid'],
    ['/usage?owner=nobody', 400, 'request.invalid'],
    ['/usage?keyId=1', 400, 'request.invalid'],
    ['/usage?nonsense=1', 400, 'request.invalid'],
    ['/usage/requests?cursor=abc', 400, 'request.cursor_invalid'],
    ['/usage/requests?limit=1000', 400, 'request.invalid'],
    [
      '/usage/requests?keyId=018f4d5e-0000-7000-8000-000000000000',
      404,
      'key.not_found',
    ],
  ])('answers %s with %d %s', async (path, status, code) => {
    const response = await litemaas.fetch(JONAS, path);
    const body = await response.json();
    expect([response.status, body.error.code]).toEqual([status, code]);
  });
});
