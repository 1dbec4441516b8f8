import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { UsageRequest } from '@litemaas/backstage-plugin-litemaas-common';
import {
  describeError,
  LoadError,
  moneyPrecision,
  SkeletonRows,
  type ListResult,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { Table, Thead, Th, Tr, Tbody } from '@patternfly/react-table';
import { useState } from 'react';
import { ShowMore } from '../../components/ShowMore';
import stacked from '../../components/stackedTable.module.css';
import { litemaasTranslationRef } from '../../translation';
import { REQUEST_COLUMNS, RequestRow } from './RequestRow';
import classes from './UsagePage.module.css';

/** The calls themselves, the latest first; one that was not answered opens to its cause. */
export function LatestRequests(props: { list: ListResult<UsageRequest> }) {
  const { list } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <Card>
      <CardTitle component="h2">{t('usage.requests.title')}</CardTitle>
      <CardBody>
        {!list.items && list.error ? (
          <NotLoaded error={list.error} onRetry={list.retry} />
        ) : (
          <RequestTable items={list.items} />
        )}
        <ShowMore list={list} />
      </CardBody>
    </Card>
  );
}

/** A member sees the totals of a group, but not its calls: that is no fault. */
function NotLoaded(props: { error: Error; onRetry: () => void }) {
  const { error, onRetry } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const { kind, message } = describeError(error);
  return kind === 'refused' ? (
    <p className={classes.quiet}>{message}</p>
  ) : (
    <LoadError
      title={t('usage.requests.loadFailed')}
      error={error}
      onRetry={onRetry}
    />
  );
}

function RequestTable(props: { items: UsageRequest[] | undefined }) {
  const { items } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const [opened, setOpened] = useState<string>();
  const label = (column: (typeof REQUEST_COLUMNS)[number]) =>
    t(`usage.requests.${column}`);
  if (items?.length === 0) {
    return <p className={classes.quiet}>{t('usage.requests.none')}</p>;
  }
  const precision = moneyPrecision((items ?? []).map(one => one.costNanos));
  return (
    <Table
      variant="compact"
      gridBreakPoint=""
      role="table"
      isExpandable
      className={`${stacked.table} ${stacked.inCard}`}
      aria-label={t('usage.requests.title')}
    >
      <Thead>
        <Tr>
          <Th
            data-place="toggle"
            screenReaderText={t('usage.requests.details')}
          />
          {REQUEST_COLUMNS.map(column => (
            <Th
              key={column}
              modifier="nowrap"
              className={
                ['tokens', 'cost', 'latency'].includes(column)
                  ? classes.number
                  : undefined
              }
            >
              {label(column)}
            </Th>
          ))}
        </Tr>
      </Thead>
      {!items && (
        <Tbody>
          <SkeletonRows
            columns={['', ...REQUEST_COLUMNS.map(label)]}
            places={['toggle', 'first']}
          />
        </Tbody>
      )}
      {items?.map((request, index) => (
        <RequestRow
          key={request.requestId}
          request={request}
          index={index}
          precision={precision}
          isOpen={opened === request.requestId}
          onToggle={() =>
            setOpened(
              opened === request.requestId ? undefined : request.requestId,
            )
          }
        />
      ))}
    </Table>
  );
}
