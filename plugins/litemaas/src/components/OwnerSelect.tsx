import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useMe } from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../translation';
import { OneSelect } from './OneSelect';
import type { UrlField } from './useUrlState';

/** An owner in the address: `me` stays out of it. */
export const ownerField: UrlField<string> = {
  read: ([value = 'me']) => value,
  write: value => (value === 'me' ? [] : [value]),
};

/** Whose things a list shows: mine, those of a group or component of mine, or everything I may see. */
export function OwnerSelect(props: {
  value: string;
  onChange(owner: string): void;
}) {
  const { value, onChange } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const owners = useMe().data?.owners ?? [];
  const options = [
    { value: 'me', label: t('common.owner.me') },
    ...owners
      .filter(owner => owner.kind !== 'user')
      .map(owner => ({
        value: owner.entityRef,
        label: owner.title,
        description: t(`access.ownerKind.${owner.kind}`),
      })),
    { value: 'all', label: t('common.owner.all') },
  ];
  const isListed = options.some(option => option.value === value);
  return (
    <OneSelect
      label={t('common.owner.label')}
      value={value}
      onChange={onChange}
      options={
        isListed ? options : [...options, { value, label: nameOf(value) }]
      }
    />
  );
}

/** An owner of a link or a row who is none of the caller's: by the name in the reference. */
function nameOf(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1);
}
