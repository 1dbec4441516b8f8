import classes from './charts.module.css';
import type { DrawnSeries } from './series';

/** A bucket's figures beside its bar, on the side that has room. For the eye only: the table has them for everybody. */
export function BarTooltip(props: {
  bucket: string;
  index: number;
  series: DrawnSeries[];
  /** The middle of the bar and the width there is, in pixels. */
  middle: number;
  width: number;
  formatColumn(values: number[]): string[];
}) {
  const { bucket, index, series, middle, width, formatColumn } = props;
  const rows = series.filter(one => one.values[index] > 0);
  const figures = formatColumn(rows.map(one => one.values[index]));
  if (rows.length === 0) {
    return null;
  }
  return (
    <div
      aria-hidden="true"
      className={classes.tooltip}
      style={
        middle < width / 2
          ? { left: middle + 20 }
          : { right: width - middle + 20 }
      }
    >
      <strong>{bucket}</strong>
      {rows.map((one, row) => (
        <div key={one.id} className={classes.tooltipRow}>
          <span className={classes.swatch} style={{ background: one.colour }} />
          <span>{one.title}</span>
          <span className={classes.tooltipFigure}>{figures[row]}</span>
        </div>
      ))}
    </div>
  );
}
