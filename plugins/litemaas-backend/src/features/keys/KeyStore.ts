import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type {
  KeyState,
  Period,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { isPostgres } from '../../platform/database';
import { escapeLike } from '../../platform/database/search';
import { labelExpression } from './keyLabel';
import { LIVE, toRecord, type DbKeyRow, type KeyRecord } from './KeyRecord';

/** Columns that a change may write. */
export type KeyPatch = Partial<{
  name: string;
  purpose: string | null;
  state: KeyState;
  hash: string;
  last_four: string;
  budget_nanos: string | null;
  period: Period;
  rpm: number | null;
  tpm: number | null;
  max_parallel: number | null;
  expires_at: Date;
  revoked_at: Date;
  confirmed_at: Date | null;
  blocked_at_gateway: boolean;
  sent_at: Date;
  stopped_at: Date | null;
  value_lost: boolean;
}>;

/** A new key's row. */
export type NewKey = Omit<KeyPatch, 'hash'> & {
  id: string;
  gateway_id: string;
  name: string;
  owner_ref: string;
  hash: string | null;
  alias: string;
  last_four: string;
  period: Period;
  created_by: string;
  person_id: string | null;
  team_id: string | null;
  replaces_key_id: string | null;
};

/** Reads and writes keys and the models they were given. */
export class KeyStore {
  readonly #db: Knex;
  readonly #clock: Clock;

  constructor(options: { db: Knex; clock: Clock }) {
    this.#db = options.db;
    this.#clock = options.clock;
  }

  /** Every key, to be narrowed by the caller. */
  all(db: Knex = this.#db): Knex.QueryBuilder {
    return db('api_keys');
  }

  /** SQL for the label of each row of {@link KeyStore.all}. */
  label(): Knex.Raw {
    return labelExpression(this.#db, this.#clock.now());
  }

  /** Rows of a query made by {@link KeyStore.all}. */
  async read(query: Knex.QueryBuilder): Promise<KeyRecord[]> {
    const rows: DbKeyRow[] = await query
      .clone()
      .select('api_keys.*', this.#db.raw('? as label', [this.label()]));
    return rows.map(toRecord);
  }

  async byId(id: string, db?: Knex): Promise<KeyRecord | undefined> {
    const [record] = await this.read(this.all(db).where('api_keys.id', id));
    return record;
  }

  /** One that is known to be there. */
  async existing(id: string): Promise<KeyRecord> {
    const record = await this.byId(id);
    if (!record) {
      throw new Error(`There is no key ${id}`);
    }
    return record;
  }

  /**
   * A key, locked until the transaction ends: of two changes at once the second sees what the first made of it. SQLite
   * has one writer at a time, which locks more than that.
   */
  async lock(tx: Knex.Transaction, id: string): Promise<KeyRecord | undefined> {
    if (isPostgres(tx)) {
      await tx('api_keys').where({ id }).forUpdate().select('id');
    }
    return this.byId(id, tx);
  }

  /**
   * Writes a new key as pending. Answers false when a live key of the owner has the name: the unique index decides, so
   * that of two creates at once one wins. On PostgreSQL the transaction cannot go on after false.
   */
  async insert(tx: Knex.Transaction, row: NewKey): Promise<boolean> {
    const now = this.#clock.now();
    return unlessTaken(
      tx('api_keys').insert({
        ...row,
        state: 'pending',
        asked_at: now,
        created_at: now,
        updated_at: now,
      }),
    );
  }

  /** Records a change that somebody asked for; the gateway has yet to confirm it. False: the name is taken. */
  async ask(
    tx: Knex.Transaction,
    id: string,
    patch: KeyPatch,
  ): Promise<boolean> {
    const now = this.#clock.now();
    return unlessTaken(
      tx('api_keys')
        .where({ id })
        .update({
          ...patch,
          asked_at: now,
          confirmed_at: null,
          updated_at: now,
        }),
    );
  }

  /** Records what was learnt about a key, whatever its state. */
  async learn(id: string, patch: KeyPatch): Promise<void> {
    await this.#db('api_keys')
      .where({ id })
      .update({ ...patch, updated_at: this.#clock.now() });
  }

  /** Records what was learnt about a key that is in one of `states`; answers whether it was. */
  async note(
    db: Knex,
    id: string,
    states: KeyState[],
    patch: KeyPatch,
  ): Promise<boolean> {
    const changed = await db('api_keys')
      .where({ id })
      .whereIn('state', states)
      .update({ ...patch, updated_at: this.#clock.now() });
    return changed > 0;
  }

  /** Gives a key exactly these models, each by the subscription it counts on. */
  async setModels(
    tx: Knex.Transaction,
    keyId: string,
    models: { modelId: string; subscriptionId: string }[],
  ): Promise<void> {
    const now = this.#clock.now();
    await tx('api_key_models').where({ key_id: keyId }).del();
    await tx('api_key_models').insert(
      models.map(({ modelId, subscriptionId }) => ({
        key_id: keyId,
        model_id: modelId,
        subscription_id: subscriptionId,
        created_at: now,
        updated_at: now,
      })),
    );
  }

  /** Ids of the models a key was given. */
  modelIdsOf(db: Knex, keyId: string): Promise<string[]> {
    return db('api_key_models')
      .where({ key_id: keyId })
      .orderBy('model_id')
      .pluck('model_id');
  }

  /** Names of an owner's live keys that begin with a text. */
  namesLike(db: Knex, ownerRef: string, start: string): Promise<string[]> {
    return db('api_keys')
      .where({ owner_ref: ownerRef })
      .whereIn('state', LIVE)
      .whereRaw(`name like ? escape '\\'`, [`${escapeLike(start)}%`])
      .pluck('name');
  }
}

async function unlessTaken(write: PromiseLike<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isDatabaseConflictError(error)) {
      return false;
    }
    throw error;
  }
}
