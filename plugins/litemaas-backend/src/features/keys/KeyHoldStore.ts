import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { newId } from '../../platform/database';

/** Holds: a key is blocked exactly while it has one. */
export class KeyHoldStore {
  readonly #clock: Clock;

  constructor(options: { clock: Clock }) {
    this.#clock = options.clock;
  }

  /** The hold of a kind on a key. */
  async find(
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

  /** Holds a key; another hold of the kind gives way. */
  async put(
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
  async copyManual(
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

  /** Takes a hold away. */
  async remove(
    tx: Knex.Transaction,
    keyId: string,
    kind: string,
  ): Promise<void> {
    await tx('key_holds').where({ key_id: keyId, kind }).del();
  }
}
