import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Key } from '@litemaas/backstage-plugin-litemaas-common';
import { useMe } from '@litemaas/backstage-plugin-litemaas-react';
import { Alert, Button } from '@patternfly/react-core';
import { EyeIcon, EyeSlashIcon } from '@patternfly/react-icons';
import { useEffect, useRef, useState } from 'react';
import { Dialog } from '../components/Dialog';
import { litemaasTranslationRef } from '../translation';
import classes from './access.module.css';
import { FirstCall } from './FirstCall';
import { SnippetTabs } from './SnippetTabs';

/**
 * The one time a key's value is seen. Masked until asked for; copying takes the real key. Esc and clicks outside do not
 * close it, leaving the page warns, and closing without having copied asks once.
 */
export function RevealDialog(props: {
  apiKey: Key;
  secret: string;
  leftOver?: Key;
  onClose: () => void;
}) {
  const { apiKey, secret, leftOver, onClose } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const me = useMe();
  const [shown, setShown] = useState(false);
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);
  const [byHand, setByHand] = useState(false);
  const copyAndClose = useRef<HTMLButtonElement>(null);
  useWarnBeforeLeaving(!copied);
  useEffect(() => {
    if (asking) {
      copyAndClose.current?.focus();
    }
  }, [asking]);

  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No clipboard, e.g. because the portal is not served over https: the person copies by hand.
      setShown(true);
      setByHand(true);
      return false;
    }
    setCopied(true);
    setAsking(false);
    return true;
  };
  const masked = `sk-${'•'.repeat(16)}${secret.slice(-4)}`;
  const [model] = apiKey.models;

  return (
    <Dialog
      title={t('access.reveal.title', { name: apiKey.name })}
      description={<strong>{t('access.reveal.onlyTime')}</strong>}
      initialFocus="#litemaas-copy-key"
      footer={
        asking ? (
          <>
            <Button
              ref={copyAndClose}
              onClick={async () => {
                if (await copy(secret)) {
                  onClose();
                }
              }}
            >
              {t('access.reveal.copyAndClose')}
            </Button>
            <Button variant="danger" onClick={onClose}>
              {t('access.reveal.closeAnyway')}
            </Button>
          </>
        ) : (
          <Button
            variant={copied ? 'primary' : 'secondary'}
            onClick={copied ? onClose : () => setAsking(true)}
          >
            {t('access.reveal.done')}
          </Button>
        )
      }
    >
      {apiKey.label === 'pending' && (
        <Alert isInline variant="info" title={t('access.reveal.pending')} />
      )}
      {leftOver && (
        <Alert
          isInline
          variant="warning"
          title={t('access.reveal.lostStays', { name: leftOver.name })}
        />
      )}
      <div className={classes.secret}>
        <code aria-label={t('access.reveal.value')}>
          {shown ? secret : masked}
        </code>
        <Button
          variant="plain"
          icon={shown ? <EyeSlashIcon /> : <EyeIcon />}
          aria-label={t(shown ? 'access.reveal.hide' : 'access.reveal.show')}
          onClick={() => setShown(!shown)}
        />
        <Button id="litemaas-copy-key" onClick={() => copy(secret)}>
          {t(copied ? 'access.reveal.copied' : 'access.reveal.copyKey')}
        </Button>
      </div>
      {model && me.data && (
        <SnippetTabs
          publicUrl={me.data.gateway.publicUrl}
          model={model}
          secret={{ shown: shown ? secret : masked, copied: secret }}
          onCopy={copy}
        />
      )}
      <FirstCall keyId={apiKey.id} />
      {byHand && (
        <Alert
          isInline
          isLiveRegion
          variant="warning"
          title={t('access.reveal.byHand')}
        />
      )}
      {asking && (
        <Alert
          isInline
          isLiveRegion
          variant="warning"
          title={t('access.reveal.notCopied')}
        >
          {t('access.reveal.notCopiedBody')}
        </Alert>
      )}
    </Dialog>
  );
}

function useWarnBeforeLeaving(active: boolean) {
  useEffect(() => {
    if (!active) {
      return undefined;
    }
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [active]);
}
