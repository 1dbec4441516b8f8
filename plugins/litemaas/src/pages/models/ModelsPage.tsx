import { PatternFlyRoot } from '@litemaas/backstage-plugin-litemaas-react';

export function ModelsPage() {
  return <PatternFlyRoot>{null}</PatternFlyRoot>;
}
