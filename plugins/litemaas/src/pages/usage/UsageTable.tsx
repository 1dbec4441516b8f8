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
import { litemaasTranslationRef } from '../../translation';
import { narrowingOf, type UsagePageState } from './useUsagePage';
import classes from './UsagePage.module.css';

const COLUMNS = [
  'spend',
  'requests',
  'answered',
  'failed',
  'refused',
  'tokensIn',
  'tokensOut',
] as const;

/** The chart's numbers; the last row is the cards. A row's name narrows the page to it. */
export function UsageTable(props: {
  page: UsagePageState;
  report: UsageReport;
}) {
  const { page, report } = props;
  const { groups, totals } = report;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const precision = moneyPrecision([
    totals.spendNanos,
    ...groups.map(group => group.totals.spendNanos),
  ]);
  const by = t(`usage.by.${page.state.by}`);
  return (
    <Table variant="compact">
      <Caption>{t('usage.table.caption')}</Caption>
      <Thead>
        <Tr>
          <Th>{by}</Th>
          {COLUMNS.map(column => (
            <Th key={column} className={classes.number}>
              {t(`usage.table.${column}`)}
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {groups.map(group => {
          const narrowing = narrowingOf(page.state.by, group);
          return (
            <Tr key={group.id}>
              <Td dataLabel={by}>
                {narrowing ? (
                  <Button
                    variant="link"
                    isInline
                    aria-label={t('usage.table.showOnly', {
                      title: group.title,
                    })}
                    onClick={() => page.setState(narrowing)}
                  >
                    {group.title}
                  </Button>
                ) : (
                  group.title
                )}
              </Td>
              <Figures totals={group.totals} precision={precision} />
            </Tr>
          );
        })}
        <Tr className={classes.totals}>
          <Td dataLabel={by}>{t('usage.table.total')}</Td>
          <Figures totals={totals} precision={precision} />
        </Tr>
      </Tbody>
    </Table>
  );
}

function Figures(props: {
  totals: UsageTotals;
  precision: ReturnType<typeof moneyPrecision>;
}) {
  const { totals, precision } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const figures = {
    spend: <Money nanos={totals.spendNanos} precision={precision} />,
    requests: formats.count(totals.requests),
    answered: formats.count(totals.answered),
    failed: formats.count(totals.failed),
    refused: formats.count(totals.refused),
    tokensIn: <Tokens value={totals.promptTokens} />,
    tokensOut: <Tokens value={totals.completionTokens} />,
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
