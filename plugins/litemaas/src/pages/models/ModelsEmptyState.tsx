import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  NothingHere,
  NothingMatches,
  useMe,
} from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../../translation';

/** Nothing published to the caller, or nothing that matches: each with its way on. */
export function ModelsEmptyState(props: {
  isFiltered: boolean;
  onClear: () => void;
}) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const me = useMe();
  return props.isFiltered ? (
    <NothingMatches
      title={t('models.empty.matchTitle')}
      onClear={props.onClear}
    />
  ) : (
    <NothingHere
      title={t('models.empty.noneTitle')}
      body={
        <>
          <p>{t('models.empty.noneBody')}</p>
          {me.data?.support && <p>{me.data.support}</p>}
        </>
      }
    />
  );
}
