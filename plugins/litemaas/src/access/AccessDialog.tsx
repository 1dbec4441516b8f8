import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { useState } from 'react';
import { CreateKeyDialog } from '../keys/CreateKeyDialog';
import { GetKeyDialog } from './GetKeyDialog';
import { nextStep } from './nextStep';
import { SubscribeDialog } from './SubscribeDialog';

/** The dialog behind a model's next step, the one it had when the dialog opened: getting a key changes the next step. */
export function AccessDialog(props: { model: Model; onClose: () => void }) {
  const { model, onClose } = props;
  const [step] = useState(() => nextStep(model));
  switch (step) {
    case 'getKey':
      return <GetKeyDialog {...props} />;
    case 'createKey':
      return <CreateKeyDialog modelIds={[model.id]} onClose={onClose} />;
    default:
      return <SubscribeDialog {...props} />;
  }
}
