import type {
  SignalApi,
  SignalSubscriber,
} from '@backstage/plugin-signals-react';
import {
  litemaasSignalChannel,
  litemaasSignalSchema,
  type ChangedKind,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  focusManager,
  type QueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import { litemaasQueryKeys } from './queryKeys';

/** Pages do not all ask at the same moment. */
const SPREAD_MS = 500;
/** A connection that was heard of so lately is there; one cannot ask it. */
const LIVE_MS = 60_000;

/** Which cached answers a change of a kind shows in. */
const SHOWN_IN: Record<ChangedKind, QueryKey[]> = {
  keys: [litemaasQueryKeys.keys.all, litemaasQueryKeys.subscriptions.all],
  subscriptions: [
    litemaasQueryKeys.subscriptions.all,
    litemaasQueryKeys.approvals.all,
    litemaasQueryKeys.models.all,
    litemaasQueryKeys.me,
  ],
  models: [litemaasQueryKeys.models.all],
  usage: [litemaasQueryKeys.usage.all],
  health: [litemaasQueryKeys.freshness],
};

/**
 * Asks again for what is on the screen when the backend says, by a signal, that something of its kind changed. Signals
 * get lost, with a connection or between replicas: whoever uses this polls as well.
 */
export class LiveUpdates {
  readonly #client: QueryClient;
  readonly #changed = new Set<ChangedKind>();
  #followers = 0;
  #subscriber: SignalSubscriber | undefined;
  #isRefreshing = false;
  #heardAt = -Infinity;

  constructor(client: QueryClient) {
    this.#client = client;
  }

  /** Whether signals arrive. */
  get isLive(): boolean {
    return performance.now() - this.#heardAt < LIVE_MS;
  }

  /** Follows the signals until told to stop; once, for however many parts of a page. */
  follow(signals: SignalApi): () => void {
    this.#followers += 1;
    this.#subscriber ??= signals.subscribe(litemaasSignalChannel, message =>
      this.#hear(message),
    );
    return () => {
      this.#followers -= 1;
      if (this.#followers === 0) {
        this.#subscriber?.unsubscribe();
        this.#subscriber = undefined;
      }
    };
  }

  #hear(message: unknown): void {
    const { data } = litemaasSignalSchema.safeParse(message);
    if (data) {
      this.#heardAt = performance.now();
      data.changed.forEach(kind => this.#changed.add(kind));
      void this.#refresh();
    }
  }

  /** One after the other: what is heard during a refresh waits for its end, so that none is cut off by the next. */
  async #refresh(): Promise<void> {
    if (this.#isRefreshing) {
      return;
    }
    this.#isRefreshing = true;
    while (this.#changed.size > 0) {
      await new Promise(resolve =>
        setTimeout(resolve, Math.random() * SPREAD_MS),
      );
      const queryKeys = new Set(
        [...this.#changed].flatMap(kind => SHOWN_IN[kind]),
      );
      this.#changed.clear();
      // A tab that nobody sees asks once it is seen again.
      const refetchType = focusManager.isFocused() ? 'active' : 'none';
      await Promise.all(
        [...queryKeys].map(queryKey =>
          this.#client.invalidateQueries({ queryKey, refetchType }),
        ),
      );
    }
    this.#isRefreshing = false;
  }
}

const liveUpdates = new WeakMap<QueryClient, LiveUpdates>();

/** The one of a cache. */
export function liveUpdatesOf(client: QueryClient): LiveUpdates {
  const existing = liveUpdates.get(client);
  if (existing) {
    return existing;
  }
  const created = new LiveUpdates(client);
  liveUpdates.set(client, created);
  return created;
}
