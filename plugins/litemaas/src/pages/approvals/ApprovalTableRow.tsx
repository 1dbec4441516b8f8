import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Approval,
  DecisionRequest,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  RelativeTime,
  useFormats,
  type MoneyPrecision,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button, Checkbox } from '@patternfly/react-core';
import { Td, Tr } from '@patternfly/react-table';
import { usePlanWords } from '../../access/usePlanWords';
import { litemaasTranslationRef } from '../../translation';
import classes from './approvals.module.css';
import { Outcome } from './Outcome';
import type { ApprovalRow } from './useApprovalsPage';
import { useDeciders } from './useDeciders';

export const APPROVAL_COLUMNS = [
  'select',
  'who',
  'model',
  'plan',
  'reason',
  'asked',
  'uses',
  'decision',
] as const;

export function ApprovalTableRow(props: {
  row: ApprovalRow;
  /** Of what is spent. */
  precision: MoneyPrecision;
  isSelected: boolean;
  onToggle(): void;
  onDecide(decision: DecisionRequest['decision'], approval: Approval): void;
}) {
  const { row, precision, isSelected, onToggle, onDecide } = props;
  const { approval, decided } = row;
  const { subscription } = approval;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const planWords = usePlanWords();
  const deciders = useDeciders();
  const label = (column: (typeof APPROVAL_COLUMNS)[number]) =>
    t(`approvals.column.${column}`);
  const names = {
    who: subscription.requestedBy.title,
    model: subscription.model.title,
  };
  const isForAnother =
    subscription.owner.entityRef !== subscription.requestedBy.entityRef;
  return (
    <Tr>
      <Td dataLabel={label('select')} data-place="toggle">
        {!decided && !approval.own && (
          <Checkbox
            id={`litemaas-approval-${subscription.id}`}
            aria-label={t('approvals.selectRow', names)}
            isChecked={isSelected}
            onChange={onToggle}
          />
        )}
      </Td>
      <Td dataLabel={label('who')} data-place="first" className={classes.name}>
        {names.who}
        {isForAnother && (
          <div className={classes.quiet}>
            {t('approvals.forOwner', { owner: subscription.owner.title })}
          </div>
        )}
      </Td>
      <Td dataLabel={label('model')} className={classes.name}>
        {names.model}
      </Td>
      <Td dataLabel={label('plan')} className={classes.figures}>
        {subscription.plan.title}
        <div className={classes.quiet}>{planWords.money(subscription)}</div>
      </Td>
      <Td
        dataLabel={label('reason')}
        data-place="detail"
        modifier="breakWord"
        className={classes.reason}
      >
        {subscription.requestReason ?? t('common.none')}
      </Td>
      <Td dataLabel={label('asked')} modifier="nowrap">
        <RelativeTime instant={subscription.requestedAt} />
      </Td>
      <Td dataLabel={label('uses')} className={classes.figures}>
        {t('approvals.uses', {
          count: approval.ownerActiveSubscriptions,
        })}
        <div className={classes.quiet}>
          {t('approvals.spent', {
            spent: formats.money(approval.ownerSpent30dNanos, precision),
          })}
        </div>
      </Td>
      <Td
        dataLabel={label('decision')}
        data-place="detail"
        className={classes.decision}
      >
        {decided && <Outcome decided={decided} />}
        {!decided &&
          approval.own &&
          t('approvals.ownRequest', { names: deciders([approval]) })}
        {!decided && !approval.own && (
          <div className={classes.actions}>
            {(['approve', 'deny'] as const).map(decision => (
              <Button
                key={decision}
                size="sm"
                variant={decision === 'approve' ? 'secondary' : 'tertiary'}
                aria-label={t(`approvals.${decision}Of`, names)}
                onClick={() => onDecide(decision, approval)}
              >
                {t(`approvals.${decision}`)}
              </Button>
            ))}
          </div>
        )}
      </Td>
    </Tr>
  );
}
