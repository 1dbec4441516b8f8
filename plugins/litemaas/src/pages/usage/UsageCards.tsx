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
import classes from './UsagePage.module.css';

/** Spend, requests, tokens and success, each beside the period before. Spending more is neither good nor bad: grey. */
export function UsageCards(props: { report: UsageReport }) {
  const { totals, previous, buckets } = props.report;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const course = (of: (totals: UsageTotals) => number) =>
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
        course={course(one => successRate(one) ?? 1)}
        note={
          totals.refused > 0
            ? t('usage.card.refused', { count: totals.refused })
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
  course: number[];
  note?: string;
  children: ReactNode;
}) {
  const { title, now, before, course, note, children } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return (
    <Card isCompact>
      <CardTitle>{title}</CardTitle>
      <CardBody>
        <div className={classes.figure}>{children}</div>
        <div className={classes.quiet}>
          {[change(), note].filter(Boolean).join(' · ')}
        </div>
        <Sparkline values={course} />
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

/** Answered ÷ (answered + failed); what was refused says nothing about the provider. */
function successRate({ answered, failed }: UsageTotals): number | undefined {
  return answered + failed > 0 ? answered / (answered + failed) : undefined;
}
