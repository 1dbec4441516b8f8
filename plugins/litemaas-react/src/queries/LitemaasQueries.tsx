import { useApi, useApiHolder } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { LitemaasApi } from '@litemaas/backstage-plugin-litemaas-common';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { litemaasApiRef } from '../api';
import { liveUpdatesOf } from './LiveUpdates';

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
 * Gives hooks of this package their cache. Where the app has Backstage's signals, the cache follows those of the backend.
 * {@link PatternFlyRoot} has it inside; use it alone around content without PatternFly, such as entity cards.
 * @public
 */
export function LitemaasQueries(props: { children: ReactNode }) {
  const client = queryClientOf(useApi(litemaasApiRef));
  const signals = useApiHolder().get(signalApiRef);
  useEffect(
    () => signals && liveUpdatesOf(client).follow(signals),
    [client, signals],
  );
  return (
    <QueryClientProvider client={client}>{props.children}</QueryClientProvider>
  );
}
