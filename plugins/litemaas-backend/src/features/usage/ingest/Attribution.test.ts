import { Attribution } from './Attribution';
import type { AttributionFacts, SubscriptionFacts } from './attributionFacts';

const at = (time: string) => new Date(`2026-11-24T${time}Z`);

const key = {
  id: 'key',
  hash: 'a'.repeat(64),
  ownerRef: 'group:default/payments',
  personRef: 'user:default/jonas.weber',
  period: 'month' as const,
  budgetNanos: null,
  expiresAt: null,
  revokedAt: null,
};
const model = { id: 'model', name: 'gpt-4o-mini', provider: 'openai' };

const subscription = (
  id: string,
  activeSince: string,
  endedAt: string | null,
): SubscriptionFacts => ({
  id,
  budgetId: 'budget',
  ownerRef: key.ownerRef,
  modelId: model.id,
  activeSince: at(activeSince),
  endedAt: endedAt ? at(endedAt) : null,
  period: 'day',
  budgetNanos: 1_000n,
});

const facts = (change: Partial<AttributionFacts> = {}): AttributionFacts => ({
  keys: [key],
  models: [model],
  subscriptions: [
    subscription('first', '09:00:00', '10:00:00'),
    subscription('second', '11:00:00', null),
    {
      ...subscription('of others', '08:00:00', null),
      ownerRef: 'group:default/search',
    },
  ],
  prices: [],
  holds: [],
  exhausted: [],
  ...change,
});

it.each([
  ['08:59:59', 'first'],
  ['09:00:00', 'first'],
  ['09:59:59', 'first'],
  ['10:00:00', undefined],
  ['10:30:00', undefined],
  ['11:00:00', 'second'],
  ['23:59:59', 'second'],
])('counts a call at %s on the subscription of its owner: %s', (time, id) => {
  const attribution = new Attribution(facts());
  expect(attribution.subscriptionOf(key, model, at(time))?.id).toBe(id);
});

it('knows no model, and so no subscription, that was never published', () => {
  const attribution = new Attribution(facts());
  expect(attribution.modelOf('nothing-such')).toBeUndefined();
  expect(
    attribution.subscriptionOf(key, undefined, at('12:00:00')),
  ).toBeUndefined();
});

it('takes the price that was in force when the call began', () => {
  const price = (
    modelId: string,
    from: string,
    to: string | null,
    nanos: bigint,
  ) => ({
    modelId,
    validFrom: at(from),
    validTo: to ? at(to) : null,
    inputNanos: nanos,
    outputNanos: nanos,
  });
  const attribution = new Attribution(
    facts({
      prices: [
        price('other', '00:00:00', null, 9n),
        price('model', '09:00:00', '10:00:00', 1n),
        price('model', '10:00:00', null, 2n),
      ],
    }),
  );
  const priceAt = (time: string) =>
    attribution.priceOf(model, at(time))?.inputNanos;
  expect(['08:00:00', '09:30:00', '10:00:00'].map(priceAt)).toEqual([
    undefined,
    1n,
    2n,
  ]);
});

it('leaves out holds and exhaustion that came after the call, or belong to another day', () => {
  const attribution = new Attribution(
    facts({
      holds: [{ keyId: 'key', kind: 'manual', since: at('12:00:00') }],
      exhausted: [
        {
          budgetId: 'budget',
          period: 'day',
          periodStart: new Date('2026-11-23T00:00:00Z'),
          spentNanos: 2_000n,
          exhaustedAt: new Date('2026-11-23T12:00:00Z'),
        },
      ],
    }),
  );
  const second = attribution.subscriptionOf(key, model, at('11:30:00'));
  const before = attribution.stateAt(key, second, at('11:30:00'));
  const after = attribution.stateAt(key, second, at('12:30:00'));
  expect(before.key.holds).toEqual([]);
  expect(after.key.holds).toEqual(['manual']);
  expect(after.subscription?.exhaustedAt).toBeNull();
});
