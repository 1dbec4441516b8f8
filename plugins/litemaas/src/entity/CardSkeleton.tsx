import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton } from '@backstage/ui';
import { litemaasReactTranslationRef } from '@litemaas/backstage-plugin-litemaas-react';
import classes from './entity.module.css';

/** A card's content that is on its way. */
export function CardSkeleton() {
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  return (
    <div className={classes.stack} role="status" aria-label={t('list.loading')}>
      <Skeleton width="60%" height={16} />
      <Skeleton width="80%" height={16} />
      <Skeleton width="40%" height={16} />
    </div>
  );
}
