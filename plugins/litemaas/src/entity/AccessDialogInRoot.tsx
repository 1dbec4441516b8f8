import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { PatternFlyRoot } from '@litemaas/backstage-plugin-litemaas-react';
import { AccessDialog } from '../access/AccessDialog';

/** The dialog for a page that is not made of PatternFly. */
export function AccessDialogInRoot(props: {
  model: Model;
  onClose: () => void;
}) {
  return (
    <PatternFlyRoot bare>
      <AccessDialog {...props} />
    </PatternFlyRoot>
  );
}
