import {
  createContext,
  useContext,
  useEffect,
  useRef,
  useState,
  type ReactNode,
} from 'react';

/** A dialog to open; it calls `onClose` when it is done. */
type DialogContent = (onClose: () => void) => ReactNode;

const OpenDialog = createContext<
  ((content: DialogContent) => void) | undefined
>(undefined);

/**
 * Holds a page's dialog above its list and drawer: a value that is being shown must outlive the row it was asked for in,
 * which leaves with a refetch, and the drawer, which leaves with a narrower window.
 */
export function Dialogs(props: { children: ReactNode }) {
  // In an object, because React calls functions that it is given as state.
  const [dialog, setDialog] = useState<{ content: DialogContent }>();
  const [open] = useState(
    () => (content: DialogContent) => setDialog({ content }),
  );
  return (
    <OpenDialog.Provider value={open}>
      {props.children}
      {dialog && (
        <FocusBack>{dialog.content(() => setDialog(undefined))}</FocusBack>
      )}
    </OpenDialog.Provider>
  );
}

/** Opens a dialog of the page's. */
export function useOpenDialog(): (content: DialogContent) => void {
  const open = useContext(OpenDialog);
  if (!open) {
    throw new Error('A dialog of a page needs Dialogs around it');
  }
  return open;
}

/** Focus returns to what opened the first dialog, however many followed it. */
function FocusBack(props: { children: ReactNode }) {
  const opener = useRef(document.activeElement);
  useEffect(
    () => () => {
      if (opener.current instanceof HTMLElement) {
        opener.current.focus();
      }
    },
    [],
  );
  return <>{props.children}</>;
}
