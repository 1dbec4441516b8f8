import {
  Dropdown,
  DropdownItem,
  DropdownList,
  MenuToggle,
} from '@patternfly/react-core';
import { EllipsisVIcon } from '@patternfly/react-icons';
import { useState } from 'react';

/** One thing to do with a row's item. */
export interface RowAction {
  id: string;
  title: string;
  isDanger?: boolean;
  /** Why it cannot be done now; it stays in the menu and says so. */
  unavailable?: string;
  onClick: () => void;
}

/** What the caller may do with an item, behind one button; nothing where there is nothing to do. */
export function RowMenu(props: { label: string; actions: RowAction[] }) {
  const { label, actions } = props;
  const [isOpen, setOpen] = useState(false);
  if (actions.length === 0) {
    return null;
  }
  return (
    <Dropdown
      isOpen={isOpen}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      shouldFocusToggleOnSelect
      popperProps={{ position: 'right', appendTo: () => document.body }}
      toggle={ref => (
        <MenuToggle
          ref={ref}
          variant="plain"
          isExpanded={isOpen}
          aria-label={label}
          icon={<EllipsisVIcon />}
          onClick={() => setOpen(!isOpen)}
        />
      )}
    >
      <DropdownList>
        {actions.map(({ id, title, isDanger, unavailable, onClick }) => (
          <DropdownItem
            key={id}
            isDanger={isDanger}
            isAriaDisabled={unavailable !== undefined}
            description={unavailable}
            onClick={onClick}
          >
            {title}
          </DropdownItem>
        ))}
      </DropdownList>
    </Dropdown>
  );
}
