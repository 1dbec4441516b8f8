import { PatternFlyRoot } from '@litemaas/backstage-plugin-litemaas-react';

export function ApiKeysPage() {
  return <PatternFlyRoot>{null}</PatternFlyRoot>;
}
