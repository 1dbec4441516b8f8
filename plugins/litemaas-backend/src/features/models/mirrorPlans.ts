import type { Knex } from 'knex';
import type { Period } from '@litemaas/backstage-plugin-litemaas-common';
import type { Clock } from '../../platform/clock';
import { inTransaction } from '../../platform/database';

/** A plan as the configuration gives it. */
export interface ConfiguredPlan {
  id: string;
  title: string;
  budgetNanos: bigint | null;
  period: Period;
  rpm: number | null;
  tpm: number | null;
}

/**
 * Mirrors the configuration's plans into their table. A plan that left the configuration stays for the subscriptions
 * that were made on it, and is offered no more. Replicas start together and write the same: the last one wins.
 */
export async function mirrorPlans(
  db: Knex,
  clock: Clock,
  plans: ConfiguredPlan[],
): Promise<void> {
  const now = clock.now();
  await inTransaction(db, async tx => {
    await tx('plans')
      .whereNotIn(
        'id',
        plans.map(plan => plan.id),
      )
      .update({ offered: false, updated_at: now });
    for (const plan of plans) {
      await tx('plans')
        .insert({
          id: plan.id,
          title: plan.title,
          budget_nanos: plan.budgetNanos?.toString() ?? null,
          period: plan.period,
          rpm: plan.rpm,
          tpm: plan.tpm,
          offered: true,
          created_at: now,
          updated_at: now,
        })
        .onConflict('id')
        .merge([
          'title',
          'budget_nanos',
          'period',
          'rpm',
          'tpm',
          'offered',
          'updated_at',
        ]);
    }
  });
}
