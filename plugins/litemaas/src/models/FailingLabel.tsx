import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import {
  StatusLabel,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../translation';

/** *Failing since 11:52*, while most calls fail at the provider. */
export function FailingLabel(props: { model: Model }) {
  const { failingSince } = props.model;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return failingSince ? (
    <StatusLabel status="failing" isCompact>
      {t('models.failingSince', { time: formats.minute(failingSince) })}
    </StatusLabel>
  ) : null;
}
