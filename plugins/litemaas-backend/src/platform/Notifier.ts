import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { timeout, TimeoutStrategy } from 'cockatiel';
import type { Knex } from 'knex';
import type { Clock } from './clock';
import { afterCommit, isPostgres, toDate, type DbInstant } from './database';

/** So long one message may take, to be worded and sent; less than the first pause. */
const SEND_MS = 15_000;
const PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
/** What is older than that is no news any more. */
const GIVE_UP_MS = 3 * 24 * 60 * 60_000;

/** A message to people, with the page it is about. */
export interface Notice {
  /** Users and groups. */
  to: string[];
  title: string;
  description?: string;
  /** Path in the portal, e.g. `/litemaas/approvals`. */
  link: string;
}

/** Something that people are told, once. */
export interface Occasion {
  /** Names the words for it. */
  kind: string;
  subjectId: string;
  /** Tells occasions of one kind and subject apart. */
  which?: string;
  /** Not before then; default: at once. */
  due?: Date;
}

/** What there is to say about a subject at the moment of sending, if anything still is. */
export type Words = (subjectId: string) => Promise<Notice | undefined>;

interface DbNoticeRow {
  scope: string;
  kind: string;
  subject_id: string;
  attempts: number;
  created_at: DbInstant;
}

/**
 * Tells people through Backstage's notifications, each occasion once. It is written down in the transaction that makes
 * it and sent after the commit; what a crash or an outage kept back, the task `notify` sends later. To Backstage the
 * occasion is the message's scope: should it be sent twice all the same, because the crash came between sending and
 * crossing out, the second takes the place of the first.
 */
export class Notifier {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #notifications: NotificationService;
  readonly #words = new Map<string, Words>();
  readonly #inTime = timeout(SEND_MS, TimeoutStrategy.Aggressive);
  #running: Promise<void> = Promise.resolve();

  constructor(options: {
    db: Knex;
    clock: Clock;
    logger: LoggerService;
    notifications: NotificationService;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#notifications = options.notifications;
  }

  /** Features bring their words at the start, by the kind of occasion. */
  register(words: Record<string, Words>): void {
    for (const [kind, of] of Object.entries(words)) {
      this.#words.set(kind, of);
    }
  }

  /** Writes an occasion down along with what it tells. */
  async tell(tx: Knex.Transaction, occasion: Occasion): Promise<void> {
    const now = this.#clock.now();
    const due = occasion.due ?? now;
    await tx('notices')
      .insert({
        scope: scopeOf(occasion),
        kind: occasion.kind,
        subject_id: occasion.subjectId,
        due_at: due,
        attempts: 0,
        created_at: now,
        updated_at: now,
      })
      .onConflict('scope')
      .ignore();
    if (due <= now) {
      await afterCommit(tx, () => this.#sendSoon());
    }
  }

  /** Crosses an occasion out: who would be told of it knows. */
  async forget(occasion: Occasion): Promise<void> {
    await this.#crossOut(scopeOf(occasion));
  }

  /** Sends what is due, behind what is being sent here already. */
  send(): Promise<void> {
    const run = this.#running.then(() => this.#sendDue());
    this.#running = run.catch(() => undefined);
    return run;
  }

  /** What fails here is due still: the task comes to it. */
  #sendSoon(): void {
    this.send().catch(error =>
      this.#logger.warn(`Notifications are left to the next run: ${error}`),
    );
  }

  /** One after the other; a failure ends the run, since it is Backstage that is away as a rule. */
  async #sendDue(): Promise<void> {
    let goesOn = true;
    while (goesOn) {
      const row = await this.#claim();
      goesOn = row !== undefined && (await this.#deliver(row));
    }
  }

  /**
   * Takes what is due longest, by moving it to after the first pause: nobody else finds it due while it is sent, and if
   * this process dies with it, it comes up again. On PostgreSQL replicas step over each other's locked rows; SQLite has
   * one writer at a time.
   */
  async #claim(): Promise<DbNoticeRow | undefined> {
    const now = this.#clock.now();
    const next = this.#db('notices')
      .select('scope')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(1);
    if (isPostgres(this.#db)) {
      next.forUpdate().skipLocked();
    }
    const [row]: DbNoticeRow[] = await this.#db('notices')
      .where('scope', '=', next)
      .update({ due_at: after(now, PAUSE_MS), updated_at: now })
      .returning(['scope', 'kind', 'subject_id', 'attempts', 'created_at']);
    return row;
  }

  async #deliver(row: DbNoticeRow): Promise<boolean> {
    try {
      await this.#inTime.execute(() => this.#say(row));
    } catch (error) {
      await this.#failed(row, error);
      return false;
    }
    await this.#crossOut(row.scope);
    return true;
  }

  async #say({ scope, kind, subject_id }: DbNoticeRow): Promise<void> {
    const words = this.#words.get(kind);
    if (!words) {
      throw new Error(`There are no words for ${kind}`);
    }
    const notice = await words(subject_id);
    if (notice && notice.to.length > 0) {
      const { to, ...payload } = notice;
      await this.#notifications.send({
        recipients: { type: 'entity', entityRef: to },
        payload: { ...payload, scope, topic: 'litemaas' },
      });
    }
  }

  async #failed(row: DbNoticeRow, error: unknown): Promise<void> {
    const { scope, attempts } = row;
    const now = this.#clock.now();
    if (after(toDate(row.created_at), GIVE_UP_MS) <= now) {
      await this.#crossOut(scope);
      this.#logger.error(`Gave up notifying about ${scope}: ${error}`);
      return;
    }
    const pause = Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** attempts);
    await this.#db('notices')
      .where({ scope })
      .update({ attempts: attempts + 1, due_at: after(now, pause) });
    if (attempts === 0) {
      this.#logger.warn(
        `Could not notify about ${scope}, which is tried again: ${error}`,
      );
    }
  }

  async #crossOut(scope: string): Promise<void> {
    await this.#db('notices').where({ scope }).delete();
  }
}

function scopeOf({ kind, subjectId, which }: Occasion): string {
  return ['litemaas', kind, subjectId, ...(which ? [which] : [])].join(':');
}

function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
