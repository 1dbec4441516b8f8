import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  NothingHere,
  NothingMatches,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button } from '@patternfly/react-core';
import { Link } from 'react-router-dom';
import { modelsRouteRef } from '../../routes';
import { litemaasTranslationRef } from '../../translation';

/** No key yet, or none that matches: each with its way on. */
export function KeysEmptyState(props: {
  isFiltered: boolean;
  onClear: () => void;
}) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const modelsRoute = useRouteRef(modelsRouteRef);
  return props.isFiltered ? (
    <NothingMatches
      title={t('keys.empty.matchTitle')}
      onClear={props.onClear}
    />
  ) : (
    <NothingHere
      title={t('keys.empty.noneTitle')}
      body={t('keys.empty.noneBody')}
      action={
        modelsRoute && (
          <Button
            component={buttonProps => (
              <Link {...buttonProps} to={modelsRoute()} />
            )}
          >
            {t('keys.empty.toModels')}
          </Button>
        )
      }
    />
  );
}
