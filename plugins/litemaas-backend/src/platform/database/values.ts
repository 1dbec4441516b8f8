import { v7 } from 'uuid';

/** What a driver may answer for an instant: PostgreSQL a Date, SQLite a number of milliseconds, raw SQL a text. */
export type DbInstant = Date | number | string;

/** What a driver may answer for a bigint: PostgreSQL a text, SQLite a number. */
export type DbBigint = string | number | bigint;

/** An instant as a driver gave it. */
export function toDate(value: DbInstant): Date {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) {
    throw new TypeError('The database answered an instant that is none');
  }
  return date;
}

/** An instant that may be missing. */
export function toDateOrNull(value: DbInstant | null | undefined): Date | null {
  return value === null || value === undefined ? null : toDate(value);
}

/** An instant as it goes over the wire: ISO 8601 in UTC. */
export function toIso(value: DbInstant): string {
  return toDate(value).toISOString();
}

/** An instant that may be missing, as it goes over the wire. */
export function toIsoOrNull(
  value: DbInstant | null | undefined,
): string | null {
  return value === null || value === undefined ? null : toIso(value);
}

/** A bigint as a driver gave it, e.g. an amount of money in nano-dollars. */
export function toNanos(value: DbBigint): bigint {
  return BigInt(value);
}

/** A bigint that may be missing. */
export function toNanosOrNull(
  value: DbBigint | null | undefined,
): bigint | null {
  return value === null || value === undefined ? null : BigInt(value);
}

/** Id of a new row: a UUID that sorts by the time it was made. */
export function newId(): string {
  return v7();
}
