import {
  Badge,
  MenuToggle,
  Select,
  SelectList,
  SelectOption,
  ToolbarFilter,
} from '@patternfly/react-core';
import { useState } from 'react';

/** One filter of a list: a menu of checkboxes, and what is chosen as chips that can be taken away. */
export interface Filter {
  id: string;
  label: string;
  options: Array<{ value: string; label: string; count?: number }>;
  selected: string[];
  onChange(selected: string[]): void;
}

export function FilterSelect(props: { filter: Filter }) {
  const { id, label, options, selected, onChange } = props.filter;
  const [open, setOpen] = useState(false);
  const labelOf = (value: string) =>
    options.find(option => option.value === value)?.label ?? value;
  const toggle = (value: string) =>
    onChange(
      selected.includes(value)
        ? selected.filter(one => one !== value)
        : [...selected, value],
    );
  return (
    <ToolbarFilter
      categoryName={{ key: id, name: label }}
      labels={selected.map(value => ({ key: value, node: labelOf(value) }))}
      deleteLabel={(_category, chip) =>
        toggle(typeof chip === 'string' ? chip : chip.key)
      }
      deleteLabelGroup={() => onChange([])}
    >
      <Select
        isOpen={open}
        onOpenChange={setOpen}
        onSelect={(_event, value) => toggle(String(value))}
        popperProps={{ appendTo: () => document.body }}
        isScrollable
        toggle={ref => (
          <MenuToggle
            ref={ref}
            isExpanded={open}
            onClick={() => setOpen(!open)}
            badge={
              selected.length > 0 ? (
                <Badge isRead>{selected.length}</Badge>
              ) : undefined
            }
          >
            {label}
          </MenuToggle>
        )}
      >
        <SelectList>
          {options.map(option => (
            <SelectOption
              key={option.value}
              value={option.value}
              hasCheckbox
              isSelected={selected.includes(option.value)}
            >
              {option.count === undefined
                ? option.label
                : `${option.label} (${option.count})`}
            </SelectOption>
          ))}
        </SelectList>
      </Select>
    </ToolbarFilter>
  );
}
