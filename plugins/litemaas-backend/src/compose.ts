import { composeKeys } from './composition/keys';
import { composeShared, type Ground } from './composition/shared';
import { composeSubscriptions } from './composition/subscriptions';
import { composeUsage } from './composition/usage';
import { HealthService } from './features/health/HealthService';
import { ModelImport } from './features/models/ModelImport';
import { TeamResource } from './features/people/TeamResource';
import { UserResource } from './features/people/UserResource';
import { BudgetEnforcement } from './features/usage/enforcement/BudgetEnforcement';
import { inTransaction } from './platform/database';
import { IdempotencyKeys } from './platform/http/IdempotencyKeys';
import { SyncJanitor } from './sync/SyncJanitor';

/** Every part that a route or a task needs. */
export type Features = ReturnType<typeof compose>;

/** Builds every part once and decides nothing. */
export function compose(ground: Ground) {
  const { clock, config, db, litellm } = ground;
  const shared = composeShared(ground);
  const { access, notifier, people, sealed, syncStore, worker } = shared;
  worker.register(new UserResource(shared), new TeamResource(shared));

  const metered = composeUsage(shared);
  const subscribed = composeSubscriptions(shared, metered);
  const issued = composeKeys(shared, { ...metered, ...subscribed });
  const { subscriptions } = subscribed;

  const modelImport = new ModelImport({
    ...shared,
    listDeployments: signal => litellm.client.models.list({ signal }),
    rules: config.models.rules,
    defaultOwner: config.models.defaultOwner,
    planIds: config.plans.map(plan => plan.id),
  });
  const enforcement = new BudgetEnforcement({
    db,
    clock,
    exhaust: (tx, id, at) => subscriptions.exhaust(tx, id, at),
    restore: (tx, ids) => subscriptions.restore(tx, ids),
  });
  const health = new HealthService({
    db,
    clock,
    sources: {
      gatewayUrl: config.gateway.url,
      gateway: () => litellm.health.status,
      sync: {
        figures: () => syncStore.figures(),
        lastRunAt: () => worker.lastRunAt,
      },
      usageCompleteUpTo: () => metered.usage.completeUpTo(),
      models: async () => ({
        published: modelImport.latest?.published ?? 0,
        refused: modelImport.latest?.refusedNames ?? [],
        lastImportAt: modelImport.latest?.at ?? null,
        problem: modelImport.problem ?? null,
      }),
      keysMintedBy: () => issued.keySource.known(),
      notices: ground.notices,
    },
  });

  return {
    ...metered,
    ...subscribed,
    ...issued,
    access,
    enforcement,
    health,
    idempotency: new IdempotencyKeys({ db, clock }),
    janitor: new SyncJanitor({ ...ground, store: syncStore }),
    litellm,
    modelImport,
    notifier,
    people,
    resealing: () => inTransaction(db, tx => sealed.reseal(tx)),
    worker,
  };
}
