import { isWithin, budgetWithin, type Limits } from './limits';
import { isLive, moved, statusesBefore, type SubscriptionMove } from './states';

const MOVES: SubscriptionMove[] = [
  'approve',
  'deny',
  'withdraw',
  'suspend',
  'resume',
  'end',
  'expire',
];

describe('subscription states', () => {
  it('know no way out of a final status, and no way back into waiting', () => {
    for (const status of ['denied', 'expired', 'ended'] as const) {
      expect(MOVES.map(move => moved(status, move))).toEqual(
        MOVES.map(() => undefined),
      );
      expect(isLive(status)).toBe(false);
    }
    for (const status of ['requested', 'active', 'suspended'] as const) {
      expect(isLive(status)).toBe(true);
      expect(MOVES.map(move => moved(status, move))).not.toContain('requested');
    }
  });

  it('let every move start exactly where it leads somewhere', () => {
    for (const move of MOVES) {
      const starts = statusesBefore(move);
      expect(starts).not.toHaveLength(0);
      for (const status of starts) {
        expect(moved(status, move)).toBeDefined();
      }
    }
    expect(statusesBefore('approve')).toEqual(['requested']);
    expect(statusesBefore('end')).toEqual(['active', 'suspended']);
  });
});

describe('limits', () => {
  const usd = (dollars: number, period: Limits['period']): Limits => ({
    budgetNanos: BigInt(dollars * 1e9),
    period,
    rpm: null,
    tpm: null,
  });

  it('let a shorter budget through as often as its period begins in the longer one', () => {
    expect(budgetWithin(usd(1, 'day'), 'week')).toBe(7_000_000_000n);
    expect(budgetWithin(usd(1, 'day'), 'month')).toBe(31_000_000_000n);
    expect(budgetWithin(usd(20, 'month'), 'day')).toBe(20_000_000_000n);
    expect(
      budgetWithin({ ...usd(1, 'day'), budgetNanos: null }, 'day'),
    ).toBeNull();
  });

  it.each([
    [usd(20, 'month'), usd(20, 'month'), true],
    [usd(19, 'month'), usd(20, 'month'), true],
    [usd(21, 'month'), usd(20, 'month'), false],
    // A day's budget that adds up to less than the month's, and one that does not.
    [usd(0.5, 'day'), usd(20, 'month'), true],
    [usd(1, 'day'), usd(20, 'month'), false],
    // A month's budget could be spent in a day, where a day's could not.
    [usd(20, 'month'), usd(1, 'day'), false],
    [{ ...usd(20, 'month'), rpm: 60 }, { ...usd(20, 'month'), rpm: 50 }, false],
    [usd(20, 'month'), { ...usd(20, 'month'), tpm: 50 }, false],
    [{ ...usd(20, 'month'), budgetNanos: null }, usd(20, 'month'), false],
    [usd(20, 'month'), { ...usd(20, 'month'), budgetNanos: null }, true],
  ])('%# are within others only if they never let more through', (a, b, ok) => {
    expect(isWithin(a, b)).toBe(ok);
  });
});
