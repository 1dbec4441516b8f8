import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StatusLabel } from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../../translation';
import type { Decided } from './useApprovalsPage';

/** What became of a request here: its status now, and who was faster. */
export function Outcome(props: { decided: Decided }) {
  const { outcome, subscription, by } = props.decided;
  const { t } = useTranslationRef(litemaasTranslationRef);
  if (!subscription) {
    return <>{t('approvals.gone')}</>;
  }
  return (
    <>
      <StatusLabel status={subscription.status} isCompact />
      {outcome === 'already_decided' && by && (
        <div>{t('approvals.already', { who: by.title })}</div>
      )}
    </>
  );
}
