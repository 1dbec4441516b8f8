import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ListResult } from '@litemaas/backstage-plugin-litemaas-react';
import { Button } from '@patternfly/react-core';
import { litemaasTranslationRef } from '../translation';
import classes from './components.module.css';

/** *Show more*, while there is more. */
export function ShowMore(props: { list: ListResult<unknown> }) {
  const { hasMore, isLoadingMore, loadMore, items, totalItems } = props.list;
  const { t } = useTranslationRef(litemaasTranslationRef);
  if (!hasMore) {
    return null;
  }
  return (
    <div className={classes.showMore}>
      <Button variant="secondary" isLoading={isLoadingMore} onClick={loadMore}>
        {t('common.showMore', {
          shown: String(items?.length ?? 0),
          total: String(totalItems ?? 0),
        })}
      </Button>
    </div>
  );
}
