import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Key } from '@litemaas/backstage-plugin-litemaas-common';
import {
  RelativeTime,
  SkeletonRows,
  StatusLabel,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link, useLocation } from 'react-router-dom';
import { KeyActions } from '../../keys/KeyActions';
import { apiKeyRouteRef } from '../../routes';
import { litemaasTranslationRef } from '../../translation';
import { KeyLimitBar } from './KeyLimitBar';
import classes from './KeysTable.module.css';

const COLUMNS = [
  'name',
  'status',
  'owner',
  'models',
  'lastFour',
  'limit',
  'lastUsed',
  'expires',
  'actions',
] as const;

type Column = (typeof COLUMNS)[number];

/** What gives way first where there is little room, and what next; the drawer has it all. */
const roomOf: Partial<Record<Column, string>> = {
  owner: classes.roomy,
  models: classes.wide,
  lastFour: classes.roomy,
  limit: classes.wide,
  lastUsed: classes.roomy,
  expires: classes.wide,
};

/** Figures and times, which read wrong when they break. */
const ONE_LINE: Column[] = ['status', 'lastFour', 'lastUsed', 'expires'];

export function KeysTable(props: { keys: Key[] | undefined }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const label = (column: Column) => t(`keys.column.${column}`);
  return (
    <div className={classes.container}>
      <Table isStickyHeader variant="compact" gridBreakPoint="">
        <Thead>
          <Tr>
            {COLUMNS.map(column => (
              <Th
                key={column}
                className={roomOf[column]}
                modifier={ONE_LINE.includes(column) ? 'nowrap' : undefined}
                screenReaderText={
                  column === 'actions' ? label(column) : undefined
                }
              >
                {column === 'actions' ? undefined : label(column)}
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {!props.keys && <SkeletonRows columns={COLUMNS.map(label)} />}
          {props.keys?.map(key => (
            <Tr key={key.id}>
              {COLUMNS.map(column => (
                <Td
                  key={column}
                  dataLabel={label(column)}
                  isActionCell={column === 'actions'}
                  modifier={ONE_LINE.includes(column) ? 'nowrap' : undefined}
                  className={roomOf[column]}
                >
                  <Cell apiKey={key} column={column} />
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </div>
  );
}

function Cell(props: { apiKey: Key; column: Column }) {
  const { apiKey, column } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const route = useRouteRef(apiKeyRouteRef);
  const { search } = useLocation();
  switch (column) {
    case 'name':
      return (
        <Link to={{ pathname: route?.({ id: apiKey.id }), search }}>
          {apiKey.name}
        </Link>
      );
    case 'status':
      return <StatusLabel status={apiKey.label} isCompact />;
    case 'owner':
      return <>{apiKey.owner.title}</>;
    case 'models': {
      const [first, ...more] = apiKey.models.map(model => model.title);
      return (
        <>
          {more.length
            ? t('keys.moreModels', { first, more: String(more.length) })
            : first}
        </>
      );
    }
    case 'lastFour':
      return <code>…{apiKey.lastFour}</code>;
    case 'limit':
      return apiKey.binding ? (
        <div className={classes.limit}>
          <KeyLimitBar limit={apiKey.binding} />
        </div>
      ) : (
        <>{t('keys.noLimit')}</>
      );
    case 'lastUsed':
      return apiKey.lastUsedAt ? (
        <RelativeTime instant={apiKey.lastUsedAt} />
      ) : (
        <>{t('keys.never')}</>
      );
    case 'expires':
      return (
        <>
          {apiKey.expiresAt ? formats.day(apiKey.expiresAt) : t('keys.never')}
        </>
      );
    default:
      return <KeyActions apiKey={apiKey} />;
  }
}
