import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  litemaasSignalChannel,
  type ChangedKind,
  type LitemaasSignal,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import { afterCommit } from './database';

/** What changes so soon after, as the rows of one request do, is told along. */
const GATHER_MS = 100;
/** Between two messages of a process, however much changes. */
const APART_MS = 1_000;

/**
 * Tells open pages through Backstage's signals that something changed, so that they look now and not with their next
 * poll. Everybody hears it, strangers too, so it says of which kinds and nothing else: what it is about, each page asks
 * for itself. A hint that gets lost costs some seconds, never a change.
 */
export class Announcer {
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;
  readonly #waiting = new Set<ChangedKind>();
  #timer: NodeJS.Timeout | undefined;
  #toldAt = -Infinity;

  constructor(options: { signals: SignalsService; logger: LoggerService }) {
    this.#signals = options.signals;
    this.#logger = options.logger;
  }

  /** Something of a kind changed; written through `by`, it is told after the commit, and not when there is none. */
  changed(kind: ChangedKind, by?: Knex): void {
    if (by) {
      void afterCommit(by, () => this.#tellSoon(kind));
    } else {
      this.#tellSoon(kind);
    }
  }

  #tellSoon(kind: ChangedKind): void {
    this.#waiting.add(kind);
    const mayTellAt = this.#toldAt + APART_MS;
    this.#timer ??= setTimeout(
      () => this.#tell(),
      Math.max(GATHER_MS, mayTellAt - performance.now()),
    ).unref();
  }

  async #tell(): Promise<void> {
    const message: LitemaasSignal = { changed: [...this.#waiting] };
    this.#waiting.clear();
    this.#timer = undefined;
    this.#toldAt = performance.now();
    try {
      await this.#signals.publish({
        recipients: { type: 'broadcast' },
        channel: litemaasSignalChannel,
        message,
      });
    } catch (error) {
      // Pages poll as well: they see it a little later.
      this.#logger.debug(`Open pages were not told of a change: ${error}`);
    }
  }
}
