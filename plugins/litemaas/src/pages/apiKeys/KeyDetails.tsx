import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { KeyDetail } from '@litemaas/backstage-plugin-litemaas-common';
import {
  LoadError,
  RelativeTime,
  StatusLabel,
  useFormats,
  useKey,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  Alert,
  DescriptionList,
  Skeleton,
  Split,
  SplitItem,
  Stack,
  StackItem,
  Title,
} from '@patternfly/react-core';
import { Link } from 'react-router-dom';
import { usePlanWords } from '../../access/usePlanWords';
import { Fact } from '../../components/Fact';
import { Timeline } from '../../components/Timeline';
import { KeyActions } from '../../keys/KeyActions';
import { usageRouteRef } from '../../routes';
import { litemaasTranslationRef } from '../../translation';
import { KeyLimitBar } from './KeyLimitBar';
import { KeySnippet } from './KeySnippet';
import classes from './apiKeys.module.css';

/** A key's drawer: what the gateway confirmed, every limit it meets, its story. */
export function KeyDetails(props: { id: string }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const query = useKey(props.id);
  if (query.data) {
    return <Details apiKey={query.data} />;
  }
  return query.error ? (
    <LoadError
      title={t('keys.detail.loadFailed')}
      error={query.error}
      onRetry={() => query.refetch()}
    />
  ) : (
    <Skeleton height="20rem" />
  );
}

function Details(props: { apiKey: KeyDetail }) {
  const { apiKey } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const callable =
    apiKey.actions.length > 0 && !apiKey.valueLost
      ? apiKey.models.find(model => model.available)
      : undefined;
  return (
    <Stack hasGutter>
      <StackItem>
        <Split hasGutter>
          <SplitItem isFilled>
            <Title headingLevel="h2">{apiKey.name}</Title>
            <StatusLabel status={apiKey.label} />{' '}
            <code>…{apiKey.lastFour}</code>
            <Confirmation apiKey={apiKey} />
          </SplitItem>
          <SplitItem>
            <KeyActions apiKey={apiKey} />
          </SplitItem>
        </Split>
      </StackItem>
      <Notices apiKey={apiKey} />
      <StackItem>
        <Facts apiKey={apiKey} />
      </StackItem>
      {callable && (
        <StackItem>
          <Title headingLevel="h3">{t('keys.detail.snippet')}</Title>
          <KeySnippet model={callable} />
        </StackItem>
      )}
      <StackItem>
        <Title headingLevel="h3">{t('common.timeline.title')}</Title>
        <Timeline entries={apiKey.timeline} />
      </StackItem>
    </Stack>
  );
}

/** *Asked 12:04 · confirmed 12:04:02 · calls may pass for up to 60 s more.* */
function Confirmation(props: { apiKey: KeyDetail }) {
  const { askedAt, confirmedAt, label } = props.apiKey;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const stops = ['blocking', 'blocked', 'revoking', 'revoked'].includes(label);
  return (
    <div>
      <small>
        {[
          t('keys.detail.asked', { time: formats.minute(askedAt) }),
          confirmedAt
            ? t('keys.detail.confirmed', { time: formats.second(confirmedAt) })
            : t('keys.detail.notConfirmed'),
          stops &&
            (!confirmedAt || Date.now() - Date.parse(confirmedAt) < 60_000) &&
            t('keys.detail.mayPass'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </div>
  );
}

function Notices(props: { apiKey: KeyDetail }) {
  const { valueLost, syncProblem, holds } = props.apiKey;
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <>
      {valueLost && (
        <Alert
          component="h3"
          isInline
          variant="warning"
          title={t('keys.detail.valueLost')}
        />
      )}
      {syncProblem && (
        <Alert component="h3" isInline variant="info" title={syncProblem} />
      )}
      {holds.map(hold => (
        <Alert
          key={hold.kind}
          component="h3"
          isInline
          variant="warning"
          title={t(`keys.detail.hold.${hold.kind}`, {
            name: hold.actor?.title ?? t('keys.detail.byPortal'),
          })}
        >
          {hold.reason}
        </Alert>
      ))}
    </>
  );
}

function Facts(props: { apiKey: KeyDetail }) {
  const { apiKey } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const words = usePlanWords();
  const usageRoute = useRouteRef(usageRouteRef);
  const rates = words.rates(apiKey);
  return (
    <DescriptionList isCompact>
      <Fact term={t('keys.column.owner')}>{apiKey.owner.title}</Fact>
      {apiKey.purpose && (
        <Fact term={t('keys.detail.purpose')}>{apiKey.purpose}</Fact>
      )}
      <Fact term={t('keys.column.models')}>
        {apiKey.models.map(model => (
          <div key={model.id}>
            {model.available
              ? model.title
              : t('keys.unavailable', { model: model.title })}
          </div>
        ))}
      </Fact>
      <Fact term={t('keys.detail.limits')}>
        {apiKey.limits.length === 0 && t('keys.noLimit')}
        {apiKey.limits.map(limit => (
          <div
            key={`${limit.scope} ${limit.title}`}
            className={classes.oneOfLimits}
          >
            <KeyLimitBar limit={limit} />
            <small>{t(`keys.detail.enforcedBy.${limit.enforcedBy}`)}</small>
          </div>
        ))}
      </Fact>
      {rates && <Fact term={t('keys.detail.rates')}>{rates}</Fact>}
      <Fact term={t('keys.column.lastUsed')}>
        {apiKey.lastUsedAt ? (
          <RelativeTime instant={apiKey.lastUsedAt} />
        ) : (
          t('keys.never')
        )}
      </Fact>
      <Fact term={t('keys.detail.requests')}>
        {formats.count(apiKey.requestsLast24h)}
      </Fact>
      <Fact term={t('keys.column.expires')}>
        {apiKey.expiresAt
          ? `${formats.fullDay(apiKey.expiresAt)} (UTC)`
          : t('keys.never')}
      </Fact>
      <Fact term={t('keys.detail.usage')}>
        <Link
          to={`${usageRoute?.() ?? ''}?${new URLSearchParams({
            owner: apiKey.owner.entityRef,
            key: apiKey.id,
          })}`}
        >
          {t('entity.usage.open')}
        </Link>
      </Fact>
    </DescriptionList>
  );
}
