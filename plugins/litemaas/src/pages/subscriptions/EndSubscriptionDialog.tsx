import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Subscription } from '@litemaas/backstage-plugin-litemaas-common';
import {
  FormError,
  useEndSubscription,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button, Form, FormGroup, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { Dialog } from '../../components/Dialog';
import { litemaasTranslationRef } from '../../translation';

/** Asks once, and says what will stop. */
export function EndSubscriptionDialog(props: {
  subscription: Subscription;
  ending: 'withdraw' | 'end';
  onClose: () => void;
}) {
  const { subscription, ending, onClose } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const end = useEndSubscription();
  const [reason, setReason] = useState('');
  const model = subscription.model.title;
  return (
    <Dialog
      size="small"
      title={t(`subscriptions.end.${ending}Title`, { model })}
      onClose={onClose}
      initialFocus="#litemaas-end-reason"
      footer={
        <>
          <Button
            variant="danger"
            isLoading={end.isPending}
            isDisabled={end.isPending}
            onClick={() =>
              end.mutate(
                { id: subscription.id, reason: reason.trim() || undefined },
                { onSuccess: onClose },
              )
            }
          >
            {t(`subscriptions.action.${ending}`)}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <Form onSubmit={event => event.preventDefault()}>
        <p>
          {ending === 'withdraw'
            ? t('subscriptions.end.withdrawBody')
            : t('subscriptions.end.endBody', { count: subscription.keyCount })}
        </p>
        <FormGroup
          label={t('subscriptions.end.reason')}
          fieldId="litemaas-end-reason"
        >
          <TextInput
            id="litemaas-end-reason"
            value={reason}
            maxLength={1000}
            onChange={(_event, value) => setReason(value)}
          />
        </FormGroup>
        {end.error && (
          <FormError title={t('subscriptions.end.failed')} error={end.error} />
        )}
      </Form>
    </Dialog>
  );
}
