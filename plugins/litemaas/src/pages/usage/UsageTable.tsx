import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  UsageReport,
  UsageTotals,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  Money,
  moneyPrecision,
  Tokens,
  useFormats,
  type MoneyPrecision,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button } from '@patternfly/react-core';
import {
  Caption,
  Table,
  Tbody,
  Td,
  Th,
  Thead,
  Tr,
} from '@patternfly/react-table';
import { useState } from 'react';
import stacked from '../../components/stackedTable.module.css';
import { litemaasTranslationRef } from '../../translation';
import { successRate } from './successRate';
import { narrowingOf, type UsagePageState } from './useUsagePage';
import classes from './UsagePage.module.css';

/** So many rows at first: the chart has fewer, a large organization's keys are thousands. */
const ROWS = 20;

const COLUMNS = [
  'spend',
  'requests',
  'tokens',
  'tokensIn',
  'tokensOut',
  'success',
  'failed',
  'refused',
] as const;

/** The chart's numbers; the last row is the cards. A row's name narrows the page to it. */
export function UsageTable(props: {
  page: UsagePageState;
  report: UsageReport;
}) {
  const { page, report } = props;
  const { groups, totals } = report;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const [isAll, setAll] = useState(false);
  const shown = isAll ? groups : groups.slice(0, ROWS);
  const precision = moneyPrecision([
    totals.spendNanos,
    ...groups.map(group => group.totals.spendNanos),
  ]);
  const by = t(`usage.by.${page.state.by}`);
  return (
    <>
      <Table
        variant="compact"
        gridBreakPoint=""
        role="table"
        className={`${stacked.table} ${stacked.inCard}`}
      >
        <Caption className={classes.quiet}>{t('usage.table.caption')}</Caption>
        <Thead>
          <Tr>
            <Th>{by}</Th>
            {COLUMNS.map(column => (
              <Th key={column} modifier="wrap" className={classes.number}>
                {t(`usage.table.${column}`)}
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {shown.map(group => (
            <Tr key={group.id}>
              <Td dataLabel={by} data-place="first" modifier="breakWord">
                <GroupName page={page} group={group} />
              </Td>
              <Figures totals={group.totals} precision={precision} />
            </Tr>
          ))}
          <Tr className={classes.totals}>
            <Td dataLabel={by} data-place="first">
              {t('usage.table.total')}
            </Td>
            <Figures totals={totals} precision={precision} />
          </Tr>
        </Tbody>
      </Table>
      {shown.length < groups.length && (
        <Button variant="link" isInline onClick={() => setAll(true)}>
          {t('usage.table.showAll', { number: formats.count(groups.length) })}
        </Button>
      )}
    </>
  );
}

function GroupName(props: {
  page: UsagePageState;
  group: UsageReport['groups'][number];
}) {
  const { page, group } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const narrowing = narrowingOf(page.state, group);
  return narrowing ? (
    <Button
      variant="link"
      isInline
      aria-label={t('usage.table.showOnly', { title: group.title })}
      onClick={() => page.setState(narrowing)}
    >
      {group.title}
    </Button>
  ) : (
    <>{group.title}</>
  );
}

function Figures(props: { totals: UsageTotals; precision: MoneyPrecision }) {
  const { totals, precision } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const success = successRate(totals);
  const figures = {
    spend: <Money nanos={totals.spendNanos} precision={precision} />,
    requests: formats.count(totals.requests),
    tokens: <Tokens value={totals.totalTokens} />,
    tokensIn: <Tokens value={totals.promptTokens} />,
    tokensOut: <Tokens value={totals.completionTokens} />,
    success:
      success === undefined ? t('common.none') : formats.percent(success),
    failed: formats.count(totals.failed),
    refused: formats.count(totals.refused),
  };
  return (
    <>
      {COLUMNS.map(column => (
        <Td
          key={column}
          dataLabel={t(`usage.table.${column}`)}
          className={classes.number}
        >
          {figures[column]}
        </Td>
      ))}
    </>
  );
}
