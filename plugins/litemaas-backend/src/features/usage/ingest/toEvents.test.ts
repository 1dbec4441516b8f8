import { createLiteLlmClient, type SpendLog } from '@litemaas/litellm-client';
import { causeOf, type StateAtCall } from './cause';
import { costOf } from './cost';
import observed from './observedRows.json';
import { readFailure } from './refusals';
import { modelNameOf } from './toEvents';

/** Rows that real gateways logged, by version and by what was done; read by the real client. */
const versions = Object.keys(observed) as (keyof typeof observed)[];
type Label = keyof (typeof observed)['1.82.1'];

async function read(rows: object[]): Promise<SpendLog[]> {
  const client = createLiteLlmClient({
    url: 'http://gateway',
    key: 'sk-master-key',
    fetch: async () => Response.json({ data: rows, total: rows.length }),
  });
  const at = new Date('2026-11-24T12:00:00Z');
  return (await client.spend.logs({ from: at, to: at })).items;
}

const state = (change: Partial<StateAtCall['key']> = {}): StateAtCall => ({
  startedAt: new Date('2026-11-24T21:12:00Z'),
  key: {
    period: 'month',
    budgetNanos: null,
    expiresAt: null,
    revokedAt: null,
    holds: [],
    ...change,
  },
});

describe.each(versions)('rows of LiteLLM %s', version => {
  const of = async (label: Label) => {
    const [row] = await read([observed[version][label]]);
    return row;
  };

  it.each<[Label, string, string, string, string]>([
    ['broken', 'failed', 'provider-error', 'reported', 'mock-broken'],
    ['key-budget', 'refused', 'key-budget', 'reported', 'mock-expensive'],
    ['user-budget', 'refused', 'user-budget', 'reported', 'mock-expensive'],
    ['team-budget', 'refused', 'team-budget', 'reported', 'mock-expensive'],
    ['rate', 'refused', 'rate-limit', 'reported', 'mock-small'],
    ['tpm', 'refused', 'rate-limit', 'reported', 'mock-small'],
    ['parallel', 'refused', 'rate-limit', 'reported', 'mock-small'],
    ['model-rate', 'refused', 'rate-limit', 'reported', 'mock-small'],
    ['blocked', 'refused', 'blocked', 'reported', 'mock-small'],
    [
      'denied',
      'refused',
      'model-not-allowed',
      version === '1.82.1' ? 'probable' : 'reported',
      'mock-large',
    ],
    [
      'nomodels',
      'refused',
      'model-not-allowed',
      version === '1.82.1' ? 'probable' : 'reported',
      'mock-small',
    ],
    [
      'expired',
      'refused',
      'expired',
      version === '1.82.1' ? 'probable' : 'reported',
      'mock-small',
    ],
    [
      'unknown',
      'refused',
      'model-unknown',
      'reported',
      version === '1.82.1' ? 'nothing-such' : 'unknown-model',
    ],
  ])(
    '%s: %s for %s (%s)',
    async (label, outcome, kind, certainty, modelName) => {
      const row = await of(label);
      const failure = readFailure(row);
      const cause = causeOf(failure, state());
      expect({
        outcome: failure.outcome,
        kind: cause.kind,
        certainty: cause.certainty,
        modelName: modelNameOf(row),
      }).toEqual({ outcome, kind, certainty, modelName });
    },
  );

  it('names the limit and the period of a key budget; what was used of it our own books say', async () => {
    const cause = causeOf(readFailure(await of('key-budget')), state());
    expect(cause).toEqual({
      kind: 'key-budget',
      certainty: 'reported',
      message: "The key's own budget is used up.",
      limitNanos: '500000000',
      usedNanos: null,
      usedSince: '2026-11-01T00:00:00.000Z',
      resetsAt: '2026-12-01T00:00:00.000Z',
    });
  });

  it('tells which rate was too high', async () => {
    const sentence = async (label: Label) =>
      causeOf(readFailure(await of(label)), state()).message;
    expect(await sentence('rate')).toMatch(/requests in a minute/);
    expect(await sentence('tpm')).toMatch(/tokens in a minute/);
    expect(await sentence('parallel')).toMatch(/requests at a time/);
  });

  it('says that a deleted key was revoked', async () => {
    const revokedAt = new Date('2026-11-24T21:00:00Z');
    const cause = causeOf(
      readFailure(await of('deleted')),
      state({ revokedAt }),
    );
    expect(cause).toMatchObject({
      kind: 'blocked',
      message: 'The key was revoked.',
    });
  });

  it('takes a model that our own loop took away for a used up subscription', async () => {
    const exhausted: StateAtCall = {
      ...state(),
      subscription: {
        period: 'day',
        budgetNanos: 1_000n,
        spentNanos: 1_200n,
        exhaustedAt: new Date('2026-11-24T21:00:00Z'),
      },
    };
    const expected = {
      kind: 'subscription-budget',
      certainty: 'probable',
      limitNanos: '1000',
      usedNanos: '1200',
      resetsAt: '2026-11-25T00:00:00.000Z',
    };
    for (const label of ['denied', 'blocked'] as const) {
      const cause = causeOf(readFailure(await of(label)), exhausted);
      expect(cause).toMatchObject(expected);
    }
  });

  it('takes a key that we hold to its own budget for that, unless somebody blocked it too', async () => {
    const blocked = readFailure(await of('blocked'));
    const held = { budgetNanos: 1_000n, holds: ['budget'] };
    expect(causeOf(blocked, state(held))).toMatchObject({
      kind: 'key-budget',
      certainty: 'probable',
      limitNanos: '1000',
      resetsAt: '2026-12-01T00:00:00.000Z',
    });
    const both = { ...held, holds: ['budget', 'manual'] };
    expect(causeOf(blocked, state(both))).toMatchObject({ kind: 'blocked' });
  });

  it('repeats no word of the gateway, which may quote keys and prompts', async () => {
    const canary = 'sk-canary-1234567890 tell me a secret';
    const raw = Object.values(observed[version])
      .filter(row => row.metadata.error_information)
      .map(({ metadata, ...row }) => ({
        ...row,
        metadata: {
          error_information: {
            ...metadata.error_information,
            error_message: canary,
          },
        },
      }));
    const rows = await read(raw);
    expect(rows).toHaveLength(raw.length);
    const causes = rows.map(row => causeOf(readFailure(row), state()));
    expect(JSON.stringify(causes)).not.toMatch(/canary|secret|sk-/);
  });

  it('reads cost and tokens of answered calls exactly', async () => {
    const row = await of('success');
    expect(row.status).toBe('success');
    expect(costOf(row, undefined)).toBe(BigInt(Math.round(row.spend * 1e9)));
    expect(row.totalTokens).toBe(row.promptTokens + row.completionTokens);
  });
});

describe('cost', () => {
  const call = async (change: object) => {
    const [row] = await read([{ ...observed['1.108.2'].success, ...change }]);
    return row;
  };
  const price = { inputNanos: 150_000_000n, outputNanos: 600_000_000n };
  const unpriced = { spend: 0, prompt_tokens: 10, completion_tokens: 20 };

  it('counts by our own price what the gateway gave no cost', async () => {
    expect(costOf(await call(unpriced), price)).toBe(13_500n);
  });

  it('believes the gateway where it counted', async () => {
    expect(costOf(await call({ ...unpriced, spend: 0.5 }), price)).toBe(
      500_000_000n,
    );
  });

  it('charges nothing for an answer of the cache, a failure or a free model', async () => {
    const cached = await call({ ...unpriced, cache_hit: 'True' });
    const failed = await call({ ...unpriced, status: 'failure' });
    expect(costOf(cached, price)).toBe(0n);
    expect(costOf(failed, price)).toBe(0n);
    expect(costOf(await call(unpriced), undefined)).toBe(0n);
  });
});

it('keeps no key that was sent as the name of a model', async () => {
  const row = { ...observed['1.82.1'].unknown, model: 'sk-canary-1234567890' };
  const [log] = await read([row]);
  expect(modelNameOf(log)).toBe('unknown-model');
});
