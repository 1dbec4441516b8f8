import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  LoadError,
  PatternFlyRoot,
  useModels,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button, Label, ToolbarItem } from '@patternfly/react-core';
import { ListAndDetail } from '../../components/ListAndDetail';
import { ListToolbar } from '../../components/ListToolbar';
import { OwnerSelect } from '../../components/OwnerSelect';
import { ShowMore } from '../../components/ShowMore';
import { useStatusWords } from '../../components/useStatusWords';
import { KeyDialogs, useOpenKeyDialog } from '../../keys/KeyDialogs';
import { litemaasTranslationRef } from '../../translation';
import { KeyDetails } from './KeyDetails';
import { KeysEmptyState } from './KeysEmptyState';
import { KeysTable } from './KeysTable';
import classes from './KeysTable.module.css';
import { useActivations } from './useActivations';
import { LABELS, useKeysPage } from './useKeysPage';

export function ApiKeysPage() {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <PatternFlyRoot>
      <KeyDialogs>
        <ListAndDetail
          list={<KeyList />}
          detail={id => <KeyDetails id={id} />}
          listTitle={t('keys.title')}
        />
      </KeyDialogs>
    </PatternFlyRoot>
  );
}

function KeyList() {
  const page = useKeysPage();
  const { list, isFiltered, clear, isByValue } = page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const activations = useActivations(list.items);

  if (!list.items && list.error) {
    return (
      <LoadError
        title={t('keys.loadFailed')}
        stillWorks={t('keys.stillWorks')}
        error={list.error}
        onRetry={list.retry}
      />
    );
  }
  return (
    <>
      <KeysToolbar page={page} />
      {isByValue && (
        <div className={classes.byValue}>
          <Label onClose={clear}>{t('keys.byValue')}</Label>
        </div>
      )}
      {list.items?.length === 0 ? (
        <KeysEmptyState isFiltered={isFiltered} onClear={clear} />
      ) : (
        <KeysTable keys={list.items} />
      )}
      <ShowMore list={list} />
      <div role="status" className="pf-v6-u-screen-reader">
        {activations > 0 && t('keys.announce', { count: activations })}
      </div>
    </>
  );
}

function KeysToolbar(props: { page: ReturnType<typeof useKeysPage> }) {
  const { state, setState, list, clear, findByValue } = props.page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const statusWords = useStatusWords();
  const openDialog = useOpenKeyDialog();
  const models = useModels({ limit: 100 }).items ?? [];
  return (
    <ListToolbar
      search={{
        label: t('keys.search'),
        value: state.search,
        onChange: search => setState({ search }, { replace: true }),
        onKey: findByValue,
      }}
      filters={[
        {
          id: 'label',
          label: t('keys.filter.status'),
          options: LABELS.map(label => ({
            value: label,
            label: statusWords(label),
          })),
          selected: state.label,
          onChange: chosen =>
            setState({ label: LABELS.filter(one => chosen.includes(one)) }),
        },
        {
          id: 'model',
          label: t('keys.filter.model'),
          options: models.map(model => ({
            value: model.id,
            label: model.title,
          })),
          selected: state.model ? [state.model] : [],
          // One at a time: the last one ticked.
          onChange: chosen => setState({ model: chosen.at(-1) ?? '' }),
        },
        {
          id: 'use',
          label: t('keys.filter.use'),
          options: [{ value: 'unused30', label: t('keys.unused30') }],
          selected: state.use,
          onChange: chosen =>
            setState({ use: chosen.length ? ['unused30'] : [] }),
        },
      ]}
      onClear={clear}
      view={
        <ToolbarItem>
          <OwnerSelect
            value={state.owner}
            onChange={owner => setState({ owner })}
          />
        </ToolbarItem>
      }
      action={
        <Button onClick={() => openDialog({ action: 'create' })}>
          {t('keys.action.create')}
        </Button>
      }
      count={
        list.totalItems === undefined
          ? undefined
          : t('keys.count', { count: list.totalItems })
      }
      freshness="changes"
    />
  );
}
