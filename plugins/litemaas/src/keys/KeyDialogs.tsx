import type { Key } from '@litemaas/backstage-plugin-litemaas-common';
import {
  createContext,
  useContext,
  useEffect,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { BlockKeyDialog } from './BlockKeyDialog';
import { CreateKeyDialog } from './CreateKeyDialog';
import { EditKeyDialog } from './EditKeyDialog';
import { ReplaceKeyDialog } from './ReplaceKeyDialog';
import { RevokeKeyDialog } from './RevokeKeyDialog';

/** What a dialog is open for. */
type KeyTask =
  | { action: 'create' }
  | { action: 'edit' | 'block' | 'replace' | 'revoke'; apiKey: Key };

const OpenKeyDialog = createContext<((task: KeyTask) => void) | undefined>(
  undefined,
);

/**
 * Holds the dialogs of a page's keys above its list and drawer: a value that is being shown must outlive the row it was
 * asked for in, which leaves with a refetch, and the drawer, which leaves with a narrower window.
 */
export function KeyDialogs(props: { children: ReactNode }) {
  const [task, setTask] = useState<KeyTask>();
  return (
    <OpenKeyDialog.Provider value={setTask}>
      {props.children}
      {task && <TaskDialog task={task} onClose={() => setTask(undefined)} />}
    </OpenKeyDialog.Provider>
  );
}

/** Opens a dialog of the page's. */
export function useOpenKeyDialog(): (task: KeyTask) => void {
  const open = useContext(OpenKeyDialog);
  if (!open) {
    throw new Error('Dialogs of keys need KeyDialogs around them');
  }
  return open;
}

function TaskDialog(props: { task: KeyTask; onClose: () => void }) {
  const { task, onClose } = props;
  useFocusBack();
  switch (task.action) {
    case 'edit':
      return <EditKeyDialog apiKey={task.apiKey} onClose={onClose} />;
    case 'block':
      return <BlockKeyDialog apiKey={task.apiKey} onClose={onClose} />;
    case 'replace':
      return <ReplaceKeyDialog apiKey={task.apiKey} onClose={onClose} />;
    case 'revoke':
      return <RevokeKeyDialog apiKey={task.apiKey} onClose={onClose} />;
    default:
      return <CreateKeyDialog onClose={onClose} />;
  }
}

/** Focus returns to what opened the first dialog, however many followed it. */
function useFocusBack() {
  const opener = useRef(document.activeElement);
  useEffect(
    () => () => {
      if (opener.current instanceof HTMLElement) {
        opener.current.focus();
      }
    },
    [],
  );
}
