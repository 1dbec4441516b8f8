import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PatternFlyRoot } from '@litemaas/backstage-plugin-litemaas-react';
import { Route, Routes } from 'react-router-dom';
import { Dialogs } from '../../components/Dialogs';
import { ListStates } from '../../components/ListStates';
import { litemaasTranslationRef } from '../../translation';
import { ModelGallery } from './ModelGallery';
import { ModelPage } from './ModelPage';
import { ModelsEmptyState } from './ModelsEmptyState';
import { ModelsToolbar } from './ModelsToolbar';
import { ModelTable } from './ModelTable';
import { useModelsPage } from './useModelsPage';

export function ModelsPage() {
  return (
    <PatternFlyRoot>
      <Dialogs>
        <Routes>
          <Route index element={<ModelList />} />
          <Route path=":id" element={<ModelPage />} />
        </Routes>
      </Dialogs>
    </PatternFlyRoot>
  );
}

function ModelList() {
  const page = useModelsPage();
  const { list, state, isFiltered, clear } = page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const View = state.view === 'table' ? ModelTable : ModelGallery;
  return (
    <ListStates
      list={list}
      failed={{
        title: t('models.page.loadFailed'),
        stillWorks: t('models.page.stillWorks'),
      }}
      toolbar={<ModelsToolbar page={page} />}
      empty={<ModelsEmptyState isFiltered={isFiltered} onClear={clear} />}
    >
      {models => <View models={models} />}
    </ListStates>
  );
}
