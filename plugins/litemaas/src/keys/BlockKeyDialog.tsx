import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Key } from '@litemaas/backstage-plugin-litemaas-common';
import {
  FormError,
  useKeyAction,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  Button,
  Form,
  FormGroup,
  TextInput,
  type FormProps,
} from '@patternfly/react-core';
import { useState } from 'react';
import { Dialog } from '../components/Dialog';
import { litemaasTranslationRef } from '../translation';

/** Blocks a key, which can be undone; a reason helps whoever finds it blocked. */
export function BlockKeyDialog(props: { apiKey: Key; onClose: () => void }) {
  const { apiKey, onClose } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const block = useKeyAction('block');
  const [reason, setReason] = useState('');

  const submit: FormProps['onSubmit'] = event => {
    event.preventDefault();
    block.mutate(
      { id: apiKey.id, reason: reason.trim() || undefined },
      { onSuccess: onClose },
    );
  };

  return (
    <Dialog
      title={t('keys.block.title', { name: apiKey.name })}
      size="small"
      onClose={onClose}
      initialFocus="#litemaas-block-reason"
      footer={
        <>
          <Button
            form="litemaas-block"
            type="submit"
            isLoading={block.isPending}
            isDisabled={block.isPending}
          >
            {t('keys.block.submit')}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <Form id="litemaas-block" onSubmit={submit} noValidate>
        <p>{t('keys.block.body')}</p>
        <FormGroup
          label={t('keys.block.reason')}
          fieldId="litemaas-block-reason"
        >
          <TextInput
            id="litemaas-block-reason"
            value={reason}
            maxLength={500}
            onChange={(_event, value) => setReason(value)}
          />
        </FormGroup>
        {block.error && (
          <FormError title={t('keys.block.failed')} error={block.error} />
        )}
      </Form>
    </Dialog>
  );
}
