import { useApi } from '@backstage/frontend-plugin-api';
import type { Approval } from '@litemaas/backstage-plugin-litemaas-common';
import { litemaasApiRef } from '@litemaas/backstage-plugin-litemaas-react';
import { useState } from 'react';

/** As many as the portal gives at once. */
const PAGE = 100;

interface Ticked {
  search: string;
  approvals: Approval[];
  /** Whether all that match were ticked at once. */
  isAll: boolean;
}

/** The requests that are ticked, on the page or not; another search begins anew. One's own cannot be ticked. */
export function useSelection(search: string) {
  const api = useApi(litemaasApiRef);
  const [ticked, setTicked] = useState<Ticked>();
  const [read, setRead] = useState<number>();
  const [error, setError] = useState<unknown>();
  const { approvals, isAll } =
    ticked?.search === search ? ticked : { approvals: [], isAll: false };
  const chosen = approvals.filter(({ own }) => !own);
  return {
    chosen,
    isAll,
    /** Left out because they are one's own. */
    skipped: approvals.filter(({ own }) => own),
    isSelected: (id: string) =>
      chosen.some(({ subscription }) => subscription.id === id),
    toggle(approval: Approval) {
      const { id } = approval.subscription;
      const others = chosen.filter(
        ({ subscription }) => subscription.id !== id,
      );
      setTicked({
        search,
        approvals:
          others.length < chosen.length ? others : [...others, approval],
        isAll: false,
      });
    },
    async selectAll() {
      setRead(0);
      setError(undefined);
      try {
        const all: Approval[] = [];
        let cursor: string | undefined;
        do {
          const page = await api.listApprovals({
            search: search || undefined,
            limit: PAGE,
            cursor,
          });
          all.push(...page.items);
          setRead(all.length);
          cursor = page.pageInfo.nextCursor;
        } while (cursor);
        setTicked({ search, approvals: all, isAll: true });
      } catch (problem) {
        setError(problem);
      } finally {
        setRead(undefined);
      }
    },
    clear: () => setTicked(undefined),
    /** How many there are so far, while all are being read. */
    read,
    /** Why they could not all be read. */
    error,
  };
}

export type Selection = ReturnType<typeof useSelection>;
