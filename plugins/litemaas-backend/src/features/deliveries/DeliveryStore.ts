import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { toDate, toDateOrNull, type DbInstant } from '../../platform/database';

/** A Secret of a destination. */
export interface DeliveryTarget {
  destination: string;
  namespace: string;
  secretName: string;
}

/** How the value of a key is to come, or came, to who asked for it. */
export interface DeliveryRecord {
  keyId: string;
  personRef: string;
  keptUntil: Date;
  takenAt: Date | null;
  /** `null`: it was not taken yet, or shown. */
  target: DeliveryTarget | null;
}

interface DbDeliveryRow {
  key_id: string;
  person_ref: string;
  kept_until: DbInstant;
  taken_at: DbInstant | null;
  destination: string | null;
  namespace: string | null;
  secret_name: string | null;
}

/** Reads and writes the story of kept values. The values are not here. */
export class DeliveryStore {
  readonly #db: Knex;
  readonly #clock: Clock;

  constructor(options: { db: Knex; clock: Clock }) {
    this.#db = options.db;
    this.#clock = options.clock;
  }

  async insert(
    tx: Knex.Transaction,
    delivery: Pick<DeliveryRecord, 'keyId' | 'personRef' | 'keptUntil'>,
  ): Promise<void> {
    const now = this.#clock.now();
    await tx('key_deliveries').insert({
      key_id: delivery.keyId,
      person_ref: delivery.personRef,
      kept_until: delivery.keptUntil,
      created_at: now,
      updated_at: now,
    });
  }

  async byKey(keyId: string): Promise<DeliveryRecord | undefined> {
    const row: DbDeliveryRow | undefined = await this.#db('key_deliveries')
      .where('key_id', keyId)
      .first();
    return row && toRecord(row);
  }

  /** Writes down that the value was taken: written to a Secret or, without one, shown. */
  async taken(
    tx: Knex.Transaction,
    keyId: string,
    target: DeliveryTarget | null,
  ): Promise<void> {
    const now = this.#clock.now();
    await tx('key_deliveries')
      .where('key_id', keyId)
      .update({
        taken_at: now,
        destination: target?.destination ?? null,
        namespace: target?.namespace ?? null,
        secret_name: target?.secretName ?? null,
        updated_at: now,
      });
  }
}

function toRecord(row: DbDeliveryRow): DeliveryRecord {
  const { destination, namespace, secret_name: secretName } = row;
  return {
    keyId: row.key_id,
    personRef: row.person_ref,
    keptUntil: toDate(row.kept_until),
    takenAt: toDateOrNull(row.taken_at),
    target:
      destination !== null && namespace !== null && secretName !== null
        ? { destination, namespace, secretName }
        : null,
  };
}
