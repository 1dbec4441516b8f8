import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { Key } from '@litemaas/backstage-plugin-litemaas-common';
import {
  describeError,
  useKeyAction,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  Dropdown,
  DropdownItem,
  DropdownList,
  MenuToggle,
} from '@patternfly/react-core';
import { EllipsisVIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import { litemaasTranslationRef } from '../translation';
import { useOpenKeyDialog } from './KeyDialogs';

/** What the caller may do with a key, behind one button. Unblocking needs no question. */
export function KeyActions(props: { apiKey: Key }) {
  const { apiKey } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const toastApi = useApi(toastApiRef);
  const openDialog = useOpenKeyDialog();
  const unblock = useKeyAction('unblock');
  const [isOpen, setOpen] = useState(false);

  const run = (action: Key['actions'][number]) => {
    if (action !== 'unblock') {
      openDialog({ action, apiKey });
      return;
    }
    unblock.mutate(
      { id: apiKey.id },
      {
        onError: error =>
          toastApi.post({
            status: 'danger',
            title: t('keys.action.failed', { name: apiKey.name }),
            description: describeError(error).message,
          }),
      },
    );
  };

  if (apiKey.actions.length === 0) {
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
          aria-label={t('keys.action.menu', { name: apiKey.name })}
          icon={<EllipsisVIcon />}
          onClick={() => setOpen(!isOpen)}
        />
      )}
    >
      <DropdownList>
        {apiKey.actions.map(action => (
          <DropdownItem
            key={action}
            isDanger={action === 'revoke'}
            onClick={() => run(action)}
          >
            {t(`keys.action.${action}`)}
          </DropdownItem>
        ))}
      </DropdownList>
    </Dropdown>
  );
}
