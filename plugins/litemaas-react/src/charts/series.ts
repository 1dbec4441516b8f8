/** One item's values, in the order of the buckets; none for an item that is too small to be drawn. @public */
export interface ChartSeries {
  id: string;
  title: string;
  values: number[];
}

/** A series as it is drawn. */
export interface DrawnSeries extends ChartSeries {
  colour: string;
}

const PALETTE_SIZE = 8;
const OTHER = 'other';

/**
 * The eight largest series by their sums, and as one what is left of the totals.
 * @param totals - of all items together, in the order of the buckets
 * @param otherTitle - names the rest by how many it stands for
 */
export function topSeries(
  series: ChartSeries[],
  totals: number[],
  otherTitle: (count: number) => string,
): ChartSeries[] {
  const sumOf = ({ values }: ChartSeries) =>
    values.reduce((sum, value) => sum + value, 0);
  const top = series
    .filter(({ values }) => values.length > 0)
    .sort((a, b) => sumOf(b) - sumOf(a))
    .slice(0, PALETTE_SIZE);
  const rest = series.length - top.length;
  if (rest === 0) {
    return top;
  }
  return [
    ...top,
    {
      id: OTHER,
      title: otherTitle(rest),
      values: totals.map((total, index) =>
        top.reduce((left, one) => left - one.values[index], total),
      ),
    },
  ];
}

/**
 * A colour per item that stays with it when others come and go: by its id, moving on only where two shown items meet.
 * The rest has a colour of its own, the one after the palette.
 */
export function colourIndexes(ids: string[]): Map<string, number> {
  const taken = new Set<number>();
  const indexes = new Map<string, number>();
  for (const id of [...ids].sort()) {
    if (id === OTHER) {
      indexes.set(id, PALETTE_SIZE);
      continue;
    }
    let index = hash(id) % PALETTE_SIZE;
    while (taken.has(index) && taken.size < PALETTE_SIZE) {
      index = (index + 1) % PALETTE_SIZE;
    }
    taken.add(index);
    indexes.set(id, index);
  }
  return indexes;
}

function hash(text: string): number {
  let value = 0;
  for (const character of text) {
    value = (value * 31 + character.charCodeAt(0)) % 4_294_967_296;
  }
  return value;
}
