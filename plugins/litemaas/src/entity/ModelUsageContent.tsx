import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Card, CardBody, Skeleton, Text } from '@backstage/ui';
import type { ModelDetail } from '@litemaas/backstage-plugin-litemaas-common';
import {
  LitemaasQueries,
  moneyPrecision,
  Sparkline,
  useFormats,
  useUsage,
} from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../translation';
import { CardError } from './CardError';
import classes from './entity.module.css';
import { EntityModel } from './EntityModel';
import { useUsageLink } from './useUsageLink';

/** Tab *Usage* of a model: the caller's own 30 days with it, and the way to all of it. */
export function ModelUsageContent() {
  return (
    <LitemaasQueries>
      <EntityModel>{model => <ModelUsage model={model} />}</EntityModel>
    </LitemaasQueries>
  );
}

/** The caller's own figures for one model. */
export function ModelUsage(props: { model: ModelDetail }) {
  const { model } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const usageLink = useUsageLink();
  const usage = useUsage({ modelId: model.id, period: '30d' });
  if (!usage.data) {
    return usage.error ? (
      <CardError error={usage.error} onRetry={() => usage.refetch()} />
    ) : (
      <Skeleton width="100%" height={160} />
    );
  }
  const { totals, buckets, completeUpTo } = usage.data;
  const tried = totals.answered + totals.failed;
  const figures = [
    {
      name: t('entity.usage.spend'),
      value: formats.money(
        totals.spendNanos,
        moneyPrecision([totals.spendNanos]),
      ),
      line: buckets.map(bucket => Number(bucket.totals.spendNanos)),
    },
    {
      name: t('entity.usage.requests'),
      value: formats.count(totals.requests),
      line: buckets.map(bucket => bucket.totals.requests),
    },
    {
      name: t('entity.usage.tokens'),
      value: formats.compact(totals.totalTokens),
      line: buckets.map(bucket => bucket.totals.totalTokens),
    },
    {
      name: t('entity.usage.success'),
      value: tried
        ? formats.percent(totals.answered / tried)
        : t('common.none'),
      line: undefined,
    },
  ];
  return (
    <div className={classes.stack}>
      <div className={classes.spread}>
        <Text className={classes.quiet}>{t('entity.usage.period')}</Text>
        <ButtonLink variant="secondary" href={usageLink({ model: model.id })}>
          {t('entity.usage.open')}
        </ButtonLink>
      </div>
      <div className={classes.figures}>
        {figures.map(figure => (
          <Card key={figure.name}>
            <CardBody>
              <Text as="p" className={classes.quiet}>
                {figure.name}
              </Text>
              <Text as="p" variant="title-small" className={classes.figure}>
                {figure.value}
              </Text>
              {figure.line && <Sparkline values={figure.line} />}
            </CardBody>
          </Card>
        ))}
      </div>
      {completeUpTo && (
        <Text variant="body-small" className={classes.quiet}>
          {t('entity.usage.complete', { time: formats.second(completeUpTo) })}
        </Text>
      )}
    </div>
  );
}
