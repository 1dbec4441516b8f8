import { renderInTestApp } from '@backstage/frontend-test-utils';
import { signalApiRef, type SignalApi } from '@backstage/plugin-signals-react';
import type {
  Freshness,
  LitemaasApi,
} from '@litemaas/backstage-plugin-litemaas-common';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { act, screen } from '@testing-library/react';
import { litemaasApiRef } from '../api';
import { LitemaasQueries } from './LitemaasQueries';
import { LiveUpdates } from './LiveUpdates';
import { useFreshness } from './people';
import { litemaasQueryKeys } from './queryKeys';

/** Signals of which one decides what is told. */
function signals() {
  const listeners = new Set<(message: unknown) => void>();
  const api: SignalApi = {
    subscribe(channel, onMessage) {
      expect(channel).toBe('litemaas');
      const listener = onMessage as (message: unknown) => void;
      listeners.add(listener);
      return { unsubscribe: () => listeners.delete(listener) };
    },
  };
  return {
    api,
    listeners,
    tell: (message: unknown) => listeners.forEach(one => one(message)),
  };
}

describe('on a page', () => {
  function Gateway() {
    return <p>{useFreshness().data?.gateway}</p>;
  }
  const show = (apis: [typeof signalApiRef, SignalApi][]) => {
    let gateway: Freshness['gateway'] = 'connected';
    const getFreshness = jest.fn(async () => ({ gateway } as Freshness));
    const api: Partial<LitemaasApi> = { getFreshness };
    const { unmount } = renderInTestApp(
      <>
        <LitemaasQueries>
          <Gateway />
        </LitemaasQueries>
        <LitemaasQueries>card</LitemaasQueries>
      </>,
      { apis: [[litemaasApiRef, api], ...apis] },
    );
    return { getFreshness, unmount, lose: () => (gateway = 'unreachable') };
  };

  it('shows what changed as soon as it is told, and asks once for all parts of the page', async () => {
    const { api, listeners, tell } = signals();
    const { getFreshness, unmount, lose } = show([[signalApiRef, api]]);
    await screen.findByText('connected');
    expect(listeners.size).toBe(1);

    lose();
    act(() => tell({ changed: ['health'] }));
    await screen.findByText('unreachable');
    expect(getFreshness).toHaveBeenCalledTimes(2);

    unmount();
    expect(listeners.size).toBe(0);
  });

  it('works in an app without signals', async () => {
    show([]);
    expect(await screen.findByText('connected')).toBeInTheDocument();
  });
});

describe('on a cache', () => {
  let client: QueryClient;
  let updates: LiveUpdates;
  let tell: (message: unknown) => void;
  let answer: () => Promise<unknown>;
  let stop: () => void;
  const asked = { keys: 0, usage: 0 };

  beforeEach(async () => {
    jest.useFakeTimers();
    client = new QueryClient();
    client.mount();
    updates = new LiveUpdates(client);
    const { api, tell: toAll } = signals();
    tell = toAll;
    answer = async () => ({});
    const watch = (kind: keyof typeof asked) => {
      asked[kind] = 0;
      return new QueryObserver(client, {
        queryKey: litemaasQueryKeys[kind].all,
        queryFn: () => {
          asked[kind] += 1;
          return answer();
        },
      }).subscribe(() => undefined);
    };
    const stops = [watch('keys'), watch('usage'), updates.follow(api)];
    stop = () => stops.forEach(one => one());
    await jest.advanceTimersByTimeAsync(0);
  });
  afterEach(() => {
    stop();
    client.unmount();
    client.clear();
    jest.useRealTimers();
  });

  it('asks for what the changed kinds show in, and for nothing else', async () => {
    tell({ changed: ['keys', 'a-kind-of-next-year'] });
    await jest.advanceTimersByTimeAsync(500);
    expect(asked).toEqual({ keys: 2, usage: 1 });
    tell({ changed: 'usage' });
    tell(null);
    await jest.advanceTimersByTimeAsync(500);
    expect(asked).toEqual({ keys: 2, usage: 1 });
  });

  it('lets an answer arrive however often it is told, and then asks once more', async () => {
    answer = () => new Promise(resolve => setTimeout(resolve, 5_000, {}));
    tell({ changed: ['keys'] });
    await jest.advanceTimersByTimeAsync(1_000);
    for (let count = 0; count < 30; count++) {
      tell({ changed: ['keys'] });
      await jest.advanceTimersByTimeAsync(100);
    }
    expect(asked.keys).toBe(2);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked.keys).toBe(3);
  });

  it('takes signals for live for a minute after the last one', async () => {
    expect(updates.isLive).toBe(false);
    tell({ changed: ['models'] });
    await jest.advanceTimersByTimeAsync(59_000);
    expect(updates.isLive).toBe(true);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(updates.isLive).toBe(false);
  });

  it('lets a tab that nobody sees ask when it is seen again', async () => {
    const seen = jest.spyOn(document, 'visibilityState', 'get');
    seen.mockReturnValue('hidden');
    tell({ changed: ['keys'] });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(asked.keys).toBe(1);
    seen.mockReturnValue('visible');
    window.dispatchEvent(new Event('visibilitychange'));
    await jest.advanceTimersByTimeAsync(0);
    expect(asked.keys).toBe(2);
    seen.mockRestore();
  });
});
