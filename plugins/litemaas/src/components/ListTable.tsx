import { Skeleton } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactNode } from 'react';
import classes from './ListTable.module.css';

const SKELETON_ROWS = 8;

/** A column of a list. */
export interface Column<T> {
  label: string;
  cell: (row: T) => ReactNode;
  /**
   * `first` and `second` and `menu` stand at the head of a row that is stacked; `merged` gives way where there is less
   * room, and another cell says the same in its `SecondLine`.
   */
  place?: 'first' | 'second' | 'menu' | 'merged';
  /** Days and short words, which read wrong when they break. */
  isOneLine?: boolean;
  /** Figures, which end at one line. */
  isNumber?: boolean;
}

/**
 * A list as a table by its own room, which an open drawer takes too: all columns; fewer, with second lines; or each row
 * stacked, its name, status and menu first. Nothing vanishes. The header stays in sight.
 */
export function ListTable<T extends { id: string }>(props: {
  label: string;
  columns: Array<Column<T>>;
  /** `undefined` while they are on their way. */
  rows: T[] | undefined;
  /** For screen readers meanwhile. */
  loading: string;
}) {
  const { label, columns, rows, loading } = props;
  return (
    <div className={classes.room}>
      <Table
        aria-label={label}
        role="table"
        variant="compact"
        gridBreakPoint=""
        isStickyHeader
        className={classes.table}
      >
        <Thead>
          <Tr>
            {columns.map(column => (
              <Th
                key={column.label}
                data-place={column.place}
                data-number={column.isNumber}
                modifier="nowrap"
                screenReaderText={
                  column.place === 'menu' ? column.label : undefined
                }
              >
                {column.place === 'menu' ? undefined : column.label}
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {rows
            ? rows.map(row => (
                <Row
                  key={row.id}
                  columns={columns}
                  cell={column => column.cell(row)}
                />
              ))
            : Array.from({ length: SKELETON_ROWS }, (_row, index) => (
                <Row
                  key={index}
                  columns={columns}
                  cell={({ place }) =>
                    place !== 'menu' && (
                      <Skeleton
                        width={place === 'second' ? '5rem' : '60%'}
                        screenreaderText={
                          index === 0 && place === 'first' ? loading : undefined
                        }
                      />
                    )
                  }
                />
              ))}
        </Tbody>
      </Table>
    </div>
  );
}

function Row<T>(props: {
  columns: Array<Column<T>>;
  cell: (column: Column<T>) => ReactNode;
}) {
  return (
    <Tr>
      {props.columns.map(column => (
        <Td
          key={column.label}
          dataLabel={column.label}
          data-place={column.place}
          data-number={column.isNumber}
          isActionCell={column.place === 'menu'}
          modifier={column.isOneLine ? 'nowrap' : undefined}
        >
          {props.cell(column)}
        </Td>
      ))}
    </Tr>
  );
}

/** What a merged column says, below another cell's own content. */
export function SecondLine(props: { children: ReactNode }) {
  return <div className={classes.secondLine}>{props.children}</div>;
}

/** A remark below a cell's own content. */
export function Note(props: { children: ReactNode }) {
  return <div className={classes.note}>{props.children}</div>;
}
