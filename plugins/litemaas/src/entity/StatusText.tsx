import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  litemaasReactTranslationRef,
  statusTones,
  type Status,
} from '@litemaas/backstage-plugin-litemaas-react';
import classes from './entity.module.css';

/** A status on a card without PatternFly: the same word, the same colour. */
export function StatusText(props: { status: Status }) {
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  return (
    <span className={classes.status} data-tone={statusTones[props.status]}>
      {t(`status.${props.status}`)}
    </span>
  );
}
