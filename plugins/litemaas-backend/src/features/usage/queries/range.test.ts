import { resolveRange } from './range';

const now = new Date('2026-11-24T12:07:30Z');
const of = (filter: Partial<Parameters<typeof resolveRange>[0]>) =>
  resolveRange({ period: '30d', ...filter }, now);

it('ends presets now and begins them with a whole hour or UTC day', () => {
  expect(of({ period: '24h' })).toMatchObject({
    from: new Date('2026-11-23T13:00:00Z'),
    to: now,
    bucket: 'hour',
  });
  expect(of({ period: '24h' }).bucketStarts).toHaveLength(24);
  expect(of({ period: '30d' })).toMatchObject({
    from: new Date('2026-10-26T00:00:00Z'),
    bucket: 'day',
  });
  expect(of({ period: '30d' }).bucketStarts).toHaveLength(30);
});

it('compares with a period of the same length right before', () => {
  const range = of({ period: '7d' });
  expect(+range.from - +range.previousFrom).toBe(+range.upTo - +range.from);
});

it('fills every bucket of a custom period, partly covered ones too', () => {
  const range = of({
    from: '2026-11-20T23:50:00Z',
    to: '2026-11-23T00:10:00Z',
  });
  expect(range.bucketStarts.map(start => start.toISOString())).toEqual([
    '2026-11-20T00:00:00.000Z',
    '2026-11-21T00:00:00.000Z',
    '2026-11-22T00:00:00.000Z',
    '2026-11-23T00:00:00.000Z',
  ]);
});

it.each([
  { from: '2026-11-24T13:00:00Z' },
  { from: '2026-11-20T00:00:00Z', to: '2026-11-20T00:00:00Z' },
  { from: '2026-11-20T00:00:00Z', to: '2026-11-19T00:00:00Z' },
  { from: '2020-01-01T00:00:00Z' },
])('refuses a period that is none: %j', filter => {
  expect(() => of(filter)).toThrow(
    expect.objectContaining({
      code: 'usage.period_invalid',
      fields: { from: expect.any(String) },
    }),
  );
});
