import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { PatternFlyRoot } from '@litemaas/backstage-plugin-litemaas-react';
import { AccessDialog } from '../access/AccessDialog';

/** The dialog as a chunk of its own, with PatternFly in it. */
export default function AccessDialogInRoot(props: {
  model: Model;
  onClose: () => void;
}) {
  return (
    <PatternFlyRoot bare>
      <AccessDialog {...props} />
    </PatternFlyRoot>
  );
}
