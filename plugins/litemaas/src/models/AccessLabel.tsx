import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { StatusLabel } from '@litemaas/backstage-plugin-litemaas-react';
import classes from './models.module.css';
import { useModelWords } from './useModelWords';

/** What the caller's access is; a denial says who, when and why. */
export function AccessLabel(props: { model: Model }) {
  const { access } = props.model;
  const words = useModelWords();
  return (
    <div>
      <StatusLabel status={access.state} isCompact />
      {access.state === 'denied' && (
        <div className={classes.denial}>{words.denial(access)}</div>
      )}
    </div>
  );
}
