import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { ModelDetail } from '@litemaas/backstage-plugin-litemaas-common';
import { useCopy, useFormats } from '@litemaas/backstage-plugin-litemaas-react';
import { Button } from '@backstage/ui';
import type { ReactNode } from 'react';
import { useModelWords } from '../models/useModelWords';
import { litemaasTranslationRef } from '../translation';
import classes from './entity.module.css';

/** What there is to know before choosing a model. */
export function ModelFacts(props: { model: ModelDetail }) {
  const { model } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const words = useModelWords();
  const perMillion = (nanos: string | null) =>
    nanos === null
      ? undefined
      : t('models.fact.perMillion', { price: formats.price(nanos) });
  const tokens = (count: number | null) =>
    count === null
      ? undefined
      : t('models.fact.tokens', { tokens: formats.count(count) });
  const limits = [
    model.rpm !== null &&
      t('models.fact.rpm', { value: formats.compact(model.rpm) }),
    model.tpm !== null &&
      t('models.fact.tpm', { value: formats.compact(model.tpm) }),
  ].filter(limit => limit !== false);

  const facts: Array<[string, ReactNode]> = [
    [t('models.idToSend'), <CopiedId key="id" name={model.name} />],
    [
      t('models.fact.price'),
      model.price.state === 'unknown' ? (
        <span key="price" className={classes.status} data-tone="orange">
          {words.price(model.price)}
        </span>
      ) : (
        words.price(model.price)
      ),
    ],
    [t('models.fact.cacheRead'), perMillion(model.price.cacheReadNanos)],
    [t('models.fact.cacheWrite'), perMillion(model.price.cacheWriteNanos)],
    [t('models.fact.reasoning'), perMillion(model.price.reasoningNanos)],
    [t('models.fact.context'), tokens(model.contextWindow)],
    [t('models.fact.maxOutput'), tokens(model.maxOutputTokens)],
    [
      t('models.fact.capabilities'),
      formats.list(
        model.capabilities.map(one => t(`models.capability.${one}`)),
      ),
    ],
    [t('models.fact.limits'), limits.length ? formats.list(limits) : undefined],
    [t('models.fact.visibility'), t(`models.visibility.${model.visibility}`)],
    [t('models.fact.provider'), model.provider],
    [t('models.fact.lifecycle'), t(`models.lifecycle.${model.lifecycle}`)],
    [
      t('models.fact.owner'),
      <EntityRefLink
        key="owner"
        entityRef={model.owner.entityRef}
        title={model.owner.title}
      />,
    ],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function CopiedId(props: { name: string }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const { copied, copy } = useCopy();
  return (
    <span className={classes.row}>
      <code>{props.name}</code>
      <Button variant="tertiary" onPress={() => copy(props.name)}>
        {t(copied ? 'entity.copied' : 'entity.copySnippet')}
      </Button>
    </span>
  );
}
