import type {
  CreateKeyRequest,
  Key,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { ReactNode } from 'react';
import { LostKeyDialog } from './LostKeyDialog';
import { RevealDialog } from './RevealDialog';
import { useIssueKey } from './useIssueKey';

/** What a form that creates a key gets. */
export interface IssueKeyForm {
  isSending: boolean;
  error: unknown;
  onSubmit(request: CreateKeyRequest): Promise<void>;
  onReplace(key: Key): Promise<void>;
  onClose: () => void;
}

/** From a form to a key's value: the form first, then the reveal, or the way on when the value was lost. */
export function IssueKey(props: {
  children: (form: IssueKeyForm) => ReactNode;
  onClose: () => void;
}) {
  const { children, onClose } = props;
  const { issuing, create, replace, replaceLost } = useIssueKey();
  switch (issuing.phase) {
    case 'issued':
      return (
        <RevealDialog
          apiKey={issuing.key}
          secret={issuing.secret}
          leftOver={issuing.leftOver}
          onClose={onClose}
        />
      );
    case 'lost':
      return (
        <LostKeyDialog
          keyName={issuing.key.name}
          error={issuing.error}
          onReplace={() => replaceLost(issuing.key)}
          onClose={onClose}
        />
      );
    default:
      return (
        <>
          {children({
            isSending: issuing.phase === 'sending',
            error: issuing.phase === 'form' ? issuing.error : undefined,
            onSubmit: create,
            onReplace: replace,
            onClose,
          })}
        </>
      );
  }
}
