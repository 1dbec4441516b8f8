import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { GetKeyDialog } from './GetKeyDialog';
import { nextStep } from './nextStep';
import { SubscribeDialog } from './SubscribeDialog';

/** The dialog behind a model's next step. */
export function AccessDialog(props: { model: Model; onClose: () => void }) {
  const step = nextStep(props.model);
  return step === 'getKey' || step === 'createKey' ? (
    <GetKeyDialog {...props} />
  ) : (
    <SubscribeDialog {...props} />
  );
}
