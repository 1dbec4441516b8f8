import { useEffect, useState } from 'react';

const PAUSE_MS = 250;

/** A picker's menu and what is typed into it. */
export interface PickerState {
  isOpen: boolean;
  typed: string;
  /** What was typed when the typing paused: what the portal is asked for. */
  search: string;
  open(): void;
  close(): void;
  type(text: string): void;
}

/** Keeps a picker's state; each opening begins with an empty search. */
export function usePicker(): PickerState {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return {
    isOpen,
    typed,
    search,
    open: () => setOpen(true),
    close: () => {
      setOpen(false);
      setTyped('');
      setSearch('');
    },
    type: text => {
      setTyped(text);
      setOpen(true);
    },
  };
}
