import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Key } from '@litemaas/backstage-plugin-litemaas-common';
import { FormError } from '@litemaas/backstage-plugin-litemaas-react';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { IssueKey, type IssueKeyForm } from '../access/IssueKey';
import { Dialog } from '../components/Dialog';
import { litemaasTranslationRef } from '../translation';
import { RevokeKeyDialog } from './RevokeKeyDialog';

/** Same settings, new value; then offers to revoke the old one. */
export function ReplaceKeyDialog(props: { apiKey: Key; onClose: () => void }) {
  const { apiKey, onClose } = props;
  const [replacing, setReplacing] = useState(false);
  const [done, setDone] = useState(false);
  if (done) {
    return <RevokeKeyDialog apiKey={apiKey} isOld onClose={onClose} />;
  }
  return (
    <IssueKey onClose={replacing ? () => setDone(true) : onClose}>
      {form => (
        <Confirm
          {...form}
          apiKey={apiKey}
          onClose={onClose}
          onReplace={async key => {
            setReplacing(true);
            await form.onReplace(key);
          }}
        />
      )}
    </IssueKey>
  );
}

function Confirm(props: IssueKeyForm & { apiKey: Key }) {
  const { apiKey, isSending, error, onReplace, onClose } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <Dialog
      title={t('keys.replace.title', { name: apiKey.name })}
      size="small"
      onClose={isSending ? undefined : onClose}
      footer={
        <>
          <Button
            isLoading={isSending}
            isDisabled={isSending}
            onClick={() => onReplace(apiKey)}
          >
            {t('keys.replace.submit')}
          </Button>
          <Button variant="link" isDisabled={isSending} onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <p>{t('keys.replace.body')}</p>
      {error ? (
        <FormError title={t('keys.replace.failed')} error={error} />
      ) : null}
    </Dialog>
  );
}
