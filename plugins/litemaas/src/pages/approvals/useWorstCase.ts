import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  periodSchema,
  type Approval,
} from '@litemaas/backstage-plugin-litemaas-common';
import { useFormats } from '@litemaas/backstage-plugin-litemaas-react';
import { usePlanWords } from '../../access/usePlanWords';
import { litemaasTranslationRef } from '../../translation';

/** What approving may cost at most: `12 people, at most $240 a month.` Sums of unlike periods stand side by side. */
export function useWorstCase() {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const planWords = usePlanWords();
  return (approvals: Approval[], planId: string): string => {
    const limits = approvals.map(
      ({ plans, subscription }) =>
        plans.find(plan => plan.id === planId) ?? subscription,
    );
    const count = new Set(
      approvals.map(({ subscription }) => subscription.requestedBy.entityRef),
    ).size;
    const people = t('approvals.dialog.people', {
      count,
      number: formats.count(count),
    });
    if (limits.some(limit => limit.budgetNanos === null)) {
      return t('approvals.dialog.worstCaseOpen', { people });
    }
    const sums = periodSchema.options.flatMap(period => {
      const total = limits
        .filter(limit => limit.period === period)
        .reduce((sum, limit) => sum + BigInt(limit.budgetNanos ?? 0), 0n);
      return total > 0n
        ? [planWords.money({ budgetNanos: String(total), period })]
        : [];
    });
    return t('approvals.dialog.worstCase', {
      people,
      money: formats.list(sums),
    });
  };
}
