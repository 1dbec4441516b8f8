import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { SubscriptionDetail } from '@litemaas/backstage-plugin-litemaas-common';
import {
  LoadError,
  StatusLabel,
  useFormats,
  useSubscription,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  Alert,
  DescriptionList,
  Skeleton,
  Stack,
  StackItem,
  Title,
} from '@patternfly/react-core';
import { Link } from 'react-router-dom';
import { usePlanWords } from '../../access/usePlanWords';
import { Fact } from '../../components/Fact';
import { Timeline } from '../../components/Timeline';
import { apiKeyRouteRef } from '../../routes';
import { litemaasTranslationRef } from '../../translation';
import { SpentBar } from './SpentBar';
import { statusOf } from './statusOf';
import { SubscriptionActions } from './SubscriptionActions';

export function SubscriptionDetails(props: { id: string }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const query = useSubscription(props.id);
  if (query.data) {
    return <Details subscription={query.data} />;
  }
  return query.error ? (
    <LoadError
      title={t('subscriptions.detail.loadFailed')}
      error={query.error}
      onRetry={() => void query.refetch()}
    />
  ) : (
    <Skeleton height="20rem" />
  );
}

function Details(props: { subscription: SubscriptionDetail }) {
  const { subscription } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const planWords = usePlanWords();
  const keyRoute = useRouteRef(apiKeyRouteRef);
  const { approvers, keys, status } = subscription;
  return (
    <Stack hasGutter>
      <StackItem>
        <Title headingLevel="h2">{subscription.model.title}</Title>
        <StatusLabel status={statusOf(subscription)} />
      </StackItem>
      {subscription.exhausted && status === 'active' && (
        <Alert
          isInline
          variant="warning"
          title={t('subscriptions.exhausted', {
            day: formats.day(subscription.resetsAt),
          })}
        />
      )}
      {subscription.actions.length > 0 && (
        <StackItem>
          <SubscriptionActions subscription={subscription} />
        </StackItem>
      )}
      <StackItem>
        <DescriptionList isCompact>
          <Fact term={t('subscriptions.column.owner')}>
            {subscription.owner.title}
          </Fact>
          <Fact term={t('subscriptions.column.plan')}>
            {subscription.plan.title}: {planWords.money(subscription)}
          </Fact>
          {planWords.rates(subscription) && (
            <Fact term={t('subscriptions.detail.rates')}>
              {planWords.rates(subscription)}
            </Fact>
          )}
          {subscription.activeSince && (
            <Fact term={t('subscriptions.column.spent')}>
              <SpentBar subscription={subscription} />
            </Fact>
          )}
          {status === 'requested' && (
            <Fact term={t('subscriptions.detail.approvers')}>
              {formats.list(approvers.map(approver => approver.title))}
            </Fact>
          )}
          {subscription.requestReason && (
            <Fact term={t('subscriptions.detail.reason')}>
              {subscription.requestReason}
            </Fact>
          )}
          <Fact term={t('subscriptions.detail.keys')}>
            {keys.length === 0
              ? t('subscriptions.detail.noKeys')
              : keys.map(key => (
                  <div key={key.id}>
                    <Link to={keyRoute?.({ id: key.id }) ?? ''}>
                      {key.name}
                    </Link>
                  </div>
                ))}
          </Fact>
        </DescriptionList>
      </StackItem>
      <StackItem>
        <Title headingLevel="h3">{t('common.timeline.title')}</Title>
        <Timeline entries={subscription.timeline} />
      </StackItem>
    </Stack>
  );
}
