import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { KeyLimit } from '@litemaas/backstage-plugin-litemaas-common';
import { LimitBar } from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../../translation';

/** A limit of a key, named: its own, or that of the subscription to a model. */
export function KeyLimitBar(props: { limit: KeyLimit }) {
  const { scope, title, ...limit } = props.limit;
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <LimitBar
      title={scope === 'key' ? t('keys.thisKey') : title}
      usedNanos={limit.usedNanos}
      limitNanos={limit.limitNanos}
      periodStartsAt={limit.periodStartsAt}
      resetsAt={limit.resetsAt}
    />
  );
}
