import type {
  Approval,
  DecisionRequest,
  DecisionResult,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  useApprovals,
  useDecide,
} from '@litemaas/backstage-plugin-litemaas-react';
import { useMemo, useState } from 'react';
import { text, useUrlState } from '../../components/useUrlState';
import { useSelection } from './useSelection';

const fields = { search: text };

/** What became of a request. */
export type Decided = DecisionResult['results'][number];

/** A row: the request, and what became of it here since the page was opened. */
export interface ApprovalRow {
  approval: Approval;
  decided?: Decided;
}

/** A decision, and what became of each of its requests so far. */
export interface Decision {
  request: DecisionRequest;
  results: Decided[];
}

/**
 * Requests that wait, and those decided here: they stay in their places, with their result, until the page is opened
 * anew, so that one sees what one did. Those that were decided without having been on the page are only counted.
 */
export function useApprovalsPage() {
  const { state, setState } = useUrlState(fields);
  const list = useApprovals({ search: state.search || undefined });
  const selection = useSelection(state.search);
  const decide = useDecide();
  const [decided, setDecided] = useState<Map<string, ApprovalRow>>(new Map());
  const [last, setLast] = useState<Decision>();

  const rows = useMemo((): ApprovalRow[] | undefined => {
    if (!list.items) {
      return undefined;
    }
    const waiting = list.items.filter(
      ({ subscription }) => !decided.has(subscription.id),
    );
    return [
      ...waiting.map(approval => ({ approval })),
      ...decided.values(),
    ].sort(byAge);
  }, [list.items, decided]);

  const settle = (decision: Decision) => {
    setLast(decision);
    selection.clear();
    const seen = new Map(
      rows?.map(({ approval }) => [approval.subscription.id, approval]),
    );
    setDecided(before => {
      const after = new Map(before);
      for (const result of decision.results) {
        const approval = seen.get(result.id);
        // A failed one stays open, to be tried again.
        if (approval && result.outcome !== 'failed') {
          after.set(result.id, { approval, decided: result });
        }
      }
      return after;
    });
  };

  return {
    state,
    setState,
    list,
    rows,
    selection,
    /** Of others, as far as one knows: own requests that are not loaded yet count until they are. */
    decidable:
      (list.totalItems ?? 0) - (list.items ?? []).filter(one => one.own).length,
    decide,
    last,
    run(request: DecisionRequest, onDone: () => void): void {
      decide.mutate(request, {
        onSuccess: ({ results }) => {
          settle({ request, results });
          onDone();
        },
      });
    },
    /** The same decision for those that failed; the others' results stand. */
    retry({ request, results }: Decision): void {
      const failed = results.filter(({ outcome }) => outcome === 'failed');
      decide.mutate(
        { ...request, ids: failed.map(({ id }) => id) },
        {
          onSuccess: again =>
            settle({
              request,
              results: [
                ...results.filter(({ outcome }) => outcome !== 'failed'),
                ...again.results,
              ],
            }),
        },
      );
    },
  };
}

/** The oldest first, as the portal sorts them. */
function byAge(one: ApprovalRow, other: ApprovalRow): number {
  const [a, b] = [one.approval.subscription, other.approval.subscription];
  return a.requestedAt.localeCompare(b.requestedAt) || a.id.localeCompare(b.id);
}
