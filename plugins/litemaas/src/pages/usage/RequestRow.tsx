import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { UsageRequest } from '@litemaas/backstage-plugin-litemaas-common';
import {
  Money,
  RelativeTime,
  StatusLabel,
  useFormats,
  type MoneyPrecision,
} from '@litemaas/backstage-plugin-litemaas-react';
import { ExpandableRowContent, Tbody, Td, Tr } from '@patternfly/react-table';
import { litemaasTranslationRef } from '../../translation';
import { RequestCause } from './RequestCause';
import classes from './UsagePage.module.css';

export const REQUEST_COLUMNS = [
  'time',
  'model',
  'key',
  'tokens',
  'cost',
  'latency',
  'outcome',
] as const;

export function RequestRow(props: {
  request: UsageRequest;
  index: number;
  precision: MoneyPrecision;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const { request, index, precision, isOpen, onToggle } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const label = (column: (typeof REQUEST_COLUMNS)[number]) =>
    t(`usage.requests.${column}`);
  return (
    <Tbody isExpanded={isOpen}>
      <Tr>
        <Td
          data-place="toggle"
          expand={
            request.cause
              ? { rowIndex: index, isExpanded: isOpen, onToggle }
              : undefined
          }
        />
        <Td dataLabel={label('time')} data-place="first">
          <RelativeTime instant={request.startedAt} />
        </Td>
        <Td dataLabel={label('model')} modifier="breakWord">
          {request.model.title}
        </Td>
        <Td dataLabel={label('key')} modifier="breakWord">
          {request.key.name}
        </Td>
        <Td dataLabel={label('tokens')} className={classes.number}>
          {`${formats.count(request.promptTokens)} / ${formats.count(
            request.completionTokens,
          )}`}
        </Td>
        <Td dataLabel={label('cost')} className={classes.number}>
          <Money nanos={request.costNanos} precision={precision} />
        </Td>
        <Td dataLabel={label('latency')} className={classes.number}>
          {request.latencyMs === null
            ? t('common.none')
            : t('usage.requests.milliseconds', {
                value: formats.count(request.latencyMs),
              })}
        </Td>
        <Td dataLabel={label('outcome')} data-place="detail">
          <StatusLabel status={request.outcome} isCompact>
            {outcomeWords()}
          </StatusLabel>
        </Td>
      </Tr>
      {request.cause && (
        <Tr isExpanded={isOpen}>
          <Td data-place="toggle" />
          <Td data-place="detail" colSpan={REQUEST_COLUMNS.length}>
            <ExpandableRowContent>
              <RequestCause cause={request.cause} id={request.requestId} />
            </ExpandableRowContent>
          </Td>
        </Tr>
      )}
    </Tbody>
  );

  function outcomeWords(): string | undefined {
    if (request.outcome === 'failed') {
      return t('usage.requests.failedProvider');
    }
    return request.cause && request.outcome === 'refused'
      ? t('usage.requests.refusedWhy', {
          why: t(`usage.cause.${request.cause.kind}`),
        })
      : undefined;
  }
}
