import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Approval } from '@litemaas/backstage-plugin-litemaas-common';
import { useFormats } from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../../translation';

/** Who can decide one's own requests, which one cannot: their names, else another admin. */
export function useDeciders(): (own: Approval[]) => string {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return own => {
    const names = new Set(
      own.flatMap(({ approvers, subscription }) =>
        approvers
          .filter(one => one.entityRef !== subscription.requestedBy.entityRef)
          .map(one => one.title),
      ),
    );
    return names.size > 0
      ? formats.list([...names])
      : t('approvals.anotherAdmin');
  };
}
