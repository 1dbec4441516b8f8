import { PatternFlyRoot } from '@litemaas/backstage-plugin-litemaas-react';

export function UsagePage() {
  return <PatternFlyRoot>{null}</PatternFlyRoot>;
}
