import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  UsageReport,
  UsageTotals,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  Money,
  moneyPrecision,
  Sparkline,
  Tokens,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { litemaasTranslationRef } from '../../translation';
import { successRate } from './successRate';
import classes from './UsagePage.module.css';

/** Spend, requests, tokens and success, each beside the period before. Spending more is neither good nor bad: grey. */
export function UsageCards(props: { report: UsageReport }) {
  const { totals, previous, buckets } = props.report;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const course = (of: (totals: UsageTotals) => number | undefined) =>
    buckets.map(bucket => of(bucket.totals));
  const success = successRate(totals);
  return (
    <div className={classes.cards}>
      <FigureCard
        title={t('usage.card.spend')}
        now={Number(totals.spendNanos)}
        before={Number(previous.spendNanos)}
        course={course(one => Number(one.spendNanos))}
      >
        <Money
          nanos={totals.spendNanos}
          precision={moneyPrecision([totals.spendNanos])}
        />
      </FigureCard>
      <FigureCard
        title={t('usage.card.requests')}
        now={totals.requests}
        before={previous.requests}
        course={course(one => one.requests)}
      >
        {formats.count(totals.requests)}
      </FigureCard>
      <FigureCard
        title={t('usage.card.tokens')}
        now={totals.totalTokens}
        before={previous.totalTokens}
        course={course(one => one.totalTokens)}
      >
        <Tokens value={totals.totalTokens} />
      </FigureCard>
      <FigureCard
        title={t('usage.card.success')}
        now={success}
        before={successRate(previous)}
        course={course(successRate)}
        note={
          totals.refused > 0
            ? t('usage.card.refused', { number: formats.count(totals.refused) })
            : undefined
        }
      >
        {success === undefined ? t('common.none') : formats.percent(success)}
      </FigureCard>
    </div>
  );
}

function FigureCard(props: {
  title: string;
  now: number | undefined;
  before: number | undefined;
  course: Array<number | undefined>;
  note?: string;
  children: ReactNode;
}) {
  const { title, now, before, course, note, children } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return (
    <Card isCompact>
      <CardTitle component="h2">{title}</CardTitle>
      <CardBody>
        <div className={classes.figure}>{children}</div>
        <div className={classes.quiet}>
          {[change(), note].filter(Boolean).join(' · ')}
        </div>
        <div className={classes.course}>
          <Sparkline values={course} />
        </div>
      </CardBody>
    </Card>
  );

  function change(): string {
    if (now === undefined || !before) {
      return t('usage.card.nothingBefore');
    }
    const share = now / before - 1;
    if (Math.abs(share) < 0.0005) {
      return t('usage.card.noChange');
    }
    return t('usage.card.change', {
      change: `${share > 0 ? '+' : '−'}${formats.percent(Math.abs(share))}`,
    });
  }
}
