import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  litemaasReactTranslationRef,
  type Status,
} from '@litemaas/backstage-plugin-litemaas-react';

/** The word of a status, as its label says it, for filters and menus. */
export function useStatusWords(): (status: Status) => string {
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  return status => t(`status.${status}`);
}
