import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  periodEnd,
  type Plan,
} from '@litemaas/backstage-plugin-litemaas-common';
import { useFormats } from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../translation';

/** What a plan allows, in words. */
export function usePlanWords() {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return {
    /** `$20 a month`. */
    money: (plan: Pick<Plan, 'budgetNanos' | 'period'>): string =>
      plan.budgetNanos
        ? t(`access.planMoney.${plan.period}`, {
            money: formats.limit(plan.budgetNanos),
          })
        : t('access.planNoLimit'),
    /** `60 requests and 100 K tokens a minute`; undefined when neither is limited. */
    rates: (plan: Pick<Plan, 'rpm' | 'tpm'>): string | undefined => {
      const rates = [
        plan.rpm !== null &&
          t('access.requests', { value: formats.compact(plan.rpm) }),
        plan.tpm !== null &&
          t('access.tokens', { value: formats.compact(plan.tpm) }),
      ].filter(rate => rate !== false);
      return rates.length
        ? t('access.planRates', { rates: formats.list(rates) })
        : undefined;
    },
    /** What happens at the limit, and until when. */
    atLimit: (plan: Pick<Plan, 'budgetNanos' | 'period'>): string | undefined =>
      plan.budgetNanos
        ? t('access.planAtLimit', {
            day: formats.day(periodEnd(plan.period, new Date()).toISOString()),
          })
        : undefined,
  };
}
