import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useModels } from '@litemaas/backstage-plugin-litemaas-react';
import { Button, ToolbarItem } from '@patternfly/react-core';
import { useOpenDialog } from '../../components/Dialogs';
import { ListToolbar } from '../../components/ListToolbar';
import { OwnerSelect } from '../../components/OwnerSelect';
import { useStatusWords } from '../../components/useStatusWords';
import { CreateKeyDialog } from '../../keys/CreateKeyDialog';
import { litemaasTranslationRef } from '../../translation';
import { LABELS, type useKeysPage } from './useKeysPage';

export function KeysToolbar(props: { page: ReturnType<typeof useKeysPage> }) {
  const { state, setState, list, clear, findByValue } = props.page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const statusWords = useStatusWords();
  const openDialog = useOpenDialog();
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
        <Button
          onClick={() =>
            openDialog(onClose => <CreateKeyDialog onClose={onClose} />)
          }
        >
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
