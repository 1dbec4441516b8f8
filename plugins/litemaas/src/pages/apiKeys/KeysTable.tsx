import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Key } from '@litemaas/backstage-plugin-litemaas-common';
import {
  moneyPrecision,
  RelativeTime,
  StatusLabel,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Link, useLocation } from 'react-router-dom';
import { ListTable, SecondLine } from '../../components/ListTable';
import { KeyActions } from '../../keys/KeyActions';
import { apiKeyRouteRef } from '../../routes';
import { litemaasTranslationRef } from '../../translation';
import { KeyLimitBar } from './KeyLimitBar';
import classes from './apiKeys.module.css';

export function KeysTable(props: { keys: Key[] | undefined }) {
  const { keys } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const precision = moneyPrecision(
    (keys ?? []).flatMap(({ binding }) =>
      binding ? [binding.usedNanos, binding.limitNanos] : [],
    ),
  );
  const models = (key: Key) => {
    const [first, ...more] = key.models.map(model => model.title);
    return more.length
      ? t('keys.moreModels', { first, more: String(more.length) })
      : first;
  };
  const expires = (key: Key) =>
    key.expiresAt ? formats.day(key.expiresAt) : t('keys.never');

  return (
    <ListTable
      label={t('keys.title')}
      loading={t('keys.loading')}
      rows={keys}
      columns={[
        {
          label: t('keys.column.name'),
          place: 'first',
          cell: key => (
            <>
              <KeyLink apiKey={key} />
              <SecondLine>{models(key)}</SecondLine>
              <SecondLine>
                {key.owner.title} · <LastFour apiKey={key} />
              </SecondLine>
            </>
          ),
        },
        {
          label: t('keys.column.status'),
          place: 'second',
          isOneLine: true,
          cell: key => <StatusLabel status={key.label} isCompact />,
        },
        {
          label: t('keys.column.owner'),
          place: 'merged',
          cell: key => key.owner.title,
        },
        { label: t('keys.column.models'), place: 'merged', cell: models },
        {
          label: t('keys.column.lastFour'),
          place: 'merged',
          isOneLine: true,
          cell: key => <LastFour apiKey={key} />,
        },
        {
          label: t('keys.column.limit'),
          cell: key =>
            key.binding ? (
              <KeyLimitBar limit={key.binding} precision={precision} />
            ) : (
              t('keys.noLimit')
            ),
        },
        {
          label: t('keys.column.lastUsed'),
          isOneLine: true,
          cell: key => (
            <>
              {key.lastUsedAt ? (
                <RelativeTime instant={key.lastUsedAt} />
              ) : (
                t('keys.never')
              )}
              <SecondLine>
                {t('keys.expires', { day: expires(key) })}
              </SecondLine>
            </>
          ),
        },
        {
          label: t('keys.column.expires'),
          place: 'merged',
          isOneLine: true,
          cell: expires,
        },
        {
          label: t('keys.column.actions'),
          place: 'menu',
          cell: key => <KeyActions apiKey={key} />,
        },
      ]}
    />
  );
}

function KeyLink(props: { apiKey: Key }) {
  const route = useRouteRef(apiKeyRouteRef);
  const { search } = useLocation();
  return (
    <Link to={{ pathname: route?.({ id: props.apiKey.id }), search }}>
      {props.apiKey.name}
    </Link>
  );
}

function LastFour(props: { apiKey: Key }) {
  return <code className={classes.oneLine}>…{props.apiKey.lastFour}</code>;
}
