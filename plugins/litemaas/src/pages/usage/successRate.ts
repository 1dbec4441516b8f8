import type { UsageTotals } from '@litemaas/backstage-plugin-litemaas-common';

/** Answered ÷ (answered + failed); what was refused says nothing about the provider. */
export function successRate({
  answered,
  failed,
}: UsageTotals): number | undefined {
  return answered + failed > 0 ? answered / (answered + failed) : undefined;
}
