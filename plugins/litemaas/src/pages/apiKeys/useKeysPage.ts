import { keyLabelSchema } from '@litemaas/backstage-plugin-litemaas-common';
import { useKeys } from '@litemaas/backstage-plugin-litemaas-react';
import { useState } from 'react';
import { ownerField } from '../../components/OwnerSelect';
import { someOf, text, useUrlState } from '../../components/useUrlState';
import { sha256 } from '../../keys/sha256';

export const LABELS = keyLabelSchema.options;

const fields = {
  search: text,
  owner: ownerField,
  label: someOf(LABELS),
  model: text,
  use: someOf(['unused30']),
};

/** The page's state in the address, and the list it asks for. A pasted key is known by its hash alone, and not there. */
export function useKeysPage() {
  const { state, setState } = useUrlState(fields);
  const [hash, setHash] = useState<string>();
  const list = useKeys(
    hash
      ? { hash, owner: 'all', label: [...LABELS] }
      : {
          owner: state.owner,
          label: state.label.length ? state.label : undefined,
          modelId: state.model || undefined,
          unusedDays: state.use.length ? 30 : undefined,
          search: state.search || undefined,
        },
  );
  return {
    state,
    // Whoever filters looks for something else than the key they pasted.
    setState: (...change: Parameters<typeof setState>) => {
      setHash(undefined);
      setState(...change);
    },
    list,
    isByValue: hash !== undefined,
    findByValue: async (value: string) => setHash(await sha256(value)),
    isFiltered:
      hash !== undefined ||
      Boolean(state.search) ||
      state.label.length > 0 ||
      Boolean(state.model) ||
      state.use.length > 0,
    clear: () => {
      setHash(undefined);
      setState({ search: '', label: [], model: '', use: [] });
    },
  };
}
