import { PatternFlyRoot } from '@litemaas/backstage-plugin-litemaas-react';

export function ApprovalsPage() {
  return <PatternFlyRoot>{null}</PatternFlyRoot>;
}
