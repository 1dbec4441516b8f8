import {
  Chart,
  ChartAxis,
  ChartBar,
  ChartStack,
  ChartVoronoiContainer,
} from '@patternfly/react-charts/victory';
import { useLayoutEffect, useRef, useState } from 'react';
import type { ChartSeries } from './series';

const HEIGHT = 260;
/** Room for a label of the time axis, so that labels never meet. */
const LABEL_WIDTH = 64;

/** Measures its own width: Victory scales text with the drawing unless it is told the real size. */
export default function StackedBars(props: {
  title: string;
  buckets: string[];
  series: Array<ChartSeries & { colour: string }>;
  format(value: number): string;
}) {
  const { title, buckets, series, format } = props;
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

  const step = Math.ceil(
    buckets.length / Math.max(1, Math.floor(width / LABEL_WIDTH)),
  );
  const barWidth = Math.max(2, Math.min(28, (width - 80) / buckets.length - 3));
  return (
    <div ref={box} style={{ height: HEIGHT }}>
      <Chart
        ariaTitle={title}
        width={width}
        height={HEIGHT}
        padding={{ top: 12, right: 12, bottom: 32, left: 72 }}
        domainPadding={{ x: barWidth }}
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
          tickValues={buckets.map((_bucket, index) => index)}
          tickFormat={index => (index % step === 0 ? buckets[index] ?? '' : '')}
          fixLabelOverlap
        />
        <ChartAxis dependentAxis showGrid tickFormat={format} tickCount={4} />
        <ChartStack>
          {series.map(one => (
            <ChartBar
              key={one.id}
              barWidth={barWidth}
              style={{ data: { fill: one.colour } }}
              data={one.values.map((y, x) => ({
                x,
                y,
                title: one.title,
                bucket: buckets[x],
              }))}
            />
          ))}
        </ChartStack>
      </Chart>
    </div>
  );
}
