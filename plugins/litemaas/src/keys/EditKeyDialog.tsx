import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Key } from '@litemaas/backstage-plugin-litemaas-common';
import {
  describeError,
  FormError,
  useUpdateKey,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button, Form, type FormProps } from '@patternfly/react-core';
import { endOfDayIn } from '../access/ExpiryField';
import { Dialog } from '../components/Dialog';
import { useFocusFirstError } from '../components/useFocusFirstError';
import { litemaasTranslationRef } from '../translation';
import { formOf } from './keyForm';
import { LimitFields, ModelFields, NameFields } from './KeyFormFields';
import { useKeyForm } from './useKeyForm';

/** Changes a key's name, purpose, models, limits and expiry. */
export function EditKeyDialog(props: { apiKey: Key; onClose: () => void }) {
  const { apiKey, onClose } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const update = useUpdateKey();
  const { error } = update;
  const before = formOf(apiKey);
  const keyForm = useKeyForm({
    owner: apiKey.owner.entityRef,
    error,
    initial: { ...before, expiresAt: before.expiresAt || endOfDayIn(90) },
  });
  const { form, change, subscriptions, errors, ceilings } = keyForm;
  const dropped = subscriptions
    ? apiKey.models.filter(
        model => !subscriptions.some(one => one.model.id === model.id),
      )
    : [];
  const formRef = useFocusFirstError(keyForm.problems ?? error);

  const submit: FormProps['onSubmit'] = event => {
    event.preventDefault();
    const fields = keyForm.read();
    if (fields) {
      const { expiresAt, ...rest } = fields;
      update.mutate(
        {
          id: apiKey.id,
          request: {
            ...rest,
            purpose: form.purpose.trim() || null,
            // Said only when it changed: a date in the past must not be sent again.
            ...(expiresAt !== apiKey.expiresAt && { expiresAt }),
          },
        },
        { onSuccess: onClose },
      );
    }
  };
  const fieldsProps = { form, onChange: change, errors };

  return (
    <Dialog
      title={t('keys.edit.title', { name: apiKey.name })}
      onClose={onClose}
      initialFocus="#litemaas-key-name"
      footer={
        <>
          <Button
            form="litemaas-edit-key"
            type="submit"
            isLoading={update.isPending}
            isDisabled={update.isPending}
          >
            {t('keys.form.save')}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <Form id="litemaas-edit-key" ref={formRef} onSubmit={submit} noValidate>
        <NameFields {...fieldsProps} />
        <ModelFields
          {...fieldsProps}
          subscriptions={subscriptions}
          dropped={dropped.map(model => model.title)}
        />
        <LimitFields {...fieldsProps} ceilings={ceilings} />
        {error && Object.keys(describeError(error).fields).length === 0 && (
          <FormError title={t('keys.form.failed')} error={error} />
        )}
      </Form>
    </Dialog>
  );
}
