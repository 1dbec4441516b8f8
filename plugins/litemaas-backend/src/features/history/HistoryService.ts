import type {
  ChangedKind,
  NamedRef,
  TimelineEntry,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Announcer } from '../../platform/Announcer';
import type { Clock } from '../../platform/clock';
import { newId, toIso, type DbInstant } from '../../platform/database';

/** One change, as whoever makes it tells it. */
export interface Change {
  subjectKind: 'subscription' | 'key' | 'model' | 'plan';
  subjectId: string;
  /** A stable word such as `requested`, `approved`, `blocked`. */
  action: string;
  /** `null`: the portal itself. */
  actorRef: string | null;
  /** In the words of who did it. */
  reason?: string | null;
  /** Fields before and after. Never a secret: what is written here stays. */
  changes?: Record<string, { from: unknown; to: unknown }>;
}

interface DbChangeRow {
  id: string;
  action: string;
  actor_ref: string | null;
  reason: string | null;
  at: DbInstant;
}

/** Under which heading pages show a subject; plans are part of the models they are offered for. */
const SHOWN_AS = {
  subscription: 'subscriptions',
  key: 'keys',
  model: 'models',
  plan: 'models',
} as const satisfies Record<Change['subjectKind'], ChangedKind>;

/** The append-only trail of every change; what it writes down, open pages hear of. */
export class HistoryService {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #announcer: Pick<Announcer, 'changed'>;
  readonly #namedRefs: (refs: string[]) => Promise<Map<string, NamedRef>>;

  constructor(options: {
    db: Knex;
    clock: Clock;
    announcer: Pick<Announcer, 'changed'>;
    /** What to call the people of a trail. */
    namedRefs(refs: string[]): Promise<Map<string, NamedRef>>;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#announcer = options.announcer;
    this.#namedRefs = options.namedRefs;
  }

  /** Adds to the trail in the transaction of the change, so that there is no change without its row. */
  async append(tx: Knex.Transaction, change: Change): Promise<void> {
    const now = this.#clock.now();
    await tx('change_log').insert({
      id: newId(),
      subject_kind: change.subjectKind,
      subject_id: change.subjectId,
      action: change.action,
      actor_ref: change.actorRef,
      reason: change.reason ?? null,
      changes: change.changes ? toJson(change.changes) : null,
      at: now,
      created_at: now,
      updated_at: now,
    });
    this.#announcer.changed(SHOWN_AS[change.subjectKind], tx);
  }

  /** A subject's story, the oldest first. */
  async timeline(
    subjectKind: Change['subjectKind'],
    subjectId: string,
  ): Promise<TimelineEntry[]> {
    const rows: DbChangeRow[] = await this.#db('change_log')
      .where({ subject_kind: subjectKind, subject_id: subjectId })
      .orderBy('id')
      .select('id', 'action', 'actor_ref', 'reason', 'at');
    const actors = rows.flatMap(row => row.actor_ref ?? []);
    const names = await this.#namedRefs([...new Set(actors)]);
    return rows.map(row => ({
      at: toIso(row.at),
      actor: row.actor_ref
        ? names.get(row.actor_ref) ?? {
            entityRef: row.actor_ref,
            title: row.actor_ref,
          }
        : null,
      action: row.action,
      reason: row.reason,
    }));
  }
}

/** Money is bigint in our rows and a decimal text in JSON. */
function toJson(changes: Change['changes']): string {
  return JSON.stringify(changes, (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}
