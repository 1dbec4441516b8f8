import { subscriptionStatusSchema } from '@litemaas/backstage-plugin-litemaas-common';
import { useSubscriptions } from '@litemaas/backstage-plugin-litemaas-react';
import { ownerField } from '../../components/OwnerSelect';
import { someOf, text, useUrlState } from '../../components/useUrlState';

export const STATUSES = subscriptionStatusSchema.options;

const fields = { search: text, owner: ownerField, status: someOf(STATUSES) };

/** The page's state in the address, and the list it asks for. */
export function useSubscriptionsPage() {
  const { state, setState } = useUrlState(fields);
  const list = useSubscriptions({
    owner: state.owner,
    status: state.status,
    search: state.search || undefined,
  });
  return {
    state,
    setState,
    list,
    isFiltered: Boolean(state.search) || state.status.length > 0,
    clear: () => setState({ search: '', status: [] }),
  };
}

export type SubscriptionsPageState = ReturnType<typeof useSubscriptionsPage>;
