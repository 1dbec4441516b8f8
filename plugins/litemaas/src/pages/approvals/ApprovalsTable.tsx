import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Approval,
  DecisionRequest,
} from '@litemaas/backstage-plugin-litemaas-common';
import { SkeletonRows } from '@litemaas/backstage-plugin-litemaas-react';
import { Checkbox } from '@patternfly/react-core';
import { Table, Tbody, Th, Thead, Tr } from '@patternfly/react-table';
import { litemaasTranslationRef } from '../../translation';
import { APPROVAL_COLUMNS, ApprovalTableRow } from './ApprovalTableRow';
import type { ApprovalRow } from './useApprovalsPage';

export function ApprovalsTable(props: {
  rows: ApprovalRow[] | undefined;
  /** Ids of requests that are ticked, and of those that can be. */
  selected: string[];
  selectable: string[];
  onSelect(ids: string[]): void;
  onDecide(decision: DecisionRequest['decision'], approval: Approval): void;
}) {
  const { rows, selected, selectable, onSelect, onDecide } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const label = (column: (typeof APPROVAL_COLUMNS)[number]) =>
    t(`approvals.column.${column}`);
  const allSelected =
    selectable.length > 0 && selected.length === selectable.length;
  return (
    <Table isStickyHeader variant="compact">
      <Thead>
        <Tr>
          {APPROVAL_COLUMNS.map(column =>
            column === 'select' ? (
              <Th key={column}>
                <Checkbox
                  id="litemaas-approvals-all"
                  aria-label={t('approvals.selectAll', {
                    number: String(selectable.length),
                  })}
                  isDisabled={selectable.length === 0}
                  isChecked={
                    allSelected || (selected.length > 0 ? null : false)
                  }
                  onChange={() => onSelect(allSelected ? [] : selectable)}
                />
              </Th>
            ) : (
              <Th key={column}>{label(column)}</Th>
            ),
          )}
        </Tr>
      </Thead>
      <Tbody>
        {!rows && <SkeletonRows columns={APPROVAL_COLUMNS.map(label)} />}
        {rows?.map(row => {
          const { id } = row.approval.subscription;
          return (
            <ApprovalTableRow
              key={id}
              row={row}
              isSelected={selected.includes(id)}
              onToggle={() =>
                onSelect(
                  selected.includes(id)
                    ? selected.filter(one => one !== id)
                    : [...selected, id],
                )
              }
              onDecide={onDecide}
            />
          );
        })}
      </Tbody>
    </Table>
  );
}
