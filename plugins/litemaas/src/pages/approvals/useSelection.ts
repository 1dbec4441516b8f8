import { useApi } from '@backstage/frontend-plugin-api';
import type { Approval } from '@litemaas/backstage-plugin-litemaas-common';
import { litemaasApiRef } from '@litemaas/backstage-plugin-litemaas-react';
import { useMutation } from '@tanstack/react-query';
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
  const [read, setRead] = useState(0);
  const { approvals, isAll } =
    ticked?.search === search ? ticked : { approvals: [], isAll: false };
  const readAll = useMutation({
    mutationFn: async () => {
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
      return all;
    },
    onSuccess: all => setTicked({ search, approvals: all, isAll: true }),
  });
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
    selectAll() {
      setRead(0);
      readAll.mutate();
    },
    clear: () => setTicked(undefined),
    isReading: readAll.isPending,
    /** How many are there so far. */
    read,
    error: readAll.error,
  };
}

export type Selection = ReturnType<typeof useSelection>;
