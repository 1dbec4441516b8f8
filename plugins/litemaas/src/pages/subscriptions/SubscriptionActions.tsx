import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Subscription } from '@litemaas/backstage-plugin-litemaas-common';
import { ActionList, ActionListItem, Button } from '@patternfly/react-core';
import { useState } from 'react';
import { CreateKeyDialog } from '../../keys/CreateKeyDialog';
import { litemaasTranslationRef } from '../../translation';
import { EndSubscriptionDialog } from './EndSubscriptionDialog';

/** What the caller may do with a subscription; nothing else is offered. */
export function SubscriptionActions(props: { subscription: Subscription }) {
  const { subscription } = props;
  const { actions } = subscription;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const [open, setOpen] = useState<'key' | 'end'>();
  const ending = actions.includes('withdraw') ? 'withdraw' : 'end';
  return (
    <ActionList>
      {actions.includes('create-key') && (
        <ActionListItem>
          <Button onClick={() => setOpen('key')}>
            {t('subscriptions.action.createKey')}
          </Button>
        </ActionListItem>
      )}
      {actions.includes(ending) && (
        <ActionListItem>
          <Button variant="secondary" onClick={() => setOpen('end')}>
            {t(`subscriptions.action.${ending}`)}
          </Button>
        </ActionListItem>
      )}
      {open === 'key' && (
        <CreateKeyDialog
          modelIds={[subscription.model.id]}
          ownerRef={subscription.owner.entityRef}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'end' && (
        <EndSubscriptionDialog
          subscription={subscription}
          ending={ending}
          onClose={() => setOpen(undefined)}
        />
      )}
    </ActionList>
  );
}
