import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Subscription } from '@litemaas/backstage-plugin-litemaas-common';
import {
  SkeletonRows,
  StatusLabel,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link, useLocation } from 'react-router-dom';
import { subscriptionRouteRef } from '../../routes';
import { litemaasTranslationRef } from '../../translation';
import { SpentBar } from './SpentBar';

const COLUMNS = [
  'model',
  'owner',
  'plan',
  'status',
  'since',
  'ends',
  'spent',
] as const;

export function SubscriptionsTable(props: {
  subscriptions: Subscription[] | undefined;
}) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const route = useRouteRef(subscriptionRouteRef);
  const { search } = useLocation();
  const label = (column: (typeof COLUMNS)[number]) =>
    t(`subscriptions.column.${column}`);
  const day = (instant: string | null) =>
    instant ? formats.day(instant) : t('common.none');
  return (
    <Table isStickyHeader variant="compact">
      <Thead>
        <Tr>
          {COLUMNS.map(column => (
            <Th key={column}>{label(column)}</Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {!props.subscriptions && <SkeletonRows columns={COLUMNS.map(label)} />}
        {props.subscriptions?.map(subscription => (
          <Tr key={subscription.id}>
            <Td dataLabel={label('model')}>
              <Link
                to={{
                  pathname: route?.({ id: subscription.id }),
                  search,
                }}
              >
                {subscription.model.title}
              </Link>
            </Td>
            <Td dataLabel={label('owner')}>{subscription.owner.title}</Td>
            <Td dataLabel={label('plan')}>{subscription.plan.title}</Td>
            <Td dataLabel={label('status')}>
              <StatusLabel status={statusOf(subscription)} isCompact />
              {subscription.status === 'denied' &&
                subscription.decisionReason && (
                  <div>
                    {t('subscriptions.deniedBecause', {
                      reason: subscription.decisionReason,
                    })}
                  </div>
                )}
            </Td>
            <Td dataLabel={label('since')}>
              {day(subscription.activeSince ?? subscription.requestedAt)}
            </Td>
            <Td dataLabel={label('ends')}>
              {day(subscription.endedAt ?? subscription.endsAt)}
            </Td>
            <Td dataLabel={label('spent')}>
              {subscription.activeSince ? (
                <SpentBar subscription={subscription} />
              ) : (
                t('common.none')
              )}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** An active subscription whose budget is used up says so first. */
function statusOf({ status, exhausted }: Subscription) {
  return status === 'active' && exhausted ? 'over-limit' : status;
}
