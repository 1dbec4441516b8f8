import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Approval,
  DecisionRequest,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  moneyPrecision,
  SkeletonRows,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Table, Tbody, Th, Thead, Tr } from '@patternfly/react-table';
import stacked from '../../components/stackedTable.module.css';
import { litemaasTranslationRef } from '../../translation';
import { APPROVAL_COLUMNS, ApprovalTableRow } from './ApprovalTableRow';
import type { ApprovalRow } from './useApprovalsPage';
import type { Selection } from './useSelection';

export function ApprovalsTable(props: {
  rows: ApprovalRow[] | undefined;
  selection: Selection;
  onDecide(decision: DecisionRequest['decision'], approval: Approval): void;
}) {
  const { rows, selection, onDecide } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const label = (column: (typeof APPROVAL_COLUMNS)[number]) =>
    t(`approvals.column.${column}`);
  const precision = moneyPrecision(
    (rows ?? []).map(({ approval }) => approval.ownerSpent30dNanos),
  );
  return (
    <Table
      aria-label={t('approvals.title')}
      role="table"
      variant="compact"
      gridBreakPoint=""
      isStickyHeader
      className={stacked.table}
    >
      <Thead>
        <Tr>
          {APPROVAL_COLUMNS.map(column =>
            column === 'select' ? (
              <Th
                key={column}
                data-place="toggle"
                screenReaderText={label(column)}
              />
            ) : (
              <Th key={column} modifier="nowrap">
                {label(column)}
              </Th>
            ),
          )}
        </Tr>
      </Thead>
      <Tbody>
        {!rows && (
          <SkeletonRows
            columns={APPROVAL_COLUMNS.map(label)}
            places={['toggle', 'first']}
          />
        )}
        {rows?.map(row => (
          <ApprovalTableRow
            key={row.approval.subscription.id}
            row={row}
            precision={precision}
            isSelected={selection.isSelected(row.approval.subscription.id)}
            onToggle={() => selection.toggle(row.approval)}
            onDecide={onDecide}
          />
        ))}
      </Tbody>
    </Table>
  );
}
