import { nanosToUsd, usdPerTokenToNanosPerMillion, usdToNanos } from './money';
import { periodEnd, periodStart } from './period';

describe('usdToNanos', () => {
  it.each([
    [0.1, 100_000_000n],
    [1.35e-5, 13_500n],
    [4e-10, 0n],
    [5e-10, 1n],
    [-0.25, -250_000_000n],
    [1e6, 1_000_000_000_000_000n],
    [123456.789, 123_456_789_000_000n],
  ])('reads %p dollars as %p nano-dollars, exactly', (usd, nanos) => {
    expect(usdToNanos(usd)).toBe(nanos);
  });

  it('refuses what is no amount', () => {
    expect(() => usdToNanos(Number.NaN)).toThrow(RangeError);
  });

  it('adds a million small costs without drift', () => {
    let total = 0n;
    for (let call = 0; call < 1_000_000; call++) {
      total += usdToNanos(1.32e-5);
    }
    expect(nanosToUsd(total)).toBe(13.2);
  });
});

describe('usdPerTokenToNanosPerMillion', () => {
  it('reads a price per token as a price per million', () => {
    expect(usdPerTokenToNanosPerMillion(0.00000015)).toBe(150_000_000n);
    expect(usdPerTokenToNanosPerMillion(0)).toBe(0n);
  });
});

describe('periods', () => {
  it.each([
    ['day', '2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z'],
    ['week', '2026-11-23T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
    ['month', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ] as const)(
    'knows the %s around an instant, in UTC',
    (period, start, end) => {
      const at = new Date('2026-11-24T23:59:59.999Z');
      expect(periodStart(period, at).toISOString()).toBe(start);
      expect(periodEnd(period, at).toISOString()).toBe(end);
    },
  );

  it('starts a period at its own first instant', () => {
    const monday = new Date('2026-11-30T00:00:00.000Z');
    expect(periodStart('week', monday)).toEqual(monday);
    const sunday = new Date('2026-11-29T23:00:00.000Z');
    expect(periodStart('week', sunday).toISOString()).toBe(
      '2026-11-23T00:00:00.000Z',
    );
  });
});
