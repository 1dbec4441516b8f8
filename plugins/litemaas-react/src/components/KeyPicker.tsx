import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { keyLabelSchema } from '@litemaas/backstage-plugin-litemaas-common';
import { useKey, useKeys } from '../queries/keys';
import { litemaasReactTranslationRef } from '../translation';
import { SearchPicker } from './SearchPicker';
import { usePicker } from './usePicker';

const SHOWN = 20;
const LOOKS_LIKE_A_VALUE = /\bsk-/i;

/**
 * Chooses one of an owner's keys, revoked and expired ones too, by typing a part of its name or its last four characters.
 * A chosen one that is not to be seen any more stays chosen under its id. What looks like a key's value is not sent to be
 * searched for.
 * @public
 */
export function KeyPicker(props: {
  label: string;
  /** `me`, `all`, or an owner's reference. */
  owner: string;
  /** A key's id; empty: any. */
  value: string;
  onChange(id: string): void;
}) {
  const { label, owner, value, onChange } = props;
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const picker = usePicker();
  const isValue = LOOKS_LIKE_A_VALUE.test(picker.search);
  const keys = useKeys(
    {
      owner,
      label: [...keyLabelSchema.options],
      search: picker.search || undefined,
      limit: SHOWN,
    },
    { enabled: picker.isOpen && !isValue },
  );
  const chosen = useKey(value || undefined);
  return (
    <SearchPicker
      label={label}
      placeholder={t('picker.allKeys')}
      picker={picker}
      chosen={
        value
          ? { id: value, title: chosen.data?.name ?? value.slice(0, 8) }
          : undefined
      }
      options={keys.items?.map(key => ({
        id: key.id,
        title: key.name,
        description: `…${key.lastFour} · ${key.owner.title}`,
      }))}
      total={keys.totalItems}
      refusal={isValue ? t('picker.noValues') : undefined}
      onChoose={id => onChange(id ?? '')}
    />
  );
}
