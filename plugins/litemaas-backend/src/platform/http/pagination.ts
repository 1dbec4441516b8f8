import { z } from 'zod';
import { badRequest } from './errors';

/*
 * What a cursor may hold. It comes from outside: a value that a column cannot have would be an error of the database.
 */

/** An instant in milliseconds. */
export const instantInCursor = z.int().min(0).max(Date.UTC(9999, 11, 31));

/** A text; PostgreSQL keeps no NUL. */
export const textInCursor = z.string().regex(/^[^\0]*$/);

/** The place a page ended: the sort values and id of its last row, opaque to clients. */
export function encodeCursor(values: (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * Reads a cursor back; `schema` says what it holds, since it comes from outside.
 * @throws InputError `request.cursor_invalid` when it is not one of ours
 */
export function decodeCursor<T>(
  cursor: string | undefined,
  schema: z.ZodType<T>,
): T | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  const values = schema.safeParse(parse(cursor));
  if (!values.success) {
    throw badRequest(
      'request.cursor_invalid',
      'This place in the list is not known; start from the first page.',
      { cursor: 'is not one that this list gave' },
    );
  }
  return values.data;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
