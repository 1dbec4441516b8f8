import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FormError } from '@litemaas/backstage-plugin-litemaas-react';
import { Button } from '@patternfly/react-core';
import { Dialog } from '../components/Dialog';
import { litemaasTranslationRef } from '../translation';
import classes from './access.module.css';

/** The key was made, but the answer with its value never came: the way on is a new value. */
export function LostKeyDialog(props: {
  keyName: string;
  error?: unknown;
  onReplace: () => void;
  onClose: () => void;
}) {
  const { keyName, error, onReplace, onClose } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <Dialog
      title={t('access.lost.title')}
      description={keyName}
      size="small"
      onClose={onClose}
      initialFocus="#litemaas-replace-lost"
      footer={
        <>
          <Button id="litemaas-replace-lost" onClick={onReplace}>
            {t('access.lost.replace')}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      <div className={classes.paragraphs}>
        <p>{t('access.lost.body')}</p>
        <p>{t('access.lost.explain')}</p>
      </div>
      {error ? (
        <FormError title={t('access.lost.failed')} error={error} />
      ) : null}
    </Dialog>
  );
}
