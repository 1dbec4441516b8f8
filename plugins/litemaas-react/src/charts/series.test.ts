import { colourIndexes, topSeries } from './series';

const other = (count: number) => `Other (${count})`;

it('draws the eight largest items, and the rest as what is left of the totals', () => {
  const series = Array.from({ length: 12 }, (_item, index) => ({
    id: `item-${index}`,
    title: `Item ${index}`,
    // The four smallest come without values: they are in the totals only.
    values: index < 8 ? [10 - index, 1] : [],
  }));
  const shown = topSeries(series, [60, 20], other);
  expect(shown).toHaveLength(9);
  expect(shown[8]).toEqual({
    id: 'other',
    title: 'Other (4)',
    values: [8, 12],
  });
  for (const bucket of [0, 1]) {
    expect(shown.reduce((sum, { values }) => sum + values[bucket], 0)).toBe(
      [60, 20][bucket],
    );
  }
});

it('has no rest where everything is drawn', () => {
  const series = [{ id: 'one', title: 'One', values: [1] }];
  expect(topSeries(series, [1], other)).toEqual(series);
});

it('keeps an item’s colour when others come and go, and gives no colour twice', () => {
  const ids = ['gpt-4o', 'claude', 'mistral', 'llama', 'whisper', 'other'];
  const all = colourIndexes(ids);
  expect(new Set(all.values()).size).toBe(ids.length);
  expect(colourIndexes(['gpt-4o']).get('gpt-4o')).toBe(
    colourIndexes(['gpt-4o', 'other']).get('gpt-4o'),
  );
});
