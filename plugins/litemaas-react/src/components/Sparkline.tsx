const WIDTH = 120;
const HEIGHT = 28;

/**
 * A line of values without axes, beside the figure they add up to; where there is no value it goes on to the next one.
 * Decoration: the figure says it for everybody. Takes its colour from the text around it; uses no PatternFly.
 * @public
 */
export function Sparkline(props: { values: Array<number | undefined> }) {
  const { values } = props;
  const highest = Math.max(...values.map(value => value ?? 0), 0);
  const step = WIDTH / Math.max(values.length - 1, 1);
  const points = values
    .flatMap((value, index) => {
      if (value === undefined) {
        return [];
      }
      const y = highest
        ? HEIGHT - 2 - (value / highest) * (HEIGHT - 4)
        : HEIGHT - 2;
      return `${(index * step).toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
  return (
    <svg
      aria-hidden="true"
      width="100%"
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      style={{ display: 'block' }}
    >
      <polyline
        points={points}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
