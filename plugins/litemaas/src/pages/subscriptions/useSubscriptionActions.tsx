import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Subscription } from '@litemaas/backstage-plugin-litemaas-common';
import { useOpenDialog } from '../../components/Dialogs';
import type { RowAction } from '../../components/RowMenu';
import { CreateKeyDialog } from '../../keys/CreateKeyDialog';
import { litemaasTranslationRef } from '../../translation';
import { EndSubscriptionDialog } from './EndSubscriptionDialog';

/** What the caller may do with a subscription; nothing else is offered. */
export function useSubscriptionActions(
  subscription: Subscription,
): RowAction[] {
  const { model, owner, actions } = subscription;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const openDialog = useOpenDialog();
  return [
    {
      id: 'create-key' as const,
      title: t('subscriptions.action.createKey'),
      onClick: () =>
        openDialog(onClose => (
          <CreateKeyDialog
            modelIds={[model.id]}
            ownerRef={owner.entityRef}
            onClose={onClose}
          />
        )),
    },
    ...(['withdraw', 'end'] as const).map(ending => ({
      id: ending,
      title: t(`subscriptions.action.${ending}`),
      isDanger: true,
      onClick: () =>
        openDialog(onClose => (
          <EndSubscriptionDialog
            subscription={subscription}
            ending={ending}
            onClose={onClose}
          />
        )),
    })),
  ].filter(({ id }) => actions.includes(id));
}
