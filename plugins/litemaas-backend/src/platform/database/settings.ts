import { randomBytes, randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import type { Clock } from '../clock';
import type { RingKey } from '../secrets/KeyRing';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

/** Reads a fact, or makes it. Replicas that start together agree: the first insert wins, and all read it. */
async function readOrMake(
  db: Knex,
  clock: Clock,
  name: string,
  make: () => string,
): Promise<string> {
  const now = clock.now();
  await db('settings')
    .insert({ name, value: make(), created_at: now, updated_at: now })
    .onConflict('name')
    .ignore();
  const row: { value: string } = await db('settings').where({ name }).first();
  return row.value;
}

/** Ten random lower-case letters that mark everything of ours at the gateway; made at the first start. */
export function installationId(db: Knex, clock: Clock): Promise<string> {
  return readOrMake(db, clock, 'installation_id', () =>
    Array.from({ length: 10 }, () => ALPHABET[randomInt(26)]).join(''),
  );
}

/** A sealing key for development, where none is configured. It lies beside what it seals: no secret is kept by it. */
export async function developmentRingKey(
  db: Knex,
  clock: Clock,
): Promise<RingKey> {
  const text = await readOrMake(db, clock, 'development_ring_key', () =>
    randomBytes(32).toString('base64'),
  );
  return { id: 'development', key: Buffer.from(text, 'base64') };
}
