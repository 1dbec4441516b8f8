import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useModel, useModels } from '../queries/models';
import { litemaasReactTranslationRef } from '../translation';
import { SearchPicker } from './SearchPicker';
import { usePicker } from './usePicker';

const SHOWN = 20;

/**
 * Chooses one of the models the caller may see, by typing a part of its name. A chosen one that is not to be seen any
 * more stays chosen under its id.
 * @public
 */
export function ModelPicker(props: {
  label: string;
  /** A model's id; empty: any. */
  value: string;
  onChange(id: string): void;
}) {
  const { label, value, onChange } = props;
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const picker = usePicker();
  const models = useModels(
    { search: picker.search || undefined, limit: SHOWN },
    { enabled: picker.isOpen },
  );
  const chosen = useModel(value || undefined);
  return (
    <SearchPicker
      label={label}
      placeholder={t('picker.allModels')}
      picker={picker}
      chosen={
        value
          ? { id: value, title: chosen.data?.title ?? value.slice(0, 8) }
          : undefined
      }
      options={models.items?.map(({ id, title, name }) => ({
        id,
        title,
        description: name,
      }))}
      total={models.totalItems}
      onChoose={id => onChange(id ?? '')}
    />
  );
}
