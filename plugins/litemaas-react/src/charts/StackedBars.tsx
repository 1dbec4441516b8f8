import { useLayoutEffect, useRef, useState, type PointerEvent } from 'react';
import { Bars, HEIGHT, PADDING } from './Bars';
import { BarTooltip } from './BarTooltip';
import classes from './charts.module.css';
import type { DrawnSeries } from './series';

/** Measures its own width: Victory scales text with the drawing unless it is told the real size. */
export default function StackedBars(props: {
  title: string;
  axis: string;
  buckets: string[];
  series: DrawnSeries[];
  format(value: number): string;
  formatColumn(values: number[]): string[];
}) {
  const { buckets, series, formatColumn } = props;
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  const [pointedAt, setPointedAt] = useState<number>();
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
    1,
    (width - PADDING.left - PADDING.right) / buckets.length,
  );
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const index = Math.floor((event.clientX - left - PADDING.left) / band);
    setPointedAt(buckets[index] === undefined ? undefined : index);
  };
  return (
    <div
      ref={box}
      className={classes.drawing}
      style={{ height: HEIGHT }}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setPointedAt(undefined)}
    >
      <Bars
        title={props.title}
        axis={props.axis}
        buckets={buckets}
        series={series}
        width={width}
        band={band}
        format={props.format}
      />
      {pointedAt !== undefined && (
        <BarTooltip
          bucket={buckets[pointedAt]}
          index={pointedAt}
          series={series}
          middle={PADDING.left + (pointedAt + 0.5) * band}
          width={width}
          formatColumn={formatColumn}
        />
      )}
    </div>
  );
}
