import { useRouteRef } from '@backstage/frontend-plugin-api';
import { usageRouteRef } from '../routes';

/** The Usage page with filters set, as its address knows them. */
export function useUsageLink() {
  const usageRoute = useRouteRef(usageRouteRef);
  return (filters: { owner?: string; model?: string }): string =>
    `${usageRoute?.() ?? ''}?${new URLSearchParams(filters)}`;
}
