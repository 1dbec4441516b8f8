import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import {
  ANNOTATION_MODEL_NAME,
  type ModelDetail,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  LitemaasQueries,
  useModelByName,
} from '@litemaas/backstage-plugin-litemaas-react';
import type { ReactNode } from 'react';
import { litemaasTranslationRef } from '../translation';
import { CardError } from './CardError';
import { CardSkeleton } from './CardSkeleton';
import classes from './entity.module.css';

interface EntityModelProps {
  title: string;
  children: (model: ModelDetail) => ReactNode;
}

/** A card about the model that the entity stands for, in each state of its loading. */
export function EntityModelCard(props: EntityModelProps) {
  return (
    <LitemaasQueries>
      <EntityInfoCard title={props.title}>
        <EntityModel>{props.children}</EntityModel>
      </EntityInfoCard>
    </LitemaasQueries>
  );
}

/** The model that the entity stands for. Needs `LitemaasQueries` around it. */
export function EntityModel(props: Pick<EntityModelProps, 'children'>) {
  const { entity } = useEntity();
  const { t } = useTranslationRef(litemaasTranslationRef);
  const query = useModelByName(
    entity.metadata.annotations?.[ANNOTATION_MODEL_NAME],
  );
  if (query.data) {
    return <>{props.children(query.data)}</>;
  }
  if (query.error) {
    return <CardError error={query.error} onRetry={() => query.refetch()} />;
  }
  if (query.data === null) {
    return <Text className={classes.quiet}>{t('entity.notYours')}</Text>;
  }
  return <CardSkeleton />;
}
