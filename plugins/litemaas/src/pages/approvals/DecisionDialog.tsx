import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Approval,
  DecisionRequest,
  DecisionResult,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  describeError,
  FormError,
  useDecide,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  Button,
  DatePicker,
  Form,
  FormGroup,
  TextArea,
  type FormProps,
} from '@patternfly/react-core';
import { useState } from 'react';
import { Dialog } from '../../components/Dialog';
import { FieldHelp } from '../../components/FieldHelp';
import { OneSelect } from '../../components/OneSelect';
import { useFocusFirstError } from '../../components/useFocusFirstError';
import { usePlanWords } from '../../access/usePlanWords';
import { litemaasTranslationRef } from '../../translation';
import { useWorstCase } from './useWorstCase';

const AS_ASKED = '';

/** Decides one request or several: what it may cost at most, on which plan, until when, and why. */
export function DecisionDialog(props: {
  decision: DecisionRequest['decision'];
  approvals: Approval[];
  onClose: () => void;
  onDecided(result: DecisionResult): void;
}) {
  const { decision, approvals, onClose, onDecided } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const planWords = usePlanWords();
  const worstCase = useWorstCase();
  const decide = useDecide();
  const [planId, setPlanId] = useState(AS_ASKED);
  const [endsOn, setEndsOn] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<string>();
  const fields = decide.error ? describeError(decide.error).fields : {};
  const form = useFocusFirstError(missing ?? decide.error);
  const isApproval = decision === 'approve';
  // A plan can be chosen where it means the same for all.
  const plans = approvals.length === 1 ? approvals[0].plans : [];

  const submit: FormProps['onSubmit'] = event => {
    event.preventDefault();
    const note = reason.trim();
    if (!isApproval && !note) {
      setMissing(t('approvals.dialog.reasonMissing'));
      return;
    }
    setMissing(undefined);
    const ids = approvals.map(approval => approval.subscription.id);
    decide.mutate(
      isApproval
        ? {
            decision: 'approve',
            ids,
            planId: planId || undefined,
            endsAt: endsOn ? `${endsOn}T23:59:59Z` : undefined,
            reason: note || undefined,
          }
        : { decision: 'deny', ids, reason: note },
      { onSuccess: onDecided },
    );
  };

  return (
    <Dialog
      size="small"
      title={t(`approvals.dialog.${decision}Title`, {
        count: approvals.length,
      })}
      description={isApproval ? worstCase(approvals, planId) : undefined}
      onClose={onClose}
      footer={
        <>
          <Button
            form="litemaas-decision"
            type="submit"
            variant={isApproval ? 'primary' : 'danger'}
            isLoading={decide.isPending}
            isDisabled={decide.isPending}
          >
            {t(`approvals.${decision}`)}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <Form id="litemaas-decision" ref={form} onSubmit={submit} noValidate>
        {isApproval && plans.length > 1 && (
          <FormGroup
            label={t('approvals.dialog.plan')}
            fieldId="litemaas-decision-plan"
          >
            <OneSelect
              id="litemaas-decision-plan"
              label={t('approvals.dialog.plan')}
              value={planId}
              onChange={setPlanId}
              isFullWidth
              options={[
                { value: AS_ASKED, label: t('approvals.dialog.asAsked') },
                ...plans.map(plan => ({
                  value: plan.id,
                  label: plan.title,
                  description: planWords.money(plan),
                })),
              ]}
            />
            <FieldHelp error={fields.planId} />
          </FormGroup>
        )}
        {isApproval && (
          <FormGroup
            label={t('approvals.dialog.endsAt')}
            fieldId="litemaas-decision-ends"
          >
            <DatePicker
              inputProps={{ id: 'litemaas-decision-ends' }}
              value={endsOn}
              onChange={(_event, value) => setEndsOn(value)}
              appendTo={() => document.body}
            />
            <FieldHelp error={fields.endsAt} />
          </FormGroup>
        )}
        <FormGroup
          label={t(
            isApproval
              ? 'approvals.dialog.reasonOptional'
              : 'approvals.dialog.reason',
          )}
          fieldId="litemaas-decision-reason"
          isRequired={!isApproval}
        >
          <TextArea
            id="litemaas-decision-reason"
            value={reason}
            maxLength={1000}
            rows={2}
            isRequired={!isApproval}
            validated={missing || fields.reason ? 'error' : 'default'}
            aria-describedby="litemaas-decision-reason-help"
            onChange={(_event, value) => setReason(value)}
          />
          <FieldHelp
            id="litemaas-decision-reason-help"
            error={missing ?? fields.reason}
            help={t('approvals.dialog.reasonHelp')}
          />
        </FormGroup>
        {decide.error && Object.keys(fields).length === 0 && (
          <FormError
            title={t('approvals.dialog.failed')}
            error={decide.error}
          />
        )}
      </Form>
    </Dialog>
  );
}
