import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { subscriptionRouteRef } from '../routes';
import { litemaasTranslationRef } from '../translation';
import { AccessDialog } from './AccessDialog';
import { nextStep } from './nextStep';

/** The one thing to do next about a model. */
export function AccessAction(props: {
  model: Model;
  variant?: 'primary' | 'secondary';
}) {
  const { model, variant = 'secondary' } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const subscriptionRoute = useRouteRef(subscriptionRouteRef);
  const [open, setOpen] = useState(false);
  const step = nextStep(model);

  if (step === 'viewRequest') {
    const { subscriptionId } = model.access;
    return subscriptionId && subscriptionRoute ? (
      <Button
        variant="link"
        component={buttonProps => (
          <Link
            {...buttonProps}
            to={subscriptionRoute({ id: subscriptionId })}
          />
        )}
      >
        {t('access.action.viewRequest')}
      </Button>
    ) : null;
  }
  return (
    <>
      <Button
        variant={variant}
        onClick={() => setOpen(true)}
        aria-label={`${t(`access.action.${step}`)}: ${model.title}`}
      >
        {t(`access.action.${step}`)}
      </Button>
      {open && <AccessDialog model={model} onClose={() => setOpen(false)} />}
    </>
  );
}
