import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useMe } from '@litemaas/backstage-plugin-litemaas-react';
import { FormGroup } from '@patternfly/react-core';
import { FieldHelp } from '../components/FieldHelp';
import { OneSelect } from '../components/OneSelect';
import { litemaasTranslationRef } from '../translation';

/** For whom: me, a group of mine, a component I own. */
export function OwnerField(props: {
  value: string;
  onChange(ownerRef: string): void;
  error?: string;
}) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const me = useMe();
  return (
    <FormGroup label={t('access.field.owner')} fieldId="litemaas-owner">
      <OneSelect
        id="litemaas-owner"
        label={t('access.field.owner')}
        isFullWidth
        isInvalid={Boolean(props.error)}
        value={props.value}
        onChange={props.onChange}
        options={(me.data?.owners ?? []).map(owner => ({
          value: owner.entityRef,
          label: owner.title,
          description: t(`access.ownerKind.${owner.kind}`),
        }))}
      />
      <FieldHelp error={props.error} />
    </FormGroup>
  );
}
