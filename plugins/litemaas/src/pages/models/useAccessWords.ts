import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { litemaasReactTranslationRef } from '@litemaas/backstage-plugin-litemaas-react';

/** The same words for access as its labels have. */
export function useAccessWords() {
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  return (state: Model['access']['state']): string => t(`status.${state}`);
}
