import type { Knex } from 'knex';

/** A text as a part of a LIKE pattern that means itself; for `like ? escape '\'`, which both engines know. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** Narrows a query to rows of which any column holds the text as it was typed, in whatever case. */
export function whereAnyContains(
  query: Knex.QueryBuilder,
  columns: string[],
  text: string,
): void {
  const pattern = `%${escapeLike(text.toLowerCase())}%`;
  query.where(any => {
    for (const column of columns) {
      any.orWhereRaw(`lower(coalesce(${column}, '')) like ? escape '\\'`, [
        pattern,
      ]);
    }
  });
}
