import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  UsageReport,
  UsageTotals,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  moneyPrecision,
  UsageChart,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Card, CardBody, Title } from '@patternfly/react-core';
import { OneSelect } from '../../components/OneSelect';
import { litemaasTranslationRef } from '../../translation';
import {
  GROUPS,
  MEASURES,
  type Measure,
  type UsagePageState,
} from './useUsagePage';
import { UsageTable } from './UsageTable';
import classes from './UsagePage.module.css';

/** Stacked bars by hour or day in UTC, and the same numbers as a table. What the legend names can be taken out. */
export function UsageOverTime(props: {
  page: UsagePageState;
  report: UsageReport;
}) {
  const { page, report } = props;
  const { state, setState } = page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const { format, formatColumn } = useMeasureFormat(state.measure);
  const label = useBucketLabel(report.bucket);
  // Who may see persons is decided by the portal; mine are only me.
  const groups = GROUPS.filter(
    group =>
      group !== 'person' || state.owner !== 'me' || state.by === 'person',
  );
  const title = t(`usage.chart.title.${state.by}`, {
    measure: t(`usage.measure.${state.measure}`),
  });
  return (
    <Card>
      <CardBody>
        <div className={classes.chartHead}>
          <Title headingLevel="h2" size="md">
            {title}
          </Title>
          <div className={classes.chartChoices}>
            <OneSelect
              label={t('usage.chart.measure')}
              value={state.measure}
              onChange={measure => setState({ measure })}
              options={MEASURES.map(measure => ({
                value: measure,
                label: t(`usage.measure.${measure}`),
              }))}
            />
            <OneSelect
              label={t('usage.chart.by')}
              value={state.by}
              onChange={by => setState({ by })}
              options={groups.map(by => ({
                value: by,
                label: t(`usage.by.${by}`),
              }))}
            />
          </div>
        </div>
        <UsageChart
          // Another grouping has other items: what was taken out of this one is not its matter.
          key={state.by}
          title={title}
          axis={t(`usage.chart.axis.${report.bucket}`)}
          buckets={report.buckets.map(({ start }) => label(start))}
          series={report.groups.map(group => ({
            id: group.id,
            title: group.title,
            values: group.buckets.map(one => valueOf(one, state.measure)),
          }))}
          totals={report.buckets.map(one => valueOf(one.totals, state.measure))}
          format={format}
          formatColumn={formatColumn}
        />
      </CardBody>
      <CardBody>
        <UsageTable page={page} report={report} />
      </CardBody>
    </Card>
  );
}

function useMeasureFormat(measure: Measure) {
  const formats = useFormats();
  if (measure !== 'spend') {
    return {
      format: (value: number) => formats.compact(value),
      formatColumn: (values: number[]) =>
        values.map(value => formats.count(value)),
    };
  }
  return {
    format: (value: number) => formats.price(String(Math.round(value))),
    formatColumn: (values: number[]) => {
      const nanos = values.map(String);
      const precision = moneyPrecision(nanos);
      return nanos.map(value => formats.money(value, precision));
    },
  };
}

function useBucketLabel(bucket: UsageReport['bucket']) {
  const formats = useFormats();
  return (start: string) =>
    bucket === 'hour' ? formats.utcHour(start) : formats.day(start);
}

/** For the height of a bar only: the table's figures are exact. */
function valueOf(
  figures: Pick<UsageTotals, 'spendNanos' | 'totalTokens' | 'requests'>,
  measure: Measure,
): number {
  switch (measure) {
    case 'spend':
      return Number(figures.spendNanos);
    case 'tokens':
      return figures.totalTokens;
    default:
      return figures.requests;
  }
}
