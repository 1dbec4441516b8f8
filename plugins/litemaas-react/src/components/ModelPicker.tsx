import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import {
  Button,
  MenuToggle,
  Select,
  SelectList,
  SelectOption,
  TextInputGroup,
  TextInputGroupMain,
  TextInputGroupUtilities,
} from '@patternfly/react-core';
import { TimesIcon } from '@patternfly/react-icons';
import { useDeferredValue, useState } from 'react';
import { useModels } from '../queries/models';
import { litemaasReactTranslationRef } from '../translation';

const SHOWN = 20;

/**
 * Chooses one of the models the caller may see, by typing a part of its name.
 * @public
 */
export function ModelPicker(props: {
  label: string;
  value: Pick<Model, 'id' | 'title'> | undefined;
  onChange(model: Model | undefined): void;
  id?: string;
}) {
  const { label, value, onChange, id } = props;
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const models = useModels(
    { search: search || undefined, limit: SHOWN },
    { enabled: open },
  );
  const choose = (model: Model | undefined) => {
    onChange(model);
    setTyped('');
    setOpen(false);
  };
  return (
    <Select
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={(_event, picked) =>
        choose(models.items?.find(model => model.id === picked))
      }
      popperProps={{ appendTo: () => document.body }}
      isScrollable
      variant="typeahead"
      toggle={ref => (
        <MenuToggle
          ref={ref}
          variant="typeahead"
          isExpanded={open}
          aria-label={label}
          onClick={() => setOpen(!open)}
        >
          <TextInputGroup isPlain>
            <TextInputGroupMain
              inputId={id}
              aria-label={label}
              role="combobox"
              isExpanded={open}
              value={open ? typed : value?.title ?? ''}
              placeholder={t('picker.placeholder')}
              autoComplete="off"
              onClick={() => setOpen(true)}
              onChange={(_event, text) => {
                setTyped(text);
                setOpen(true);
              }}
            />
            {value && (
              <TextInputGroupUtilities>
                <Button
                  variant="plain"
                  icon={<TimesIcon />}
                  aria-label={t('picker.clear')}
                  onClick={() => choose(undefined)}
                />
              </TextInputGroupUtilities>
            )}
          </TextInputGroup>
        </MenuToggle>
      )}
    >
      <SelectList>
        {models.items?.map(model => (
          <SelectOption
            key={model.id}
            value={model.id}
            description={model.name}
            isSelected={model.id === value?.id}
          >
            {model.title}
          </SelectOption>
        ))}
        {models.items?.length === 0 && (
          <SelectOption isDisabled>{t('picker.none')}</SelectOption>
        )}
      </SelectList>
    </Select>
  );
}
