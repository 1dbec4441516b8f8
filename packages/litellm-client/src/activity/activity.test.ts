import { hashKey } from '..';
import { failure, sendJson, TestGateway } from '../testing/gateway';

const HASH = hashKey('sk-1');
const metrics = (spend: number) => ({
  spend,
  prompt_tokens: 1,
  completion_tokens: 2,
  total_tokens: 3,
  api_requests: 1,
  successful_requests: 1,
  failed_requests: 0,
});
const day = (date: string, key: string, model: string, spend: number) => {
  const keys = { [key]: { metrics: metrics(spend), metadata: {} } };
  const models = {
    [model]: { metrics: metrics(spend), api_key_breakdown: keys },
  };
  return {
    date,
    metrics: metrics(spend),
    breakdown: { models, model_groups: models, api_keys: keys },
  };
};

describe('daily activity', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = new TestGateway();
    await gateway.start();
  });

  afterEach(async () => {
    await gateway.stop();
  });

  it('adds up the parts of a day that came on several pages', async () => {
    const pages = [
      [day('2026-11-24', HASH, 'm', 1), day('2026-11-23', HASH, 'm', 4)],
      [day('2026-11-24', HASH, 'm', 2), day('2026-11-24', 'canary', 'n', 8)],
    ];
    gateway.answer((response, { query }) =>
      sendJson(response, 200, {
        results: pages[Number(query.page) - 1],
        metadata: { has_more: query.page === '1', total_spend: 1 },
      }),
    );
    const days = await gateway
      .client()
      .activity.daily({ from: '2026-11-23', to: '2026-11-24' });
    expect(days.map(({ date, metrics: { spend } }) => [date, spend])).toEqual([
      ['2026-11-23', 4],
      ['2026-11-24', 11],
    ]);
    expect(
      days[1].modelGroups.map(cell => [
        cell.name,
        cell.keyHash,
        cell.metrics.spend,
      ]),
    ).toEqual([
      ['m', HASH, 3],
      ['n', undefined, 8],
    ]);
    expect(days[1].keys.map(cell => cell.metrics.requests)).toEqual([2, 1]);
    expect(JSON.stringify(days)).not.toContain('canary');
  });

  it('asks for no days that versions disagree about', async () => {
    const { activity } = gateway.client();
    for (const query of [
      { from: '2026-11-24', to: '2026-11-23' },
      { from: '2026-02-30', to: '2026-03-01' },
      { from: 'yesterday', to: '2026-03-01' },
    ]) {
      expect(await failure(activity.daily(query))).toBeInstanceOf(RangeError);
    }
    expect(gateway.seen).toEqual([]);
  });

  it('drops no day: money hangs on it', async () => {
    gateway.json(200, {
      results: [
        { ...day('2026-11-24', HASH, 'm', 1), metrics: { spend: '1' } },
      ],
      metadata: {},
    });
    const asked = gateway
      .client()
      .activity.daily({ from: '2026-11-24', to: '2026-11-24' });
    expect(await failure(asked)).toMatchObject({ kind: 'malformed' });
  });
});
