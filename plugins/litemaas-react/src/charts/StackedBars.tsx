import {
  Chart,
  ChartAxis,
  ChartBar,
  ChartStack,
  ChartVoronoiContainer,
} from '@patternfly/react-charts/victory';
import { useLayoutEffect, useRef, useState } from 'react';
import type { ChartSeries } from './series';

const HEIGHT = 280;
const PADDING = { top: 12, right: 12, bottom: 56, left: 72 };
/** Room for a label of the time axis, so that labels never meet. */
const LABEL_WIDTH = 64;
const WIDEST_BAR = 28;
const TICKS = 4;

/** Measures its own width: Victory scales text with the drawing unless it is told the real size. */
export default function StackedBars(props: {
  title: string;
  axis: string;
  buckets: string[];
  series: Array<ChartSeries & { colour: string }>;
  format(value: number): string;
}) {
  const { title, axis, buckets, series, format } = props;
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) =>
      setWidth(entry.contentRect.width),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const band = Math.max(
    0,
    (width - PADDING.left - PADDING.right) / buckets.length,
  );
  const step = Math.max(1, Math.ceil(LABEL_WIDTH / band));
  const highest = Math.max(
    1,
    ...buckets.map((_bucket, index) =>
      series.reduce((sum, one) => sum + one.values[index], 0),
    ),
  );
  return (
    <div ref={box} style={{ height: HEIGHT }}>
      <Chart
        ariaTitle={title}
        width={width}
        height={HEIGHT}
        padding={PADDING}
        // A band of its own for each bucket, from 1 on: bars stand clear of the axis.
        domain={{ x: [0.5, buckets.length + 0.5], y: [0, highest] }}
        containerComponent={
          <ChartVoronoiContainer
            constrainToVisibleArea
            voronoiDimension="x"
            labels={({ datum }) =>
              datum.y > 0
                ? `${datum.title} · ${datum.bucket}: ${format(datum.y)}`
                : ''
            }
          />
        }
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
          tickFormat={format}
          // Nothing is counted in halves.
          tickCount={Math.min(TICKS, highest)}
        />
        <ChartStack>
          {series.map(one => (
            <ChartBar
              key={one.id}
              barWidth={Math.max(2, Math.min(WIDEST_BAR, band - 3))}
              style={{ data: { fill: one.colour } }}
              data={one.values.map((y, index) => ({
                x: index + 1,
                y,
                title: one.title,
                bucket: buckets[index],
              }))}
            />
          ))}
        </ChartStack>
      </Chart>
    </div>
  );
}
