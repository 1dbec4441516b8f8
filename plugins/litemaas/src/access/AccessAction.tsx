import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { Button, type ButtonProps } from '@patternfly/react-core';
import { Link } from 'react-router-dom';
import { useOpenDialog } from '../components/Dialogs';
import { subscriptionRouteRef } from '../routes';
import { litemaasTranslationRef } from '../translation';
import { AccessDialog } from './AccessDialog';
import { nextStep } from './nextStep';

/** The one thing to do next about a model. */
export function AccessAction(props: {
  model: Model;
  size?: ButtonProps['size'];
}) {
  const { model, size } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const subscriptionRoute = useRouteRef(subscriptionRouteRef);
  const openDialog = useOpenDialog();
  const step = nextStep(model);

  if (step === 'viewRequest') {
    const { subscriptionId } = model.access;
    return subscriptionId && subscriptionRoute ? (
      <Button
        variant="secondary"
        size={size}
        component={buttonProps => (
          <Link
            {...buttonProps}
            to={subscriptionRoute({ id: subscriptionId })}
            aria-label={`${t('access.action.viewRequest')}: ${model.title}`}
          />
        )}
      >
        {t('access.action.viewRequest')}
      </Button>
    ) : null;
  }
  return (
    <Button
      variant="secondary"
      size={size}
      onClick={() =>
        openDialog(onClose => <AccessDialog model={model} onClose={onClose} />)
      }
      aria-label={`${t(`access.action.${step}`)}: ${model.title}`}
    >
      {t(`access.action.${step}`)}
    </Button>
  );
}
