import { useTranslationRef } from '@backstage/frontend-plugin-api';
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
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { litemaasReactTranslationRef } from '../translation';
import classes from './components.module.css';
import type { PickerState } from './usePicker';

/** What a picker offers. */
export interface PickerOption {
  id: string;
  title: string;
  description?: string;
}

/** Chooses one of many by typing: the portal searches, the menu shows the first matches and says how many there are. */
export function SearchPicker(props: {
  label: string;
  /** While nothing is chosen, e.g. `All models`. */
  placeholder: string;
  picker: PickerState;
  chosen: Pick<PickerOption, 'id' | 'title'> | undefined;
  /** The first matches; undefined while they load. */
  options: PickerOption[] | undefined;
  /** Of all that match. */
  total: number | undefined;
  /** Why there is nothing to choose from, where that is not for want of matches. */
  refusal?: string;
  onChoose(id: string | undefined): void;
}) {
  const { label, placeholder, picker, chosen, onChoose } = props;
  const { isOpen, typed } = picker;
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [active, setActive] = useState(-1);
  const options = props.refusal ? [] : props.options ?? [];
  const optionId = (index: number) => `${id}-${index}`;

  const open = () => {
    picker.open();
    setActive(-1);
  };
  const choose = (picked: string | undefined) => {
    onChoose(picked);
    picker.close();
    input.current?.focus();
  };
  const onKeyDown = keyHandler({
    picker,
    offered: options,
    active,
    onMove: setActive,
    onOpen: open,
    onChoose: choose,
  });
  const remark = useRemark(props);

  return (
    <Select
      isOpen={isOpen}
      onOpenChange={next => (next ? open() : picker.close())}
      // Tab closes too, but goes on to the next field.
      onOpenChangeKeys={['Escape']}
      onSelect={(_event, picked) => choose(String(picked))}
      popperProps={{ appendTo: () => document.body, minWidth: '16rem' }}
      isScrollable
      variant="typeahead"
      toggle={ref => (
        <MenuToggle
          ref={ref}
          variant="typeahead"
          isExpanded={isOpen}
          aria-label={label}
          className={classes.picker}
          onClick={() => (isOpen ? picker.close() : open())}
        >
          <TextInputGroup isPlain>
            <TextInputGroupMain
              innerRef={input}
              aria-label={label}
              role="combobox"
              isExpanded={isOpen}
              aria-controls={`${id}-list`}
              aria-activedescendant={
                isOpen && options[active] ? optionId(active) : undefined
              }
              value={isOpen ? typed : chosen?.title ?? ''}
              placeholder={chosen?.title ?? placeholder}
              autoComplete="off"
              onClick={open}
              onKeyDown={onKeyDown}
              onChange={(_event, text) => {
                picker.type(text);
                setActive(-1);
              }}
            />
            {chosen && (
              <TextInputGroupUtilities>
                <Button
                  variant="plain"
                  icon={<TimesIcon />}
                  aria-label={t('picker.clear', { what: label })}
                  onClick={() => choose(undefined)}
                />
              </TextInputGroupUtilities>
            )}
          </TextInputGroup>
        </MenuToggle>
      )}
    >
      <SelectList id={`${id}-list`} aria-label={label}>
        {options.map((option, index) => (
          <SelectOption
            key={option.id}
            id={optionId(index)}
            value={option.id}
            description={option.description}
            isFocused={index === active}
            isSelected={option.id === chosen?.id}
          >
            {option.title}
          </SelectOption>
        ))}
        {remark && <SelectOption isDisabled>{remark}</SelectOption>}
      </SelectList>
    </Select>
  );
}

/** Arrows open the menu and go round in it, Enter chooses, Tab goes on to the next field. */
function keyHandler(options: {
  picker: PickerState;
  offered: PickerOption[];
  active: number;
  onMove(active: number): void;
  onOpen(): void;
  onChoose(id: string): void;
}) {
  const { picker, offered, active, onMove, onOpen, onChoose } = options;
  const move = (step: number) => {
    if (!picker.isOpen) {
      onOpen();
    } else if (offered.length > 0) {
      const from = active < 0 && step < 0 ? 0 : active;
      onMove((from + step + offered.length) % offered.length);
    }
  };
  return (event: KeyboardEvent) => {
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault();
        move(event.key === 'ArrowDown' ? 1 : -1);
        break;
      case 'Enter':
        event.preventDefault();
        if (picker.isOpen && offered[active]) {
          onChoose(offered[active].id);
        }
        break;
      case 'Tab':
        picker.close();
        break;
      default:
    }
  };
}

/** What the menu says below its options, or in their place. */
function useRemark(picked: {
  refusal?: string;
  options: PickerOption[] | undefined;
  total: number | undefined;
}): string | undefined {
  const { refusal, options, total } = picked;
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  if (refusal) {
    return refusal;
  }
  if (!options) {
    return t('list.loading');
  }
  if (options.length === 0) {
    return t('picker.none');
  }
  return total !== undefined && total > options.length
    ? t('picker.more', {
        shown: String(options.length),
        total: String(total),
      })
    : undefined;
}
