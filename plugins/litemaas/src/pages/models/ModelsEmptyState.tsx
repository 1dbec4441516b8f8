import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  NothingHere,
  NothingMatches,
  useMe,
} from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../../translation';

/** Nothing published to the caller, nothing there at all, or nothing that matches: each with its way on. */
export function ModelsEmptyState(props: {
  isFiltered: boolean;
  onClear: () => void;
}) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const me = useMe();
  if (props.isFiltered) {
    return (
      <NothingMatches
        title={t('models.empty.matchTitle')}
        onClear={props.onClear}
      />
    );
  }
  // Who sees every model sees that there is none.
  if (me.data?.isAdmin || me.data?.isAuditor) {
    return (
      <NothingHere
        title={t('models.empty.nothingTitle')}
        body={t('models.empty.nothingBody')}
      />
    );
  }
  return (
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
