import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Approval } from '@litemaas/backstage-plugin-litemaas-common';
import { DatePicker, FormGroup } from '@patternfly/react-core';
import { usePlanWords } from '../../access/usePlanWords';
import { FieldHelp } from '../../components/FieldHelp';
import { OneSelect } from '../../components/OneSelect';
import { litemaasTranslationRef } from '../../translation';

/** Of a grant: the plan that was asked for. */
export const AS_ASKED = '';

/** What may be granted instead of all that was asked for: a lower plan, and an end. */
export function GrantFields(props: {
  /** Those to choose from, the one asked for among them; with none else there is nothing to choose. */
  plans: Approval['plans'];
  planId: string;
  onPlan(planId: string): void;
  endsOn: string;
  onEnd(day: string): void;
  /** What is wrong, by field. */
  errors: Record<string, string>;
}) {
  const { plans, planId, onPlan, endsOn, onEnd, errors } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const planWords = usePlanWords();
  return (
    <>
      {plans.length > 1 && (
        <FormGroup
          label={t('approvals.dialog.plan')}
          fieldId="litemaas-decision-plan"
        >
          <OneSelect
            id="litemaas-decision-plan"
            label={t('approvals.dialog.plan')}
            value={planId}
            onChange={onPlan}
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
          <FieldHelp error={errors.planId} />
        </FormGroup>
      )}
      <FormGroup
        label={t('approvals.dialog.endsAt')}
        fieldId="litemaas-decision-ends"
      >
        <DatePicker
          inputProps={{ id: 'litemaas-decision-ends' }}
          value={endsOn}
          onChange={(_event, day) => onEnd(day)}
          appendTo={() => document.body}
        />
        <FieldHelp error={errors.endsAt} />
      </FormGroup>
    </>
  );
}
