import { PatternFlyRoot } from '@litemaas/backstage-plugin-litemaas-react';

export function SubscriptionsPage() {
  return <PatternFlyRoot>{null}</PatternFlyRoot>;
}
