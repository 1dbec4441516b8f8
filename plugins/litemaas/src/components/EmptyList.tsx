import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  NothingHere,
  NothingMatches,
  useMe,
  useModels,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button } from '@patternfly/react-core';
import { Link } from 'react-router-dom';
import { modelsRouteRef } from '../routes';
import { litemaasTranslationRef } from '../translation';

interface EmptyWords {
  /** None matches. */
  match: string;
  /** There is none yet, and how one comes to be. */
  none: string;
  noneBody: string;
}

/** Which of the three it is that nothing shows: none matches, none yet, or no model is published to whom looks. */
export function EmptyList(props: {
  isFiltered: boolean;
  onClear: () => void;
  words: EmptyWords;
}) {
  const { isFiltered, onClear, words } = props;
  return isFiltered ? (
    <NothingMatches title={words.match} onClear={onClear} />
  ) : (
    <NothingYet words={words} />
  );
}

function NothingYet(props: { words: EmptyWords }) {
  const { words } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const support = useMe().data?.support;
  const modelsRoute = useRouteRef(modelsRouteRef);
  const isPublished = useModels({ limit: 1 }).totalItems !== 0;
  if (!isPublished) {
    return (
      <NothingHere
        title={words.none}
        body={
          <>
            <p>{t('common.noModels')}</p>
            {support && <p>{support}</p>}
          </>
        }
      />
    );
  }
  return (
    <NothingHere
      title={words.none}
      body={words.noneBody}
      action={
        modelsRoute && (
          <Button
            component={buttonProps => (
              <Link {...buttonProps} to={modelsRoute()} />
            )}
          >
            {t('common.toModels')}
          </Button>
        )
      }
    />
  );
}
