import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import {
  SkeletonRows,
  Tokens,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link } from 'react-router-dom';
import { AccessAction } from '../../access/AccessAction';
import { AccessLabel } from '../../models/AccessLabel';
import { Capabilities } from '../../models/Capabilities';
import { FailingLabel } from '../../models/FailingLabel';
import { ModelId } from '../../models/ModelId';
import { PriceText } from '../../models/PriceText';
import { useModelLink } from '../../models/useModelLink';
import { litemaasTranslationRef } from '../../translation';
import classes from './ModelsPage.module.css';

const COLUMNS = [
  'model',
  'provider',
  'capabilities',
  'context',
  'price',
  'access',
  'action',
] as const;

/** The gallery's content for whoever compares many. */
export function ModelTable(props: { models: Model[] | undefined }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const link = useModelLink();
  const label = (column: (typeof COLUMNS)[number]) =>
    t(`models.column.${column}`);
  return (
    <Table isStickyHeader variant="compact">
      <Thead>
        <Tr>
          {COLUMNS.map(column => (
            <Th
              key={column}
              modifier="nowrap"
              className={
                column === 'context' || column === 'price'
                  ? classes.number
                  : undefined
              }
              screenReaderText={column === 'action' ? label(column) : undefined}
            >
              {column === 'action' ? undefined : label(column)}
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {!props.models && <SkeletonRows columns={COLUMNS.map(label)} />}
        {props.models?.map(model => (
          <Tr key={model.id}>
            <Td dataLabel={label('model')}>
              <div className={classes.titleRow}>
                <Link to={link(model)}>{model.title}</Link>
                <FailingLabel model={model} />
              </div>
              <ModelId name={model.name} />
            </Td>
            <Td dataLabel={label('provider')}>{model.provider}</Td>
            <Td dataLabel={label('capabilities')}>
              <Capabilities capabilities={model.capabilities} />
            </Td>
            <Td dataLabel={label('context')} className={classes.number}>
              {model.contextWindow === null ? (
                t('common.none')
              ) : (
                <Tokens value={model.contextWindow} />
              )}
            </Td>
            <Td dataLabel={label('price')} className={classes.number}>
              <PriceText price={model.price} />
            </Td>
            <Td dataLabel={label('access')}>
              <AccessLabel model={model} />
            </Td>
            <Td dataLabel={label('action')}>
              <AccessAction model={model} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
