import type { LoggerService } from '@backstage/backend-plugin-api';
import { maxSpendLogPageSize, type SpendLog } from '@litemaas/litellm-client';
import type { Clock } from '../../../platform/clock';
import { gatewayFailure, type LiteLlm } from '../../../platform/litellm';
import type { UsageLedger } from '../ledger/UsageLedger';
import type { IngestStore } from './IngestStore';
import { readRange } from './readRange';
import { toEvents } from './toEvents';
import {
  afterRead,
  completeUpTo,
  extendHotRun,
  firstStart,
  halves,
  hotRange,
  isDue,
  newWindows,
  type LogWindow,
} from './windows';

/** Pages read in one cycle besides the hot range; the next cycle goes on, so that fresh calls never wait long. */
const PAGES_PER_CYCLE = 100;

/** A row has ten kilobytes and more, and the client takes no answer above 16 megabytes. */
const LONGEST_PAGE = 500;

/**
 * Brings the gateway's log into the ledger. A cycle reads the last minutes, then the windows that are due. What was not
 * read to its end is not noted as read; rows that come twice count once. A gateway that is away ends the cycle: nothing
 * advances, and the next one goes on where this one began.
 */
export class UsageIngest {
  readonly #litellm: LiteLlm;
  readonly #store: IngestStore;
  readonly #ledger: UsageLedger;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #gatewayId: string;
  readonly #backfillDays: number;
  #pages = 0;

  constructor(options: {
    litellm: LiteLlm;
    store: IngestStore;
    ledger: UsageLedger;
    clock: Clock;
    logger: LoggerService;
    gatewayId: string;
    /** How many days before the first start are read. */
    backfillDays: number;
  }) {
    this.#litellm = options.litellm;
    this.#store = options.store;
    this.#ledger = options.ledger;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#gatewayId = options.gatewayId;
    this.#backfillDays = options.backfillDays;
  }

  /** One cycle. Harmless at any time, by several at once too. */
  async run(signal: AbortSignal): Promise<void> {
    if (
      !(await this.#store.hasKeys()) ||
      !(await this.#litellm.isReady(signal))
    ) {
      return;
    }
    try {
      await this.#openWindows();
      await this.#readHot(signal);
      await this.#readWindows(signal);
    } catch (error) {
      const failure = gatewayFailure(error);
      if (!failure) {
        throw error;
      }
      this.#logger.debug(`The usage log was not read: ${failure.message}`);
    } finally {
      await this.#noteCompleteness();
    }
  }

  /** Up to when all calls are counted; `null` before anything was read. */
  async completeUpTo(): Promise<Date | null> {
    return (await this.#store.progress()).completeUpTo ?? null;
  }

  async #openWindows(): Promise<void> {
    const now = this.#clock.now();
    const after =
      (await this.#store.lastEnd()) ?? firstStart(now, this.#backfillDays);
    await this.#store.add(newWindows(after, now), now);
  }

  async #readHot(signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    const progress = await this.#store.progress();
    const range = hotRange(progress.hot, now);
    const read = await this.#read(range, { unbounded: true }, signal);
    if (read !== 'too_many' && read.complete) {
      const hot = extendHotRun(progress.hot, range, now);
      await this.#store.saveProgress({ ...progress, hot }, now);
    }
  }

  async #readWindows(signal: AbortSignal): Promise<void> {
    this.#pages = 0;
    const open = await this.#store.open();
    const due = open.filter(window => isDue(window, this.#clock.now()));
    for (const window of due) {
      if (this.#pages >= PAGES_PER_CYCLE) {
        return;
      }
      await this.#readWindow(window, signal);
    }
  }

  async #readWindow(window: LogWindow, signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    const range = { from: window.start, to: window.end };
    const parts = halves(window);
    const read = await this.#read(range, { unbounded: !parts }, signal);
    if (read !== 'too_many') {
      if (read.unreadable > 0) {
        this.#logger.warn(
          `${
            read.unreadable
          } rows of the gateway's log since ${window.start.toISOString()} cannot be read; usage is not complete behind that time until they can`,
        );
      }
      await this.#store.save(afterRead(window, read, now), now);
    } else if (parts) {
      await this.#store.split(window, parts, now);
    }
  }

  #read(
    range: { from: Date; to: Date },
    { unbounded }: { unbounded: boolean },
    signal: AbortSignal,
  ) {
    const { client, health } = this.#litellm;
    return readRange({
      spend: client.spend,
      range,
      pageSize: Math.min(
        maxSpendLogPageSize(health.status.version ?? undefined),
        LONGEST_PAGE,
      ),
      unbounded,
      signal,
      onPage: rows => this.#record(rows),
    });
  }

  async #record(rows: SpendLog[]): Promise<void> {
    this.#pages += 1;
    await this.#ledger.record(
      tx => toEvents(tx, this.#gatewayId, rows),
      this.#clock.now(),
    );
  }

  async #noteCompleteness(): Promise<void> {
    const windowsTo = await this.#store.windowsTo();
    const progress = await this.#store.progress();
    if (windowsTo) {
      const upTo = completeUpTo(progress.completeUpTo, windowsTo, progress.hot);
      if (upTo.getTime() !== progress.completeUpTo?.getTime()) {
        await this.#store.saveProgress(
          { ...progress, completeUpTo: upTo },
          this.#clock.now(),
        );
      }
    }
  }
}
