import { act, render, screen } from '@testing-library/react';
import { BecameActive } from './BecameActive';

const row = (id: number, state: 'waiting' | 'active' | 'gone') => ({
  id: `key-${id}`,
  isWaiting: state === 'waiting',
  isActive: state === 'active',
});

describe('of rows that became active', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const show = () => {
    const at = (rows: ReturnType<typeof row>[] | undefined) => (
      <BecameActive rows={rows} words={count => `${count} became active`} />
    );
    const { rerender } = render(at(undefined));
    return (...rows: ReturnType<typeof row>[]) => rerender(at(rows));
  };
  const pass = (ms: number) => act(() => jest.advanceTimersByTime(ms));
  const status = () => screen.getByRole('status').textContent;

  it('tells once in five seconds, summed, however they trickle in', () => {
    const look = show();
    look(row(1, 'waiting'), row(2, 'waiting'), row(3, 'waiting'));
    look(row(1, 'active'), row(2, 'waiting'), row(3, 'waiting'));
    pass(2_000);
    look(row(1, 'active'), row(2, 'active'), row(3, 'waiting'));
    pass(2_000);
    look(row(1, 'active'), row(2, 'active'), row(3, 'active'));
    expect(status()).toBe('');
    pass(1_000);
    expect(status()).toBe('3 became active');
  });

  it('tells the same number again as news', () => {
    const look = show();
    look(row(1, 'waiting'), row(2, 'waiting'));
    look(row(1, 'active'), row(2, 'waiting'));
    pass(5_000);
    expect(status()).toBe('1 became active');
    look(row(1, 'active'), row(2, 'active'));
    expect(status()).toBe('');
    pass(5_000);
    expect(status()).toBe('1 became active');
  });

  it('is silent about rows that were active when they came, or went', () => {
    const look = show();
    look(row(1, 'active'), row(2, 'waiting'));
    look(row(1, 'active'), row(2, 'gone'), row(3, 'active'));
    look(row(3, 'active'));
    pass(60_000);
    expect(status()).toBe('');
  });
});
