import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DecisionResult } from '@litemaas/backstage-plugin-litemaas-common';
import { Alert, AlertActionLink } from '@patternfly/react-core';
import { litemaasTranslationRef } from '../../translation';

const GROUPS = {
  approved: ['approved'],
  denied: ['denied'],
  already: ['already_decided', 'own_request', 'not_found'],
  failed: ['failed'],
} as const;

/** `18 approved · 1 already decided · 1 failed: Retry`. */
export function DecisionSummary(props: {
  result: DecisionResult;
  onRetry(ids: string[]): void;
}) {
  const { results } = props.result;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const idsOf = (group: keyof typeof GROUPS) =>
    results
      .filter(({ outcome }) => GROUPS[group].some(one => one === outcome))
      .map(({ id }) => id);
  const failed = idsOf('failed');
  const words = (['approved', 'denied', 'already', 'failed'] as const)
    .map(group => ({ group, count: idsOf(group).length }))
    .filter(({ count }) => count > 0)
    .map(({ group, count }) =>
      t(`approvals.result.${group}`, { number: String(count) }),
    );
  return (
    <Alert
      isInline
      isLiveRegion
      variant={failed.length > 0 ? 'warning' : 'success'}
      title={words.join(' · ')}
      actionLinks={
        failed.length > 0 && (
          <AlertActionLink onClick={() => props.onRetry(failed)}>
            {t('approvals.result.retry')}
          </AlertActionLink>
        )
      }
    />
  );
}
