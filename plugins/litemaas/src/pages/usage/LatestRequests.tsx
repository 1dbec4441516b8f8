import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { UsageRequest } from '@litemaas/backstage-plugin-litemaas-common';
import {
  LoadError,
  moneyPrecision,
  SkeletonRows,
  type ListResult,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Title } from '@patternfly/react-core';
import { Table, Thead, Th, Tr, Tbody } from '@patternfly/react-table';
import { useState } from 'react';
import { ShowMore } from '../../components/ShowMore';
import { litemaasTranslationRef } from '../../translation';
import { REQUEST_COLUMNS, RequestRow } from './RequestRow';
import classes from './UsagePage.module.css';

/** The calls themselves, the latest first; one that was not answered opens to its cause. */
export function LatestRequests(props: { list: ListResult<UsageRequest> }) {
  const { list } = props;
  const { items } = list;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const [opened, setOpened] = useState<string>();
  const label = (column: (typeof REQUEST_COLUMNS)[number]) =>
    t(`usage.requests.${column}`);
  if (!items && list.error) {
    return (
      <LoadError
        title={t('usage.loadFailed')}
        error={list.error}
        onRetry={list.retry}
      />
    );
  }
  const precision = moneyPrecision((items ?? []).map(one => one.costNanos));
  return (
    <>
      <Title headingLevel="h2" size="md">
        {t('usage.requests.title')}
      </Title>
      {items?.length === 0 ? (
        <p className={classes.quiet}>{t('usage.requests.none')}</p>
      ) : (
        <Table variant="compact" isExpandable>
          <Thead>
            <Tr>
              <Th screenReaderText={t('usage.requests.details')} />
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
              <SkeletonRows columns={['', ...REQUEST_COLUMNS.map(label)]} />
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
      )}
      <ShowMore list={list} />
    </>
  );
}
