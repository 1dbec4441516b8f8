import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { moneyPrecision, type MoneyPrecision } from '../format/money';
import { useFormats } from '../format/useFormats';
import { litemaasReactTranslationRef } from '../translation';
import classes from './components.module.css';

/** A limit to draw. Instants bound the running period. @public */
export interface LimitBarProps {
  /** Whose limit it is, e.g. `team Payments`; left out where the row says it. */
  title?: string;
  usedNanos: string;
  limitNanos: string;
  periodStartsAt: string;
  resetsAt: string;
  /** That of the column it stands in; its own when absent. */
  precision?: MoneyPrecision;
}

/**
 * How much of a limit is used, with a tick for today's place in the period: right of the tick means sooner than evenly.
 * @public
 */
export function LimitBar(props: LimitBarProps) {
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const formats = useFormats();
  const used = BigInt(props.usedNanos);
  const limit = BigInt(props.limitNanos);
  const share = limit > 0n ? Number((used * 1000n) / limit) / 1000 : 1;
  const start = Date.parse(props.periodStartsAt);
  const end = Date.parse(props.resetsAt);
  const today = Math.min(1, Math.max(0, (Date.now() - start) / (end - start)));
  const figure = t('limit.used', {
    used: formats.money(
      props.usedNanos,
      props.precision ?? moneyPrecision([props.usedNanos, props.limitNanos]),
    ),
    limit: formats.limit(props.limitNanos),
  });
  const resets = t('limit.resets', { day: formats.day(props.resetsAt) });
  const { title } = props;
  const label = [figure, title, resets].filter(Boolean).join(' · ');
  return (
    <div className={classes.limit}>
      <div className={classes.limitText}>
        <span className={title ? undefined : classes.oneLine}>
          {title ?? resets}
        </span>
        <span className={classes.figure}>{figure}</span>
      </div>
      <div
        className={classes.limitTrack}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(Math.min(share, 1) * 100)}
      >
        <div
          className={classes.limitFill}
          data-level={levelOf(share)}
          style={{ width: `${Math.min(share, 1) * 100}%` }}
        />
        <div
          className={classes.limitToday}
          style={{ left: `${today * 100}%` }}
          title={t('limit.today')}
        />
      </div>
      {title && (
        <div className={`${classes.limitHelp} ${classes.oneLine}`}>
          {resets}
        </div>
      )}
    </div>
  );
}

function levelOf(share: number): 'fine' | 'near' | 'over' {
  if (share >= 1) {
    return 'over';
  }
  return share >= 0.8 ? 'near' : 'fine';
}
