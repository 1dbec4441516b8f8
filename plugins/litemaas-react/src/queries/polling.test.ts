import { latest, pollInterval } from './polling';

const now = Date.parse('2026-11-24T12:00:00Z');
const asked = (seconds: number) => new Date(now - seconds * 1000).toISOString();

it.each([
  ['nothing pending', { failed: false }, 15_000],
  ['a change just asked for', { failed: false, pendingSince: asked(1) }, 2_000],
  [
    'one that waits a minute',
    { failed: false, pendingSince: asked(60) },
    6_000,
  ],
  [
    'one that waits for hours',
    { failed: false, pendingSince: asked(9000) },
    15_000,
  ],
  ['a portal away', { failed: true, pendingSince: asked(1) }, 30_000],
  ['usage', { failed: false, idleMs: 5_000 }, 5_000],
])('looks again soon or late: %s', (_name, options, expected) => {
  expect(pollInterval({ ...options, now })).toBe(expected);
});

it('polls by the youngest of several pending changes', () => {
  expect(latest([asked(50), asked(3), asked(900)])).toBe(asked(3));
  expect(latest([])).toBeUndefined();
});
