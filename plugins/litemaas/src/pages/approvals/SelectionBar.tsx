import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DecisionRequest } from '@litemaas/backstage-plugin-litemaas-common';
import {
  FormError,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button, Checkbox } from '@patternfly/react-core';
import { litemaasTranslationRef } from '../../translation';
import classes from './approvals.module.css';
import { useDeciders } from './useDeciders';
import type { Selection } from './useSelection';

/** Ticks all that match, on the page or not, and decides what is ticked. */
export function SelectionBar(props: {
  selection: Selection;
  /** How many of others match. */
  total: number;
  onDecide(decision: DecisionRequest['decision']): void;
}) {
  const { selection, total, onDecide } = props;
  const { chosen, isAll, read, skipped, error } = selection;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const deciders = useDeciders();
  const isReading = read !== undefined;
  const isEvery = isAll || (chosen.length > 0 && chosen.length >= total);
  return (
    <>
      <div className={classes.selection}>
        <Checkbox
          id="litemaas-approvals-all"
          label={t('approvals.selectAll', { number: formats.count(total) })}
          isChecked={isEvery || isReading || (chosen.length > 0 ? null : false)}
          onChange={() => {
            if (isEvery) {
              selection.clear();
            } else if (!isReading) {
              void selection.selectAll();
            }
          }}
        />
        <span role="status" className={classes.selected}>
          {statusOf()}
        </span>
        {chosen.length > 0 && !isReading && (
          <div className={classes.actions}>
            <Button onClick={() => onDecide('approve')}>
              {t('approvals.approve')}
            </Button>
            <Button variant="secondary" onClick={() => onDecide('deny')}>
              {t('approvals.deny')}
            </Button>
          </div>
        )}
      </div>
      {skipped.length > 0 && (
        <p className={classes.skipped}>
          {t('approvals.skipped', {
            count: skipped.length,
            names: deciders(skipped),
          })}
        </p>
      )}
      {error !== undefined && (
        <FormError title={t('approvals.selectAllFailed')} error={error} />
      )}
    </>
  );

  function statusOf(): string | undefined {
    if (read !== undefined) {
      return t('approvals.reading', {
        number: formats.count(read),
        total: formats.count(total),
      });
    }
    return chosen.length > 0
      ? t('approvals.selected', { number: formats.count(chosen.length) })
      : undefined;
  }
}
