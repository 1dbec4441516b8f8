import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Subscription } from '@litemaas/backstage-plugin-litemaas-common';
import {
  moneyPrecision,
  StatusLabel,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Link, useLocation } from 'react-router-dom';
import { ListTable, Note, SecondLine } from '../../components/ListTable';
import { RowMenu } from '../../components/RowMenu';
import { subscriptionRouteRef } from '../../routes';
import { litemaasTranslationRef } from '../../translation';
import { SpentBar } from './SpentBar';
import { statusOf } from './statusOf';
import { useSubscriptionActions } from './useSubscriptionActions';

export function SubscriptionsTable(props: {
  subscriptions: Subscription[] | undefined;
}) {
  const { subscriptions } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const precision = moneyPrecision(
    (subscriptions ?? []).flatMap(({ spentNanos, budgetNanos }) => [
      spentNanos,
      budgetNanos ?? '0',
    ]),
  );
  const day = (instant: string | null) =>
    instant ? formats.day(instant) : t('common.none');
  const ends = (one: Subscription) => one.endedAt ?? one.endsAt;

  return (
    <ListTable
      label={t('subscriptions.title')}
      loading={t('subscriptions.loading')}
      rows={subscriptions}
      columns={[
        {
          label: t('subscriptions.column.model'),
          place: 'first',
          cell: one => (
            <>
              <SubscriptionLink subscription={one} />
              <SecondLine>
                {one.owner.title} · {one.plan.title}
              </SecondLine>
              <Denial subscription={one} />
            </>
          ),
        },
        {
          label: t('subscriptions.column.owner'),
          place: 'merged',
          cell: one => one.owner.title,
        },
        {
          label: t('subscriptions.column.plan'),
          place: 'merged',
          cell: one => one.plan.title,
        },
        {
          label: t('subscriptions.column.status'),
          place: 'second',
          isOneLine: true,
          cell: one => <StatusLabel status={statusOf(one)} isCompact />,
        },
        {
          label: t('subscriptions.column.since'),
          isOneLine: true,
          cell: one => (
            <>
              {day(one.activeSince ?? one.requestedAt)}
              {ends(one) && (
                <SecondLine>
                  {t('subscriptions.until', { day: day(ends(one)) })}
                </SecondLine>
              )}
            </>
          ),
        },
        {
          label: t('subscriptions.column.ends'),
          place: 'merged',
          isOneLine: true,
          cell: one => day(ends(one)),
        },
        {
          label: t('subscriptions.column.spent'),
          cell: one =>
            one.activeSince ? (
              <SpentBar subscription={one} precision={precision} />
            ) : (
              t('common.none')
            ),
        },
        {
          label: t('subscriptions.column.actions'),
          place: 'menu',
          cell: one => <Menu subscription={one} />,
        },
      ]}
    />
  );
}

function SubscriptionLink(props: { subscription: Subscription }) {
  const { id, model } = props.subscription;
  const route = useRouteRef(subscriptionRouteRef);
  const { search } = useLocation();
  return <Link to={{ pathname: route?.({ id }), search }}>{model.title}</Link>;
}

/** *Denied by Ana Ruiz, 12 Nov: “reason”*. */
function Denial(props: { subscription: Subscription }) {
  const { status, decidedBy, decidedAt, decisionReason } = props.subscription;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  if (status !== 'denied' || !decidedBy || !decidedAt || !decisionReason) {
    return null;
  }
  return (
    <Note>
      {t('subscriptions.denied', {
        name: decidedBy.title,
        day: formats.day(decidedAt),
        reason: decisionReason,
      })}
    </Note>
  );
}

function Menu(props: { subscription: Subscription }) {
  const { subscription } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <RowMenu
      label={t('subscriptions.action.menu', {
        model: subscription.model.title,
      })}
      actions={useSubscriptionActions(subscription)}
    />
  );
}
