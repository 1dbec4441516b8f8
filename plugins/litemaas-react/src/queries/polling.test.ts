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
  ['nothing pending while signals arrive', { isLive: true }, 30_000],
  [
    'a change while signals arrive',
    { isLive: true, pendingSince: asked(1) },
    4_000,
  ],
  ['usage while signals arrive', { isLive: true, idleMs: 5_000 }, 10_000],
  ['a portal away that had signals', { isLive: true, failed: true }, 30_000],
])('looks again soon or late: %s', (_name, options, expected) => {
  expect(pollInterval({ failed: false, ...options, now })).toBe(expected);
});

it('polls by the youngest of several pending changes', () => {
  expect(latest([asked(50), asked(3), asked(900)])).toBe(asked(3));
  expect(latest([])).toBeUndefined();
});
