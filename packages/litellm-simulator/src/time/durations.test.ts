import { profileOf } from '../profile';
import { exactEnd, nextReset } from './durations';

const NOW = Date.parse('2026-11-24T19:59:59Z');
const older = profileOf('1.82.1');
const newer = profileOf('1.108.2');

describe('budget durations', () => {
  // as observed on real gateways on that Tuesday
  it.each([
    ['30s', '2026-11-24T20:00:00Z'],
    ['1h', '2026-11-24T20:00:00Z'],
    ['60m', '2026-11-24T20:00:00Z'],
    ['2h', '2026-11-24T20:00:00Z'],
    ['24h', '2026-11-25T00:00:00Z'],
    ['1d', '2026-11-25T00:00:00Z'],
    ['7d', '2026-11-30T00:00:00Z'],
    ['14d', '2026-12-08T00:00:00Z'],
    ['30d', '2026-12-01T00:00:00Z'],
    ['1mo', '2026-12-01T00:00:00Z'],
    ['45d', '2027-01-08T00:00:00Z'],
  ])('of %s end at %s', (duration, end) => {
    expect(nextReset(duration, NOW, older)).toBe(Date.parse(end));
    expect(nextReset(duration, NOW, newer)).toBe(Date.parse(end));
  });

  it('in weeks differ by release', () => {
    expect(nextReset('1w', NOW, older)).toBe(Date.parse('2026-11-25'));
    expect(nextReset('1w', NOW, newer)).toBe(Date.parse('2026-11-30'));
    expect(nextReset('2w', NOW, newer)).toBe(Date.parse('2026-12-08'));
  });

  it('that make no sense are none', () => {
    expect(nextReset('abc', NOW, newer)).toBeUndefined();
    expect(exactEnd('soon', NOW)).toBeUndefined();
  });

  it('are exact where a key expires', () => {
    expect(exactEnd('10d', NOW)).toBe(Date.parse('2026-12-04T19:59:59Z'));
    expect(exactEnd('1mo', NOW)).toBe(Date.parse('2026-12-24T19:59:59Z'));
  });
});
