import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type {
  KeyLabel,
  KeyState,
  Period,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import {
  isPostgres,
  newId,
  toDate,
  toDateOrNull,
  toNanosOrNull,
  type DbBigint,
  type DbInstant,
} from '../../platform/database';
import { labelExpression } from './keyLabel';

/** A key as our rows have it. The value is nowhere. */
export interface KeyRecord {
  id: string;
  gatewayId: string;
  name: string;
  purpose: string | null;
  ownerRef: string;
  state: KeyState;
  label: KeyLabel;
  hash: string;
  alias: string;
  lastFour: string;
  budgetNanos: bigint | null;
  period: Period;
  rpm: number | null;
  tpm: number | null;
  maxParallel: number | null;
  expiresAt: Date | null;
  createdBy: string;
  createdAt: Date;
  askedAt: Date;
  confirmedAt: Date | null;
  /** Which of our parties it is kept under at the gateway: one of the two. */
  personId: string | null;
  teamId: string | null;
  sentAt: Date | null;
  stoppedAt: Date | null;
  lastUsedAt: Date | null;
  valueLost: boolean;
}

interface DbKeyRow {
  id: string;
  gateway_id: string;
  name: string;
  purpose: string | null;
  owner_ref: string;
  state: KeyState;
  label: KeyLabel;
  hash: string;
  alias: string;
  last_four: string;
  budget_nanos: DbBigint | null;
  period: Period;
  rpm: DbBigint | null;
  tpm: DbBigint | null;
  max_parallel: number | null;
  expires_at: DbInstant | null;
  created_by: string;
  created_at: DbInstant;
  asked_at: DbInstant;
  confirmed_at: DbInstant | null;
  person_id: string | null;
  team_id: string | null;
  sent_at: DbInstant | null;
  stopped_at: DbInstant | null;
  last_used_at: DbInstant | null;
  value_lost: boolean | number;
}

/** Columns that a change may write. */
export type KeyPatch = Partial<{
  name: string;
  purpose: string | null;
  state: KeyState;
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
  announce: boolean;
  value_lost: boolean;
}>;

/** A new key's row. */
export type NewKey = KeyPatch & {
  id: string;
  gateway_id: string;
  name: string;
  owner_ref: string;
  hash: string;
  alias: string;
  last_four: string;
  period: Period;
  created_by: string;
  person_id: string | null;
  team_id: string | null;
  replaces_key_id: string | null;
};

/** States in which a key can be used, now or soon. Names are unique among these. */
export const LIVE: KeyState[] = ['pending', 'active'];

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

  async byHash(hash: string): Promise<KeyRecord | undefined> {
    const [record] = await this.read(this.all().where({ hash }));
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

  /**
   * Makes a pending key active; answers whether its creator waits to be told. Each statement finds the key pending once,
   * so that of two who see it work one tells.
   */
  async activate(
    db: Knex,
    id: string,
    seen: { confirmed_at?: Date; blocked_at_gateway: boolean },
  ): Promise<boolean> {
    const change = {
      ...seen,
      state: 'active',
      value_lost: false,
      announce: false,
      updated_at: this.#clock.now(),
    };
    const pending = () => db('api_keys').where({ id, state: 'pending' });
    const awaited = await pending().where('announce', true).update(change);
    if (awaited === 0) {
      await pending().update(change);
    }
    return awaited > 0;
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
      .whereRaw(`name like ? escape '\\'`, [
        `${start.replace(/[\\%_]/g, '\\$&')}%`,
      ])
      .pluck('name');
  }

  /** The hold of a kind on a key. */
  async holdOf(
    db: Knex,
    keyId: string,
    kind: string,
  ): Promise<{ byAdmin: boolean } | undefined> {
    const row: { by_admin: boolean | number } | undefined = await db(
      'key_holds',
    )
      .where({ key_id: keyId, kind })
      .first('by_admin');
    return row && { byAdmin: Boolean(row.by_admin) };
  }

  async hold(
    tx: Knex.Transaction,
    hold: {
      keyId: string;
      kind: string;
      reason: string | null;
      actorRef: string;
      byAdmin: boolean;
    },
  ): Promise<void> {
    const now = this.#clock.now();
    const said = {
      reason: hold.reason,
      actor_ref: hold.actorRef,
      by_admin: hold.byAdmin,
      updated_at: now,
    };
    await tx('key_holds')
      .insert({
        id: newId(),
        key_id: hold.keyId,
        kind: hold.kind,
        ...said,
        created_at: now,
      })
      .onConflict(['key_id', 'kind'])
      .merge(said);
  }

  /** A key that takes another's place is held by hand as that one is. */
  async copyManualHold(
    tx: Knex.Transaction,
    fromKeyId: string,
    toKeyId: string,
  ): Promise<void> {
    const hold = await tx('key_holds')
      .where({ key_id: fromKeyId, kind: 'manual' })
      .first();
    if (hold) {
      await tx('key_holds').insert({ ...hold, id: newId(), key_id: toKeyId });
    }
  }

  async release(
    tx: Knex.Transaction,
    keyId: string,
    kind: string,
  ): Promise<void> {
    await tx('key_holds').where({ key_id: keyId, kind }).del();
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

function toRecord(row: DbKeyRow): KeyRecord {
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    name: row.name,
    purpose: row.purpose,
    ownerRef: row.owner_ref,
    state: row.state,
    label: row.label,
    hash: row.hash,
    alias: row.alias,
    lastFour: row.last_four,
    budgetNanos: toNanosOrNull(row.budget_nanos),
    period: row.period,
    rpm: row.rpm === null ? null : Number(row.rpm),
    tpm: row.tpm === null ? null : Number(row.tpm),
    maxParallel: row.max_parallel,
    expiresAt: toDateOrNull(row.expires_at),
    createdBy: row.created_by,
    createdAt: toDate(row.created_at),
    askedAt: toDate(row.asked_at),
    confirmedAt: toDateOrNull(row.confirmed_at),
    personId: row.person_id,
    teamId: row.team_id,
    sentAt: toDateOrNull(row.sent_at),
    stoppedAt: toDateOrNull(row.stopped_at),
    lastUsedAt: toDateOrNull(row.last_used_at),
    valueLost: Boolean(row.value_lost),
  };
}
