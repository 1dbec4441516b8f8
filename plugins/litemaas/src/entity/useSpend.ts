import { useApi } from '@backstage/frontend-plugin-api';
import type { UsageReport } from '@litemaas/backstage-plugin-litemaas-common';
import {
  litemaasApiRef,
  litemaasQueryKeys,
} from '@litemaas/backstage-plugin-litemaas-react';
import { useQueries } from '@tanstack/react-query';

const TOP = 3;
const LOOK_MS = 60_000;

/** 30 days of spend of one or several owners together, by model. */
export function useSpend(owners: string[]) {
  const api = useApi(litemaasApiRef);
  const results = useQueries({
    queries: owners.map(owner => {
      const query = { owner, period: '30d' as const };
      return {
        queryKey: litemaasQueryKeys.usage.report(query),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          api.getUsage(query, { signal }),
        refetchInterval: LOOK_MS,
      };
    }),
  });
  return {
    spend: sum(results.flatMap(result => result.data ?? [])),
    error: results.find(result => result.error && !result.data)?.error,
    isLoading: results.some(result => result.isPending),
  };
}

function sum(reports: UsageReport[]) {
  const models = new Map<
    string,
    { id: string; title: string; total: bigint }
  >();
  const days = new Map<string, number>();
  for (const report of reports) {
    for (const { id, title, totals } of report.groups) {
      const total = (models.get(id)?.total ?? 0n) + BigInt(totals.spendNanos);
      models.set(id, { id, title, total });
    }
    for (const { start, totals } of report.buckets) {
      days.set(start, (days.get(start) ?? 0) + Number(totals.spendNanos));
    }
  }
  return {
    total: reports.reduce(
      (total, report) => total + BigInt(report.totals.spendNanos),
      0n,
    ),
    requests: reports.reduce(
      (total, report) => total + report.totals.requests,
      0,
    ),
    line: [...days.values()],
    top: [...models.values()]
      .sort((a, b) => Number(b.total - a.total))
      .slice(0, TOP),
  };
}
