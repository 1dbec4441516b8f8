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
import { useOpenDialog } from '../components/Dialogs';
import { RowMenu } from '../components/RowMenu';
import { litemaasTranslationRef } from '../translation';
import { BlockKeyDialog } from './BlockKeyDialog';
import { EditKeyDialog } from './EditKeyDialog';
import { ReplaceKeyDialog } from './ReplaceKeyDialog';
import { RevokeKeyDialog } from './RevokeKeyDialog';

const dialogs = {
  edit: EditKeyDialog,
  block: BlockKeyDialog,
  replace: ReplaceKeyDialog,
  revoke: RevokeKeyDialog,
};

/** What the caller may do with a key. Unblocking needs no question. */
export function KeyActions(props: { apiKey: Key }) {
  const { apiKey } = props;
  const { name, actions, holds } = apiKey;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const toastApi = useApi(toastApiRef);
  const openDialog = useOpenDialog();
  const unblock = useKeyAction('unblock');

  const run = (action: Key['actions'][number]) => {
    if (action !== 'unblock') {
      const TaskDialog = dialogs[action];
      openDialog(onClose => <TaskDialog apiKey={apiKey} onClose={onClose} />);
      return;
    }
    unblock.mutate(
      { id: apiKey.id },
      {
        onError: error =>
          toastApi.post({
            status: 'danger',
            title: t('keys.action.failed', { name }),
            description: describeError(error).message,
          }),
      },
    );
  };
  const blocked = holds.find(hold => hold.kind === 'manual');
  const lacksUnblock =
    actions.length > 0 && blocked && !actions.includes('unblock');

  return (
    <RowMenu
      label={t('keys.action.menu', { name })}
      actions={[
        ...actions.map(action => ({
          id: action,
          title: t(`keys.action.${action}`),
          isDanger: action === 'revoke',
          onClick: () => run(action),
        })),
        ...(lacksUnblock
          ? [
              {
                id: 'unblock',
                title: t('keys.action.unblock'),
                unavailable: t('keys.action.notUnblock', {
                  name: blocked.actor?.title ?? t('keys.detail.byPortal'),
                }),
                onClick: () => {},
              },
            ]
          : []),
      ]}
    />
  );
}
