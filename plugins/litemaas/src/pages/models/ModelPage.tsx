import {
  BreadcrumbEntry,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import type { ModelDetail } from '@litemaas/backstage-plugin-litemaas-common';
import {
  describeError,
  LoadError,
  NothingHere,
  useModel,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Skeleton, Title } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useLocation, useParams } from 'react-router-dom';
import { CardSkeleton } from '../../entity/CardSkeleton';
import { Consumers } from '../../entity/Consumers';
import classes from '../../entity/entity.module.css';
import { ModelFacts } from '../../entity/ModelFacts';
import { ModelUsage } from '../../entity/ModelUsageContent';
import { YourAccess } from '../../entity/YourAccess';
import { litemaasTranslationRef } from '../../translation';

/** A private model's page: what the catalog entity page says of the others. */
export function ModelPage() {
  const { id } = useParams();
  const { pathname } = useLocation();
  const { t } = useTranslationRef(litemaasTranslationRef);
  const query = useModel(id);
  const model = query.data;

  if (!model && query.error) {
    return describeError(query.error).statusCode === 404 ? (
      <NothingHere title={t('entity.notYours')} />
    ) : (
      <LoadError
        title={t('entity.pageFailed')}
        stillWorks={t('models.page.stillWorks')}
        error={query.error}
        onRetry={() => query.refetch()}
      />
    );
  }
  const card = (title: string, content: (model: ModelDetail) => ReactNode) => (
    <EntityInfoCard title={title}>
      {model ? content(model) : <CardSkeleton />}
    </EntityInfoCard>
  );
  return (
    <BreadcrumbEntry entry={{ label: model?.title ?? '…', href: pathname }}>
      <Title headingLevel="h2" className={classes.heading}>
        {model ? model.title : <Skeleton width="12rem" fontSize="xl" />}
      </Title>
      <div className={classes.page}>
        <div>
          {card(t('entity.access'), one => (
            <YourAccess model={one} />
          ))}
          {card(t('entity.usageTab'), one => (
            <ModelUsage model={one} />
          ))}
        </div>
        <div>
          {card(t('entity.facts'), one => (
            <ModelFacts model={one} />
          ))}
          {card(t('entity.consumers'), one => (
            <Consumers model={one} />
          ))}
        </div>
      </div>
    </BreadcrumbEntry>
  );
}
