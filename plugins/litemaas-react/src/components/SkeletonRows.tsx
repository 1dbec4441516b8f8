import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton } from '@patternfly/react-core';
import { Td, Tr } from '@patternfly/react-table';
import { litemaasReactTranslationRef } from '../translation';

/** Rows of a table that is on its way, in the shape it will have. @public */
export function SkeletonRows(props: {
  columns: string[];
  rows?: number;
  /** `data-place` of each column's cells, for tables that stack; `toggle` cells are empty. */
  places?: Array<string | undefined>;
}) {
  const { columns, rows = 8, places = [] } = props;
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  return (
    <>
      {Array.from({ length: rows }, (_row, row) => (
        <Tr key={row}>
          {columns.map((column, index) => (
            <Td key={column} dataLabel={column} data-place={places[index]}>
              {places[index] !== 'toggle' && (
                <Skeleton
                  width={index === 0 ? '70%' : '50%'}
                  screenreaderText={
                    row === 0 && index === columns.length - 1
                      ? t('list.loading')
                      : undefined
                  }
                />
              )}
            </Td>
          ))}
        </Tr>
      ))}
    </>
  );
}
