import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Freshness } from '@litemaas/backstage-plugin-litemaas-common';
import { Tooltip } from '@patternfly/react-core';
import {
  ConnectedIcon,
  ExclamationTriangleIcon,
  UnknownIcon,
} from '@patternfly/react-icons';
import { useFormats } from '../format/useFormats';
import { useFreshness } from '../queries/people';
import { litemaasReactTranslationRef } from '../translation';
import classes from './components.module.css';

/**
 * The quiet label at the end of each toolbar: whether the gateway answers, and, when it does not, what that means on
 * this page.
 * @public
 */
export function FreshnessLabel(props: { page: 'changes' | 'usage' }) {
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const formats = useFormats();
  const query = useFreshness();
  const freshness = query.data;

  if (query.error) {
    return (
      <Warning>
        {query.dataUpdatedAt
          ? t('freshness.portalAway', {
              time: formats.minute(new Date(query.dataUpdatedAt).toISOString()),
            })
          : t('freshness.portalAwayAtOnce')}
      </Warning>
    );
  }
  if (!freshness) {
    return <span className={classes.freshness}>{t('freshness.loading')}</span>;
  }
  return (
    <Tooltip content={<FreshnessDetails freshness={freshness} />}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <span tabIndex={0}>
        <State freshness={freshness} page={props.page} />
      </span>
    </Tooltip>
  );
}

function State(props: { freshness: Freshness; page: 'changes' | 'usage' }) {
  const { freshness, page } = props;
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const formats = useFormats();
  switch (freshness.gateway) {
    case 'connected':
      return (
        <span className={classes.freshness}>
          <ConnectedIcon />
          {t('freshness.connected', {
            time: formats.minute(
              freshness.lastContactAt ?? new Date().toISOString(),
            ),
          })}
        </span>
      );
    case 'unreachable':
      return (
        <Warning>
          {[
            freshness.since &&
              t('freshness.unreachable', {
                time: formats.minute(freshness.since),
              }),
            page === 'changes' && t('freshness.meansForChanges'),
            page === 'usage' &&
              (freshness.usageCompleteUpTo
                ? t('freshness.meansForUsage', {
                    time: formats.minute(freshness.usageCompleteUpTo),
                  })
                : t('freshness.meansForUsageUnknown')),
          ]
            .filter(Boolean)
            .join(' ')}
        </Warning>
      );
    default:
      return (
        <span className={classes.freshness}>
          <UnknownIcon />
          {t('freshness.unknown')}
        </span>
      );
  }
}

function Warning(props: { children: string }) {
  return (
    <span
      className={`${classes.freshness} ${classes.freshnessWarning}`}
      role="status"
    >
      <ExclamationTriangleIcon />
      {props.children}
    </span>
  );
}

function FreshnessDetails(props: { freshness: Freshness }) {
  const { freshness } = props;
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const formats = useFormats();
  const time = (instant: string | null) =>
    instant ? formats.exactTime(instant) : t('freshness.never');
  return (
    <dl className={classes.freshnessDetails}>
      <dt>{t('freshness.lastContact')}</dt>
      <dd>{time(freshness.lastContactAt)}</dd>
      <dt>{t('freshness.lastSync')}</dt>
      <dd>{time(freshness.lastSyncAt)}</dd>
      <dt>{t('freshness.pendingChanges')}</dt>
      <dd>{formats.count(freshness.pendingChanges)}</dd>
      <dt>{t('freshness.version')}</dt>
      <dd>{freshness.gatewayVersion ?? t('freshness.notKnown')}</dd>
    </dl>
  );
}
