import type {
  Approval,
  DecisionResult,
} from '@litemaas/backstage-plugin-litemaas-common';
import { useApprovals } from '@litemaas/backstage-plugin-litemaas-react';
import { useMemo, useState } from 'react';
import { text, useUrlState } from '../../components/useUrlState';

const fields = { search: text };

/** What became of a request. */
export type Decided = DecisionResult['results'][number];

/** A row: the request, and what became of it here since the page was opened. */
export interface ApprovalRow {
  approval: Approval;
  decided?: Decided;
}

/**
 * Requests that wait, and those decided here: they stay, with their result, until the page is opened anew, so that one
 * sees what one did.
 */
export function useApprovalsPage() {
  const { state, setState } = useUrlState(fields);
  const list = useApprovals({ search: state.search || undefined });
  const [decided, setDecided] = useState<ApprovalRow[]>([]);
  const [selected, setSelected] = useState<string[]>([]);

  const rows = useMemo((): ApprovalRow[] | undefined => {
    const known = new Set(decided.map(row => row.approval.subscription.id));
    return (
      list.items && [
        ...list.items
          .filter(approval => !known.has(approval.subscription.id))
          .map(approval => ({ approval })),
        ...decided,
      ]
    );
  }, [list.items, decided]);
  const open = (rows ?? [])
    .filter(row => !row.decided && !row.approval.own)
    .map(row => row.approval);
  const chosen = open.filter(one => selected.includes(one.subscription.id));

  return {
    state,
    setState,
    list,
    rows,
    open,
    chosen,
    setSelected,
    /** Notes results; a failed one stays open, to be tried again. */
    settle(approvals: Approval[], { results }: DecisionResult) {
      const done = results.flatMap((result): ApprovalRow[] => {
        const approval = approvals.find(
          one => one.subscription.id === result.id,
        );
        return approval && result.outcome !== 'failed'
          ? [{ approval, decided: result }]
          : [];
      });
      setDecided(before => [...before, ...done]);
      setSelected([]);
    },
  };
}

export type ApprovalsPageState = ReturnType<typeof useApprovalsPage>;
