import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  describeError,
  FormError,
  useMe,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button, Form, type FormProps } from '@patternfly/react-core';
import { useState } from 'react';
import { endOfDayIn } from '../access/ExpiryField';
import { IssueKey } from '../access/IssueKey';
import { OwnerField } from '../access/OwnerField';
import type { IssueKeyForm } from '../access/IssueKey';
import { Dialog } from '../components/Dialog';
import { useFocusFirstError } from '../components/useFocusFirstError';
import { litemaasTranslationRef } from '../translation';
import { LimitFields, ModelFields, NameFields } from './KeyFormFields';
import { useKeyForm } from './useKeyForm';

const DEFAULT_DAYS = 90;

interface CreateKeyDialogProps {
  /** Ticked at first. */
  modelIds?: string[];
  /** The caller when absent. */
  ownerRef?: string;
  onClose: () => void;
}

/** Creates a key from the owner's subscriptions, on one page; then shows its value once. */
export function CreateKeyDialog(props: CreateKeyDialogProps) {
  return (
    <IssueKey onClose={props.onClose}>
      {form => <CreateKeyForm {...props} {...form} />}
    </IssueKey>
  );
}

function CreateKeyForm(props: CreateKeyDialogProps & IssueKeyForm) {
  const { modelIds, ownerRef, isSending, error, onSubmit, onClose } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const me = useMe();
  const [chosenOwner, setOwner] = useState(ownerRef);
  const owner = chosenOwner ?? me.data?.person.entityRef ?? '';
  const [titles, setTitles] = useState<Record<string, string>>({});
  const keyForm = useKeyForm({
    owner,
    error,
    initial: {
      purpose: '',
      modelIds,
      budget: '',
      period: 'month',
      rpm: '',
      tpm: '',
      expiresAt: endOfDayIn(DEFAULT_DAYS),
    },
  });
  const { form, change, subscriptions, wanted, errors, ceilings } = keyForm;
  const formRef = useFocusFirstError(keyForm.problems ?? error);
  const dropped = wanted.filter(
    id => titles[id] !== undefined && !form.modelIds.includes(id),
  );

  const submit: FormProps['onSubmit'] = event => {
    event.preventDefault();
    const fields = keyForm.read();
    if (fields) {
      onSubmit({
        ...fields,
        purpose: form.purpose.trim() || undefined,
        ownerRef: owner || undefined,
      });
    }
  };
  const fieldsProps = { form, onChange: change, errors };

  return (
    <Dialog
      title={t('keys.create.title')}
      onClose={isSending ? undefined : onClose}
      initialFocus="#litemaas-key-name"
      footer={
        <>
          <Button
            form="litemaas-create-key"
            type="submit"
            isLoading={isSending}
            isDisabled={isSending}
          >
            {t('keys.action.create')}
          </Button>
          <Button variant="link" onClick={onClose} isDisabled={isSending}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <Form id="litemaas-create-key" ref={formRef} onSubmit={submit} noValidate>
        <NameFields {...fieldsProps} />
        <OwnerField
          value={owner}
          onChange={next => {
            setTitles(
              Object.fromEntries(
                (subscriptions ?? []).map(one => [
                  one.model.id,
                  one.model.title,
                ]),
              ),
            );
            setOwner(next);
          }}
          error={errors.ownerRef}
        />
        <ModelFields
          {...fieldsProps}
          subscriptions={subscriptions}
          dropped={dropped.map(id => titles[id])}
        />
        <LimitFields {...fieldsProps} ceilings={ceilings} />
        {error && Object.keys(describeError(error).fields).length === 0 ? (
          <FormError title={t('access.getKey.failed')} error={error} />
        ) : null}
      </Form>
    </Dialog>
  );
}
