import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Skeleton } from '@patternfly/react-core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { litemaasReactTranslationRef } from '../translation';
import classes from './charts.module.css';
import { colourIndexes, topSeries, type ChartSeries } from './series';

const StackedBars = lazy(() => import('./StackedBars'));

/** A figure over time, split by item. @public */
export interface UsageChartProps {
  /** Told to screen readers; the same numbers stand in a table beside the chart. */
  title: string;
  /** Under the time axis, e.g. `Days, UTC`. */
  axis: string;
  /** Names of the buckets, in their order. */
  buckets: string[];
  series: ChartSeries[];
  /** Of all items together, in the order of the buckets: what is not drawn by itself is the rest. */
  totals: number[];
  /** A value with its unit, for the axis. */
  format(value: number): string;
  /** Values that stand below each other, of one precision. */
  formatColumn(values: number[]): string[];
}

/**
 * Stacked bars of the eight largest items and the rest. The legend takes items out and back in. The drawing library is
 * a chunk of its own.
 * @public
 */
export function UsageChart(props: UsageChartProps) {
  const { title, axis, buckets, series, totals, format, formatColumn } = props;
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const [hidden, setHidden] = useState<string[]>([]);
  const shown = useMemo(
    () =>
      topSeries(series, totals, rest =>
        t('chart.other', { number: String(rest) }),
      ),
    [series, totals, t],
  );
  const colours = useMemo(
    () => colourIndexes(shown.map(one => one.id)),
    [shown],
  );
  const colourOf = (id: string) =>
    `var(--litemaas-series-${colours.get(id) ?? 0})`;
  const toggle = (id: string) =>
    setHidden(
      hidden.includes(id) ? hidden.filter(one => one !== id) : [...hidden, id],
    );
  return (
    <div className={classes.chart}>
      <Suspense fallback={<Skeleton height="280px" />}>
        <StackedBars
          title={title}
          axis={axis}
          buckets={buckets}
          series={shown
            .filter(one => !hidden.includes(one.id))
            .map(one => ({ ...one, colour: colourOf(one.id) }))}
          format={format}
          formatColumn={formatColumn}
        />
      </Suspense>
      <div
        role="group"
        aria-label={t('chart.legend')}
        className={classes.legend}
      >
        {shown.map(one => (
          <Button
            key={one.id}
            variant="plain"
            size="sm"
            className={classes.item}
            aria-pressed={!hidden.includes(one.id)}
            onClick={() => toggle(one.id)}
          >
            <span
              className={classes.swatch}
              style={{ background: colourOf(one.id) }}
            />
            {one.title}
          </Button>
        ))}
      </div>
    </div>
  );
}
