import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { KeyLimit } from '@litemaas/backstage-plugin-litemaas-common';
import {
  LimitBar,
  type LimitBarProps,
} from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../../translation';

/** A limit of a key, named: its own, or that of the subscription to a model. */
export function KeyLimitBar(
  props: { limit: KeyLimit } & Pick<LimitBarProps, 'precision'>,
) {
  const { limit, precision } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <LimitBar
      title={limit.scope === 'key' ? t('keys.thisKey') : limit.title}
      usedNanos={limit.usedNanos}
      limitNanos={limit.limitNanos}
      periodStartsAt={limit.periodStartsAt}
      resetsAt={limit.resetsAt}
      precision={precision}
    />
  );
}
