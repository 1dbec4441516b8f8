import {
  MenuToggle,
  Select,
  SelectList,
  SelectOption,
} from '@patternfly/react-core';
import { useState, type ReactNode } from 'react';

/** A menu that chooses one of a few values, e.g. the order of a list. */
export function OneSelect<T extends string>(props: {
  label: string;
  value: T;
  options: Array<{ value: T; label: string; description?: string }>;
  onChange(value: T): void;
  icon?: ReactNode;
  id?: string;
  isFullWidth?: boolean;
  isInvalid?: boolean;
}) {
  const { label, value, options, onChange, icon, id, isFullWidth, isInvalid } =
    props;
  const [open, setOpen] = useState(false);
  const chosen = options.find(option => option.value === value);
  return (
    <Select
      isOpen={open}
      selected={value}
      onOpenChange={setOpen}
      shouldFocusToggleOnSelect
      onSelect={(_event, picked) => {
        const option = options.find(one => one.value === picked);
        if (option) {
          onChange(option.value);
        }
        setOpen(false);
      }}
      popperProps={{ appendTo: () => document.body }}
      toggle={ref => (
        <MenuToggle
          ref={ref}
          id={id}
          icon={icon}
          isExpanded={open}
          isFullWidth={isFullWidth}
          status={isInvalid ? 'danger' : undefined}
          data-invalid={isInvalid}
          aria-label={`${label}: ${chosen?.label ?? ''}`}
          onClick={() => setOpen(!open)}
        >
          {chosen?.label}
        </MenuToggle>
      )}
    >
      <SelectList>
        {options.map(option => (
          <SelectOption
            key={option.value}
            value={option.value}
            description={option.description}
          >
            {option.label}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}
