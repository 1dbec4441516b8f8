import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Approval,
  DecisionRequest,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  describeError,
  FormError,
  useFormats,
  type useDecide,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  Button,
  Form,
  FormGroup,
  Progress,
  TextArea,
  type FormProps,
} from '@patternfly/react-core';
import { useState } from 'react';
import { Dialog } from '../../components/Dialog';
import { FieldHelp } from '../../components/FieldHelp';
import { useFocusFirstError } from '../../components/useFocusFirstError';
import { litemaasTranslationRef } from '../../translation';
import { AS_ASKED, GrantFields } from './GrantFields';
import { lowerPlans } from './lowerPlans';
import { useWorstCase } from './useWorstCase';

/** Decides one request or several: what it may cost at most, on which plan, until when, and why. */
export function DecisionDialog(props: {
  decision: DecisionRequest['decision'];
  approvals: Approval[];
  decide: ReturnType<typeof useDecide>;
  onClose: () => void;
  onSubmit(request: DecisionRequest): void;
}) {
  const { decision, approvals, decide, onClose, onSubmit } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const worstCase = useWorstCase();
  const formats = useFormats();
  const [planId, setPlanId] = useState(AS_ASKED);
  const [endsOn, setEndsOn] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<string>();
  const fields = decide.error ? describeError(decide.error).fields : {};
  const form = useFocusFirstError(missing ?? decide.error);
  const isApproval = decision === 'approve';
  // A plan can be chosen where it means the same for all.
  const plans = approvals.length === 1 ? lowerPlans(approvals[0]) : [];

  const title =
    approvals.length === 1
      ? t(`approvals.${decision}Of`, {
          who: approvals[0].subscription.requestedBy.title,
          model: approvals[0].subscription.model.title,
        })
      : t(`approvals.dialog.${decision}Title`, {
          number: formats.count(approvals.length),
        });

  const submit: FormProps['onSubmit'] = event => {
    event.preventDefault();
    const note = reason.trim();
    if (!isApproval && !note) {
      setMissing(t('approvals.dialog.reasonMissing'));
      return;
    }
    setMissing(undefined);
    const ids = approvals.map(approval => approval.subscription.id);
    onSubmit(
      isApproval
        ? {
            decision: 'approve',
            ids,
            planId: planId || undefined,
            endsAt: endsOn ? `${endsOn}T23:59:59Z` : undefined,
            reason: note || undefined,
          }
        : { decision: 'deny', ids, reason: note },
    );
  };

  return (
    <Dialog
      size="small"
      initialFocus="#litemaas-decision-reason"
      title={title}
      description={isApproval ? worstCase(approvals, planId) : undefined}
      // What has begun goes on; its result is to be seen.
      onClose={decide.isPending ? undefined : onClose}
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
          <Button
            variant="link"
            isDisabled={decide.isPending}
            onClick={onClose}
          >
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <Form id="litemaas-decision" ref={form} onSubmit={submit} noValidate>
        {isApproval && (
          <GrantFields
            plans={plans}
            planId={planId}
            onPlan={setPlanId}
            endsOn={endsOn}
            onEnd={setEndsOn}
            errors={fields}
          />
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
          <FormError title={t('approvals.failed')} error={decide.error} />
        )}
        {decide.isPending && decide.decided > 0 && (
          <Progress
            value={decide.decided}
            max={approvals.length}
            title={t('approvals.dialog.deciding')}
            label={t('approvals.dialog.progress', {
              number: formats.count(decide.decided),
              total: formats.count(approvals.length),
            })}
          />
        )}
      </Form>
    </Dialog>
  );
}
