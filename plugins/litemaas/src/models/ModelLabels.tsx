import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import {
  StatusLabel,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Label } from '@patternfly/react-core';
import { UsersIcon } from '@patternfly/react-icons';
import { litemaasTranslationRef } from '../translation';

/**
 * What is unusual of a model, beside its title: *Failing since 11:52* while most calls fail at the provider, private, not
 * for production.
 */
export function ModelLabels(props: { model: Model }) {
  const { failingSince, visibility, lifecycle } = props.model;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return (
    <>
      {failingSince && (
        <StatusLabel status="failing" isCompact>
          {t('models.failingSince', { time: formats.minute(failingSince) })}
        </StatusLabel>
      )}
      {visibility === 'private' && (
        <Label isCompact icon={<UsersIcon />}>
          {t('models.private')}
        </Label>
      )}
      {lifecycle !== 'production' && (
        <Label isCompact>{t(`models.lifecycle.${lifecycle}`)}</Label>
      )}
    </>
  );
}
