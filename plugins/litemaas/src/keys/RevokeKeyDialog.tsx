import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Key } from '@litemaas/backstage-plugin-litemaas-common';
import {
  FormError,
  useKey,
  useKeyAction,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button, Form, FormGroup, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { Dialog } from '../components/Dialog';
import { FieldHelp } from '../components/FieldHelp';
import { litemaasTranslationRef } from '../translation';

/**
 * Asks once: what will stop, blocking instead, and the key's name typed when it was used within a day.
 */
export function RevokeKeyDialog(props: {
  apiKey: Key;
  /** It was just replaced: revoking is an offer. */
  isOld?: boolean;
  onClose: () => void;
}) {
  const { isOld = false, onClose } = props;
  // Its name and use as they are now: replacing gave it another name.
  const apiKey = useKey(props.apiKey.id).data ?? props.apiKey;
  const { name, requestsLast24h, actions } = apiKey;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const revoke = useKeyAction('revoke');
  const block = useKeyAction('block');
  const [typed, setTyped] = useState('');
  const isInUse = requestsLast24h > 0;
  const isPending = revoke.isPending || block.isPending;
  const error = revoke.error ?? block.error;
  return (
    <Dialog
      title={t(isOld ? 'keys.revoke.oldTitle' : 'keys.revoke.title', { name })}
      size="small"
      onClose={onClose}
      initialFocus={isInUse ? '#litemaas-revoke-name' : undefined}
      footer={
        <>
          <Button
            variant="danger"
            isDisabled={isPending}
            isAriaDisabled={isInUse && typed !== name}
            aria-describedby={isInUse ? 'litemaas-revoke-help' : undefined}
            isLoading={revoke.isPending}
            onClick={() =>
              revoke.mutate({ id: apiKey.id }, { onSuccess: onClose })
            }
          >
            {t('keys.revoke.submit')}
          </Button>
          {actions.includes('block') && (
            <Button
              variant="secondary"
              isDisabled={isPending}
              isLoading={block.isPending}
              onClick={() =>
                block.mutate({ id: apiKey.id }, { onSuccess: onClose })
              }
            >
              {t('keys.revoke.block')}
            </Button>
          )}
          <Button variant="link" isDisabled={isPending} onClick={onClose}>
            {t(isOld ? 'keys.revoke.keep' : 'common.cancel')}
          </Button>
        </>
      }
    >
      <Form onSubmit={event => event.preventDefault()}>
        <p>
          {isInUse
            ? t('keys.revoke.used', { count: requestsLast24h })
            : t('keys.revoke.unused')}
        </p>
        {isInUse && (
          <FormGroup
            label={t('keys.revoke.confirm', { name })}
            fieldId="litemaas-revoke-name"
          >
            <TextInput
              id="litemaas-revoke-name"
              value={typed}
              autoComplete="off"
              onChange={(_event, value) => setTyped(value)}
            />
            <FieldHelp
              id="litemaas-revoke-help"
              help={t('keys.revoke.confirmHelp')}
            />
          </FormGroup>
        )}
        {error && <FormError title={t('keys.revoke.failed')} error={error} />}
      </Form>
    </Dialog>
  );
}
