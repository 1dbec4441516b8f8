import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Approval,
  DecisionRequest,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  RelativeTime,
  StatusLabel,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  ActionList,
  ActionListItem,
  Button,
  Checkbox,
} from '@patternfly/react-core';
import { Td, Tr } from '@patternfly/react-table';
import { usePlanWords } from '../../access/usePlanWords';
import { litemaasTranslationRef } from '../../translation';
import type { ApprovalRow, Decided } from './useApprovalsPage';

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
  isSelected: boolean;
  onToggle(): void;
  onDecide(decision: DecisionRequest['decision'], approval: Approval): void;
}) {
  const { row, isSelected, onToggle, onDecide } = props;
  const { approval, decided } = row;
  const { subscription } = approval;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const planWords = usePlanWords();
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
      <Td dataLabel={label('select')}>
        {!decided && !approval.own && (
          <Checkbox
            id={`litemaas-approval-${subscription.id}`}
            aria-label={t('approvals.selectRow', names)}
            isChecked={isSelected}
            onChange={onToggle}
          />
        )}
      </Td>
      <Td dataLabel={label('who')}>
        {names.who}
        {isForAnother && (
          <div>
            {t('approvals.forOwner', { owner: subscription.owner.title })}
          </div>
        )}
      </Td>
      <Td dataLabel={label('model')}>{names.model}</Td>
      <Td dataLabel={label('plan')}>
        {subscription.plan.title}
        <div>{planWords.money(subscription)}</div>
      </Td>
      <Td dataLabel={label('reason')} modifier="breakWord">
        {subscription.requestReason ?? t('common.none')}
      </Td>
      <Td dataLabel={label('asked')}>
        <RelativeTime instant={subscription.requestedAt} />
      </Td>
      <Td dataLabel={label('uses')}>
        {t('approvals.uses', {
          count: approval.ownerActiveSubscriptions,
          spent: formats.money(approval.ownerSpent30dNanos, 2),
        })}
      </Td>
      <Td dataLabel={label('decision')}>
        {decided && <Outcome decided={decided} />}
        {!decided && approval.own && <OwnRequest approval={approval} />}
        {!decided && !approval.own && (
          <ActionList>
            {(['approve', 'deny'] as const).map(decision => (
              <ActionListItem key={decision}>
                <Button
                  size="sm"
                  variant={decision === 'approve' ? 'primary' : 'secondary'}
                  aria-label={t(`approvals.${decision}Of`, names)}
                  onClick={() => onDecide(decision, approval)}
                >
                  {t(`approvals.${decision}`)}
                </Button>
              </ActionListItem>
            ))}
          </ActionList>
        )}
      </Td>
    </Tr>
  );
}

function OwnRequest(props: { approval: Approval }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const { approvers, subscription } = props.approval;
  const others = approvers.filter(
    one => one.entityRef !== subscription.requestedBy.entityRef,
  );
  return (
    <>
      {others.length > 0
        ? t('approvals.ownRequest', {
            names: formats.list(others.map(one => one.title)),
          })
        : t('approvals.ownRequestNobody')}
    </>
  );
}

function Outcome(props: { decided: Decided }) {
  const { decided } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const status = decided.subscription?.status;
  return (
    <>
      {status && <StatusLabel status={status} isCompact />}
      {decided.outcome === 'already_decided' && decided.by && (
        <div>{t('approvals.already', { who: decided.by.title })}</div>
      )}
    </>
  );
}
