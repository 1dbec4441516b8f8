import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { UsageCause } from '@litemaas/backstage-plugin-litemaas-common';
import { useFormats } from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../../translation';
import classes from './UsagePage.module.css';

/** Which limit, used, cap, reset, who may raise it; and how sure that is. */
export function RequestCause(props: { cause: UsageCause; id: string }) {
  const { cause, id } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const { certainty, message } = cause;
  const facts = [
    cause.limitNanos &&
      cause.usedNanos &&
      t('usage.causeDetail.used', {
        used: formats.exactMoney(cause.usedNanos),
        limit: formats.limit(cause.limitNanos),
      }),
    cause.resetsAt &&
      t('usage.causeDetail.resets', { day: formats.day(cause.resetsAt) }),
    cause.raisedBy.length > 0 &&
      t('usage.causeDetail.raisedBy', {
        names: formats.list(cause.raisedBy.map(one => one.title)),
      }),
  ].filter(Boolean);
  return (
    <>
      <p>
        {certainty === 'reported'
          ? message
          : t(`usage.causeDetail.${certainty}`, { message })}
      </p>
      {facts.length > 0 && <p>{facts.join(' · ')}</p>}
      <p className={classes.quiet}>
        {t('usage.causeDetail.requestId')}: <code>{id}</code>
      </p>
    </>
  );
}
