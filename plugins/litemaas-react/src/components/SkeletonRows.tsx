import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton } from '@patternfly/react-core';
import { Td, Tr } from '@patternfly/react-table';
import { litemaasReactTranslationRef } from '../translation';

/** Rows of a table that is on its way, in the shape it will have. @public */
export function SkeletonRows(props: { columns: string[]; rows?: number }) {
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  return (
    <>
      {Array.from({ length: props.rows ?? 8 }, (_row, row) => (
        <Tr key={row}>
          {props.columns.map((column, index) => (
            <Td key={column} dataLabel={column}>
              <Skeleton
                width={index === 0 ? '70%' : '50%'}
                screenreaderText={
                  row === 0 && index === 0 ? t('list.loading') : undefined
                }
              />
            </Td>
          ))}
        </Tr>
      ))}
    </>
  );
}
