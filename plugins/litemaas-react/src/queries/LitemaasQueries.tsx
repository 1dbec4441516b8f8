import { useApi } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import type { LitemaasApi } from '@litemaas/backstage-plugin-litemaas-common';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { litemaasApiRef } from '../api';

/** One cache per API: pages and cards of an app share it, and nothing else does. */
const clients = new WeakMap<LitemaasApi, QueryClient>();

function queryClientOf(api: LitemaasApi): QueryClient {
  const existing = clients.get(api);
  if (existing) {
    return existing;
  }
  const created = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // A refusal stays a refusal; a lost connection or a restarting backend is worth two more tries.
        retry: (failures, error) =>
          failures < 2 && !(ResponseError.is(error) && error.statusCode < 500),
      },
    },
  });
  clients.set(api, created);
  return created;
}

/**
 * Gives hooks of this package their cache. {@link PatternFlyRoot} has it inside; use it alone around content without
 * PatternFly, such as entity cards.
 * @public
 */
export function LitemaasQueries(props: { children: ReactNode }) {
  const api = useApi(litemaasApiRef);
  return (
    <QueryClientProvider client={queryClientOf(api)}>
      {props.children}
    </QueryClientProvider>
  );
}
