import {
  idSchema,
  usageGroupBySchema,
  type UsageReport,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  useUsage,
  useUsageRequests,
} from '@litemaas/backstage-plugin-litemaas-react';
import { ownerField } from '../../components/OwnerSelect';
import { oneOf, text, useUrlState } from '../../components/useUrlState';

export const PERIODS = ['30d', '24h', '7d', '90d', 'custom'] as const;
export const MEASURES = ['spend', 'tokens', 'requests'] as const;
export const GROUPS = usageGroupBySchema.options;

/** What the chart draws. */
export type Measure = (typeof MEASURES)[number];
/** What it is split by. */
export type GroupBy = (typeof GROUPS)[number];

const fields = {
  period: oneOf(PERIODS),
  from: text,
  to: text,
  owner: ownerField,
  model: text,
  key: text,
  by: oneOf(['model', 'key', 'owner', 'provider', 'person']),
  measure: oneOf(MEASURES),
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The page's state in the address, the report and the requests it asks for. */
export function useUsagePage() {
  const { state, setState } = useUrlState(fields);
  const filter = {
    ...periodOf(state),
    owner: state.owner,
    modelId: state.model || undefined,
    keyId: state.key || undefined,
  };
  const report = useUsage({ ...filter, groupBy: state.by });
  const requests = useUsageRequests({ ...filter, limit: 20 });
  return {
    state,
    setState,
    report,
    requests,
    isFiltered: Boolean(state.model || state.key),
    clear: () => setState({ model: '', key: '' }),
    /** The view that everybody has. */
    showMine: () =>
      setState({
        period: '30d',
        owner: 'me',
        model: '',
        key: '',
        by: 'model',
      }),
  };
}

export type UsagePageState = ReturnType<typeof useUsagePage>;

/** A custom period holds whole UTC days, the last one included; half a choice shows the default meanwhile. */
function periodOf(state: { period: string; from: string; to: string }) {
  if (state.period !== 'custom') {
    return { period: state.period as '24h' | '7d' | '30d' | '90d' };
  }
  if (!DAY.test(state.from) || !DAY.test(state.to) || state.from > state.to) {
    return { period: '30d' as const };
  }
  const end = new Date(`${state.to}T00:00:00Z`);
  end.setUTCDate(end.getUTCDate() + 1);
  return { from: `${state.from}T00:00:00Z`, to: end.toISOString() };
}

/**
 * What narrows the page to a group; undefined where nothing does (a name that is no model of ours, a provider, a person) or
 * the page shows nothing else already.
 */
export function narrowingOf(
  state: UsagePageState['state'],
  group: UsageReport['groups'][number],
): { model: string } | { key: string } | { owner: string } | undefined {
  const { id } = group;
  switch (state.by) {
    case 'model':
      return id !== state.model && isId(id) ? { model: id } : undefined;
    case 'key':
      return id !== state.key && isId(id) ? { key: id } : undefined;
    case 'owner':
      return state.owner === 'all' ? { owner: id } : undefined;
    default:
      return undefined;
  }
}

function isId(name: string): boolean {
  return idSchema.safeParse(name).success;
}
