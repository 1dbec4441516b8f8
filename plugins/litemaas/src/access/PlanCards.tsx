import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Plan } from '@litemaas/backstage-plugin-litemaas-common';
import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core';
import { useId } from 'react';
import { FieldHelp } from '../components/FieldHelp';
import { litemaasTranslationRef } from '../translation';
import classes from './access.module.css';
import { usePlanWords } from './usePlanWords';

/** Plans to choose from: money per period, rates, and what happens at the limit. */
export function PlanCards(props: {
  plans: Plan[];
  value: string;
  onChange(planId: string): void;
  error?: string;
}) {
  const { plans, value, onChange, error } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const words = usePlanWords();
  const id = useId();
  return (
    <fieldset>
      <legend className={classes.legend}>{t('access.field.plan')}</legend>
      <div className={classes.plans}>
        {plans.map(plan => (
          <Card
            key={plan.id}
            id={`${id}-${plan.id}`}
            isSelectable
            isSelected={plan.id === value}
            isCompact
          >
            <CardHeader
              selectableActions={{
                variant: 'single',
                name: id,
                selectableActionId: `${id}-${plan.id}-input`,
                selectableActionAriaLabelledby: `${id}-${plan.id}-title`,
                onChange: () => onChange(plan.id),
                selectableActionProps: { isValid: !error },
              }}
            >
              <CardTitle id={`${id}-${plan.id}-title`}>
                {plan.title}: {words.money(plan)}
              </CardTitle>
            </CardHeader>
            <CardBody className={classes.planBody}>
              {[words.rates(plan), words.atLimit(plan)]
                .filter(Boolean)
                .map(line => (
                  <p key={line}>{line}</p>
                ))}
            </CardBody>
          </Card>
        ))}
      </div>
      <FieldHelp error={error} />
    </fieldset>
  );
}
