import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import {
  describeError,
  litemaasReactTranslationRef,
} from '@litemaas/backstage-plugin-litemaas-react';
import { useMemo } from 'react';
import { litemaasTranslationRef } from '../translation';
import classes from './entity.module.css';

/** A card's content that did not load: Retry, and a reference to find it in the logs. */
export function CardError(props: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const { t: tReact } = useTranslationRef(litemaasReactTranslationRef);
  const { reference } = useMemo(
    () => describeError(props.error),
    [props.error],
  );
  return (
    <div className={classes.stack} role="alert">
      <div>
        <Text as="p">{t('entity.loadFailed')}</Text>
        <Text as="p" variant="body-small" className={classes.quiet}>
          {tReact('error.reference', { reference })}
        </Text>
      </div>
      <Button variant="secondary" onPress={props.onRetry}>
        {t('entity.retry')}
      </Button>
    </div>
  );
}
