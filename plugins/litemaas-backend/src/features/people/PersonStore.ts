import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { newId } from '../../platform/database';

interface DbPartyRow {
  id: string;
  entity_ref: string;
  title: string;
  left_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

/** Rows of people and groups that own something here. */
export class PersonStore {
  readonly #db: Knex;
  readonly #clock: Clock;

  constructor(options: { db: Knex; clock: Clock }) {
    this.#db = options.db;
    this.#clock = options.clock;
  }

  /**
   * The present row of a User or Group, made when there is none. Two first requests of one person may race: the unique
   * index lets one insert through, and both read the same row.
   */
  async ensure(
    tx: Knex.Transaction,
    table: 'persons' | 'teams',
    party: { entityRef: string; title: string },
  ): Promise<{ id: string }> {
    const now = this.#clock.now();
    await tx<DbPartyRow>(table)
      .insert({
        id: newId(),
        entity_ref: party.entityRef,
        title: party.title,
        created_at: now,
        updated_at: now,
      })
      .onConflict(tx.raw('(entity_ref) where left_at is null'))
      .ignore();
    const row = await tx<DbPartyRow>(table)
      .where({ entity_ref: party.entityRef })
      .whereNull('left_at')
      .first('id');
    if (!row) {
      throw new Error(`No row for ${party.entityRef} after making one`);
    }
    return row;
  }

  /** The row that a gateway's user or team stands for. */
  async byId(
    table: 'persons' | 'teams',
    id: string,
  ): Promise<{ id: string; entityRef: string; title: string } | undefined> {
    const row = await this.#db<DbPartyRow>(table)
      .where({ id })
      .first('id', 'entity_ref', 'title');
    return row && { id: row.id, entityRef: row.entity_ref, title: row.title };
  }

  /** Titles that people had when they were last seen, for those who left. */
  async lastTitles(refs: string[]): Promise<Map<string, string>> {
    const rows = await this.#db<DbPartyRow>('persons')
      .whereIn('entity_ref', refs)
      .orderBy('created_at')
      .select('entity_ref', 'title');
    return new Map(rows.map(row => [row.entity_ref, row.title]));
  }
}
