import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CopyButton } from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../translation';
import classes from './models.module.css';

/** The word to send as `model`, with copy. */
export function ModelId(props: { name: string }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <span className={classes.id}>
      <code>{props.name}</code>
      <CopyButton
        text={props.name}
        what={t('models.modelId', { name: props.name })}
      />
    </span>
  );
}
