import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  litemaasReactTranslationRef,
  statusTones,
  type Status,
} from '@litemaas/backstage-plugin-litemaas-react';
import type { ReactNode } from 'react';
import classes from './entity.module.css';

/**
 * A status on a card without PatternFly: the same word, the same colour. `children` say it in a sentence where it needs
 * more, e.g. *Failing since 11:52.*
 */
export function StatusText(props: { status: Status; children?: ReactNode }) {
  const { status, children } = props;
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  return (
    <span
      className={children ? classes.statusSentence : classes.status}
      data-tone={statusTones[status]}
    >
      {children ?? t(`status.${status}`)}
    </span>
  );
}
