import {
  Chart,
  ChartAxis,
  ChartBar,
  ChartContainer,
  ChartStack,
} from '@patternfly/react-charts/victory';
import { memo } from 'react';
import type { DrawnSeries } from './series';

/** Of the drawing around its bars. */
export const PADDING = { top: 12, right: 12, bottom: 56, left: 72 };
export const HEIGHT = 280;
/** Room for a label of the time axis, so that labels never meet. */
const LABEL_WIDTH = 64;
const WIDEST_BAR = 28;
const TICKS = 4;

/** The drawing itself, which stays while one points at it. */
export const Bars = memo(function Drawing(props: {
  title: string;
  axis: string;
  buckets: string[];
  series: DrawnSeries[];
  width: number;
  /** Width of a bucket's place. */
  band: number;
  format(value: number): string;
}) {
  const { title, axis, buckets, series, width, band, format } = props;
  const step = Math.max(1, Math.ceil(LABEL_WIDTH / band));
  const highest = Math.max(
    1,
    ...buckets.map((_bucket, index) =>
      series.reduce((sum, one) => sum + one.values[index], 0),
    ),
  );
  return (
    <Chart
      ariaTitle={title}
      width={width}
      height={HEIGHT}
      padding={PADDING}
      // A place of its own for each bucket, from 1 on: bars stand clear of the axis.
      domain={{ x: [0.5, buckets.length + 0.5], y: [0, highest] }}
      containerComponent={<ChartContainer responsive={false} />}
    >
      <ChartAxis
        label={axis}
        tickValues={buckets.map((_bucket, index) => index + 1)}
        tickFormat={(tick: number) =>
          (tick - 1) % step === 0 ? buckets[tick - 1] ?? '' : ''
        }
      />
      <ChartAxis
        dependentAxis
        showGrid
        tickFormat={(tick: number) => format(tick)}
        // Nothing is counted in halves.
        tickCount={Math.min(TICKS, highest)}
      />
      <ChartStack>
        {series.map(one => (
          <ChartBar
            key={one.id}
            barWidth={Math.max(2, Math.min(WIDEST_BAR, band - 3))}
            style={{ data: { fill: one.colour } }}
            data={one.values.map((y, index) => ({ x: index + 1, y }))}
          />
        ))}
      </ChartStack>
    </Chart>
  );
});
