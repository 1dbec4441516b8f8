import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  LoadError,
  PatternFlyRoot,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Route, Routes } from 'react-router-dom';
import { ShowMore } from '../../components/ShowMore';
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
      <Routes>
        <Route index element={<ModelList />} />
        <Route path=":id" element={<ModelPage />} />
      </Routes>
    </PatternFlyRoot>
  );
}

function ModelList() {
  const page = useModelsPage();
  const { list, state, isFiltered, clear } = page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const View = state.view === 'table' ? ModelTable : ModelGallery;

  if (!list.items && list.error) {
    return (
      <LoadError
        title={t('models.page.loadFailed')}
        stillWorks={t('models.page.stillWorks')}
        error={list.error}
        onRetry={list.retry}
      />
    );
  }
  return (
    <>
      <ModelsToolbar page={page} />
      {list.items?.length === 0 ? (
        <ModelsEmptyState isFiltered={isFiltered} onClear={clear} />
      ) : (
        <View models={list.items} />
      )}
      <ShowMore list={list} />
    </>
  );
}
