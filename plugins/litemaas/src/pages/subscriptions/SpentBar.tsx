import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Subscription } from '@litemaas/backstage-plugin-litemaas-common';
import {
  LimitBar,
  useFormats,
  type LimitBarProps,
} from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../../translation';

/** What was spent of the plan in the running period. */
export function SpentBar(
  props: { subscription: Subscription } & Pick<LimitBarProps, 'precision'>,
) {
  const { subscription, precision } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  if (subscription.budgetNanos === null) {
    return (
      <>
        {t('subscriptions.noLimit', {
          spent: formats.exactMoney(subscription.spentNanos),
        })}
      </>
    );
  }
  return (
    <LimitBar
      usedNanos={subscription.spentNanos}
      limitNanos={subscription.budgetNanos}
      periodStartsAt={subscription.periodStartsAt}
      resetsAt={subscription.resetsAt}
      precision={precision}
    />
  );
}
