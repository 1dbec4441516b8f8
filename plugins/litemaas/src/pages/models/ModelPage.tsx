import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import {
  describeError,
  LoadError,
  NothingHere,
  useModel,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  Breadcrumb,
  BreadcrumbItem,
  Skeleton,
  Title,
} from '@patternfly/react-core';
import { Link, useParams } from 'react-router-dom';
import { Consumers } from '../../entity/Consumers';
import classes from '../../entity/entity.module.css';
import { ModelFacts } from '../../entity/ModelFacts';
import { ModelUsage } from '../../entity/ModelUsageContent';
import { YourAccess } from '../../entity/YourAccess';
import { modelsRouteRef } from '../../routes';
import { litemaasTranslationRef } from '../../translation';

/** A private model's page: what the catalog entity page says of the others. */
export function ModelPage() {
  const { id } = useParams();
  const { t } = useTranslationRef(litemaasTranslationRef);
  const modelsRoute = useRouteRef(modelsRouteRef);
  const query = useModel(id);
  const model = query.data;

  if (!model && query.error) {
    return describeError(query.error).statusCode === 404 ? (
      <NothingHere title={t('entity.notYours')} />
    ) : (
      <LoadError
        title={t('models.page.loadFailed')}
        stillWorks={t('models.page.stillWorks')}
        error={query.error}
        onRetry={() => query.refetch()}
      />
    );
  }
  return (
    <>
      <Breadcrumb>
        <BreadcrumbItem>
          <Link to={modelsRoute?.() ?? ''}>{t('entity.back')}</Link>
        </BreadcrumbItem>
        <BreadcrumbItem isActive>{model?.title}</BreadcrumbItem>
      </Breadcrumb>
      {model ? (
        <>
          <Title headingLevel="h2" className={classes.heading}>
            {model.title}
          </Title>
          <div className={classes.page}>
            <div>
              <EntityInfoCard title={t('entity.access')}>
                <YourAccess model={model} />
              </EntityInfoCard>
              <EntityInfoCard title={t('entity.usageTab')}>
                <ModelUsage model={model} />
              </EntityInfoCard>
            </div>
            <div>
              <EntityInfoCard title={t('entity.facts')}>
                <ModelFacts model={model} />
              </EntityInfoCard>
              <EntityInfoCard title={t('entity.consumers')}>
                <Consumers model={model} />
              </EntityInfoCard>
            </div>
          </div>
        </>
      ) : (
        <Skeleton height="20rem" />
      )}
    </>
  );
}
