import type { Knex } from 'knex';
import { z } from 'zod';
import {
  inTransaction,
  toDate,
  toDateOrNull,
  type DbInstant,
} from '../../../platform/database';
import type { HotRun, LogWindow } from './windows';

interface DbIngestWindowRow {
  window_start: DbInstant;
  window_end: DbInstant;
  total: number;
  agreements: number;
  complete_to: DbInstant | null;
  sealed_at: DbInstant | null;
  read_at: DbInstant | null;
}

const progressSchema = z.object({
  hot: z.object({ since: z.coerce.date(), to: z.coerce.date() }).optional(),
  completeUpTo: z.coerce.date().optional(),
});

/** How far the log of a gateway is read. */
export interface IngestProgress {
  hot?: HotRun;
  completeUpTo?: Date;
}

/** Windows of a gateway's log, and how far it is read. */
export class IngestStore {
  readonly #db: Knex;
  readonly #gatewayId: string;

  constructor(options: { db: Knex; gatewayId: string }) {
    this.#db = options.db;
    this.#gatewayId = options.gatewayId;
  }

  /** Without keys of ours there is no usage to read. */
  async hasKeys(): Promise<boolean> {
    const key = await this.#db('api_keys')
      .where('gateway_id', this.#gatewayId)
      .first('id');
    return key !== undefined;
  }

  async progress(): Promise<IngestProgress> {
    const row = await this.#db('settings')
      .where('name', this.#progressName)
      .first('value');
    return row ? progressSchema.parse(JSON.parse(row.value)) : {};
  }

  async saveProgress(progress: IngestProgress, now: Date): Promise<void> {
    await this.#db('settings')
      .insert({
        name: this.#progressName,
        value: JSON.stringify(progress),
        created_at: now,
        updated_at: now,
      })
      .onConflict('name')
      .merge(['value', 'updated_at']);
  }

  /** End of the last window; `undefined` before the first one was made. */
  async lastEnd(): Promise<Date | undefined> {
    const row = await this.#windows()
      .orderBy('window_start', 'desc')
      .first('window_end');
    return row && toDate(row.window_end);
  }

  async add(windows: LogWindow[], now: Date): Promise<void> {
    for (let from = 0; from < windows.length; from += 100) {
      await this.#db('ingest_windows')
        .insert(
          windows.slice(from, from + 100).map(window => ({
            ...this.#toRow(window),
            created_at: now,
            updated_at: now,
          })),
        )
        .onConflict(['gateway_id', 'window_start'])
        .ignore();
    }
  }

  /** Windows that may have to be read: what was read before comes first, so that a backfill holds up nothing. */
  async open(): Promise<LogWindow[]> {
    const rows: DbIngestWindowRow[] = await this.#windows()
      .whereNull('sealed_at')
      .orderByRaw('case when read_at is null then 1 else 0 end, window_start')
      .select('*');
    return rows.map(toWindow);
  }

  async save(window: LogWindow, now: Date): Promise<void> {
    await this.#windows()
      .where('window_start', window.start)
      .update({ ...this.#toRow(window), updated_at: now });
  }

  /** Puts the parts of a window in its place. */
  async split(window: LogWindow, parts: LogWindow[], now: Date): Promise<void> {
    await inTransaction(this.#db, async tx => {
      await tx('ingest_windows')
        .where({ gateway_id: this.#gatewayId, window_start: window.start })
        .del();
      await tx('ingest_windows').insert(
        parts.map(part => ({
          ...this.#toRow(part),
          created_at: now,
          updated_at: now,
        })),
      );
    });
  }

  /** Up to where the windows are read without a gap. */
  async windowsTo(): Promise<Date | undefined> {
    const gap = await this.#windows()
      .where(open =>
        open.whereNull('complete_to').orWhereRaw('complete_to < window_end'),
      )
      .orderBy('window_start')
      .first('window_start', 'complete_to');
    if (!gap) {
      return this.lastEnd();
    }
    const start = toDate(gap.window_start);
    const completeTo = toDateOrNull(gap.complete_to);
    return completeTo && completeTo > start ? completeTo : start;
  }

  get #progressName(): string {
    return `usage.ingest.${this.#gatewayId}`;
  }

  #windows(): Knex.QueryBuilder {
    return this.#db('ingest_windows').where('gateway_id', this.#gatewayId);
  }

  #toRow(window: LogWindow) {
    return {
      gateway_id: this.#gatewayId,
      window_start: window.start,
      window_end: window.end,
      total: window.total,
      agreements: window.agreements,
      complete_to: window.completeTo,
      sealed_at: window.sealedAt,
      read_at: window.readAt,
    };
  }
}

function toWindow(row: DbIngestWindowRow): LogWindow {
  return {
    start: toDate(row.window_start),
    end: toDate(row.window_end),
    readAt: toDateOrNull(row.read_at),
    completeTo: toDateOrNull(row.complete_to),
    total: row.total,
    agreements: row.agreements,
    sealedAt: toDateOrNull(row.sealed_at),
  };
}
