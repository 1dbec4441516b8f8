import type { Knex } from 'knex';

/** One column of a list's order. The expression must never be null, and the last one must be unique. */
export interface KeysetColumn {
  expression: string;
  direction: 'asc' | 'desc';
}

/** Orders a list for keyset paging. */
export function orderByKeyset(
  query: Knex.QueryBuilder,
  columns: KeysetColumn[],
): void {
  for (const { expression, direction } of columns) {
    query.orderByRaw(`${expression} ${direction}`);
  }
}

/**
 * Continues a list behind a row: pages stay right and equally fast while rows come and go, where an offset would skip
 * and repeat. The condition is spelt out per column, since directions may differ.
 */
export function afterKeyset(
  query: Knex.QueryBuilder,
  columns: KeysetColumn[],
  values: Knex.Value[],
): void {
  query.andWhere(alternatives => {
    columns.forEach(({ expression, direction }, last) => {
      alternatives.orWhere(condition => {
        columns.slice(0, last).forEach((before, index) => {
          condition.whereRaw(`${before.expression} = ?`, [values[index]]);
        });
        condition.whereRaw(
          `${expression} ${direction === 'asc' ? '>' : '<'} ?`,
          [values[last]],
        );
      });
    });
  });
}
