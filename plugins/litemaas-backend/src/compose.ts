import type {
  AuthService,
  CacheService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import type { LitemaasConfig } from './config';
import { DeliveryService } from './features/deliveries/DeliveryService';
import { DeliveryStore } from './features/deliveries/DeliveryStore';
import { Destinations } from './features/deliveries/Destinations';
import type { LoadKubernetes } from './features/deliveries/KubernetesSecrets';
import { HealthService } from './features/health/HealthService';
import { HistoryService } from './features/history/HistoryService';
import { KeyBudgets } from './features/keys/KeyBudgets';
import { KeyFactsStore } from './features/keys/KeyFactsStore';
import { KeyDeadlines } from './features/keys/KeyDeadlines';
import { KeyDelivery } from './features/keys/KeyDelivery';
import { KeyEditService } from './features/keys/KeyEditService';
import { KeyHandover } from './features/keys/KeyHandover';
import { KeyHoldStore } from './features/keys/KeyHoldStore';
import { KeyIntent } from './features/keys/KeyIntent';
import { KeyIssueService } from './features/keys/KeyIssueService';
import { KeyMint } from './features/keys/KeyMint';
import { KeyModelsService } from './features/keys/KeyModelsService';
import { KeyNotices } from './features/keys/KeyNotices';
import { KeyResource } from './features/keys/KeyResource';
import { KeyService } from './features/keys/KeyService';
import { KeySource } from './features/keys/KeySource';
import { KeyStore } from './features/keys/KeyStore';
import { KeyView } from './features/keys/KeyView';
import { ModelImport } from './features/models/ModelImport';
import { ModelService } from './features/models/ModelService';
import { ModelStore } from './features/models/ModelStore';
import { CatalogDirectory } from './features/people/CatalogDirectory';
import { PeopleService } from './features/people/PeopleService';
import { PersonStore } from './features/people/PersonStore';
import { TeamResource } from './features/people/TeamResource';
import { UserResource } from './features/people/UserResource';
import { ApprovalService } from './features/subscriptions/ApprovalService';
import { Approvers } from './features/subscriptions/Approvers';
import { DecisionService } from './features/subscriptions/DecisionService';
import { SubscribeService } from './features/subscriptions/SubscribeService';
import { SubscriptionFacts } from './features/subscriptions/SubscriptionFacts';
import { SubscriptionNotices } from './features/subscriptions/SubscriptionNotices';
import { SubscriptionService } from './features/subscriptions/SubscriptionService';
import { SubscriptionStore } from './features/subscriptions/SubscriptionStore';
import { SubscriptionView } from './features/subscriptions/SubscriptionView';
import { BudgetEnforcement } from './features/usage/enforcement/BudgetEnforcement';
import { IngestStore } from './features/usage/ingest/IngestStore';
import { UsageIngest } from './features/usage/ingest/UsageIngest';
import { preparePartitions } from './features/usage/ledger/partitions';
import { UsageLedger } from './features/usage/ledger/UsageLedger';
import { UsageAccess } from './features/usage/queries/UsageAccess';
import { UsageReports } from './features/usage/queries/UsageReports';
import { UsageRequests } from './features/usage/queries/UsageRequests';
import { UsageSums } from './features/usage/queries/UsageSums';
import { UsageService } from './features/usage/UsageService';
import type { Announcer } from './platform/Announcer';
import { AccessPolicy } from './platform/access/AccessPolicy';
import { ResourceDirectory } from './platform/access/ResourceDirectory';
import type { Clock } from './platform/clock';
import { inTransaction } from './platform/database';
import { IdempotencyKeys } from './platform/http/IdempotencyKeys';
import type { LiteLlm } from './platform/litellm';
import { Notifier } from './platform/Notifier';
import type { KeyRing } from './platform/secrets/KeyRing';
import { SealedKeyStore } from './platform/secrets/SealedKeyStore';
import { SyncJanitor } from './sync/SyncJanitor';
import { SyncOutcomes } from './sync/SyncOutcomes';
import { SyncQueue } from './sync/SyncQueue';
import { SyncStore } from './sync/SyncStore';
import { SyncWorker } from './sync/SyncWorker';

/** What the features stand on: services of the host, and what was read and opened at the start. */
export interface Ground {
  announcer: Announcer;
  auth: AuthService;
  cache: CacheService;
  catalog: CatalogService;
  logger: LoggerService;
  notifications: NotificationService;
  permissions: PermissionsService;
  config: LitemaasConfig;
  clock: Clock;
  db: Knex;
  litellm: LiteLlm;
  loadKubernetes: LoadKubernetes;
  ring: KeyRing;
  /** Marks everything of ours at the gateway. */
  installation: string;
  /** What an operator should know and no state says. */
  notices: string[];
}

/** Every part that a route or a task needs. */
export type Features = ReturnType<typeof compose>;

/** Builds every part once and decides nothing. */
export function compose(ground: Ground) {
  const { announcer, clock, config, db, litellm, logger } = ground;
  const gatewayId = config.gateway.id;

  const syncStore = new SyncStore({ db, clock });
  const worker = new SyncWorker({
    db,
    clock,
    logger,
    store: syncStore,
    outcomes: new SyncOutcomes({
      db,
      clock,
      // Persons and teams at the gateway are on no page.
      onEnd: (by, { kind }) => kind === 'key' && announcer.changed('keys', by),
    }),
    gateway: {
      isReady: signal => litellm.isReady(signal),
      version: () => litellm.health.status.version,
    },
  });
  const queue = new SyncQueue({ clock, worker });

  const directory = new CatalogDirectory(ground);
  const people = new PeopleService({
    directory,
    store: new PersonStore({ db, clock }),
    adminRefs: config.admins,
  });
  const access = new AccessPolicy({
    db,
    permissions: ground.permissions,
    resources: new ResourceDirectory({
      db,
      standing: {
        componentsOwnedBy: async refs =>
          (await directory.componentsOwnedBy(refs)).map(one => one.entityRef),
        partyOf: async ref =>
          (await people.ownershipOf(ref))?.gatewayPartyRef ?? ref,
        groupOwners: ref => people.groupOwners(ref),
        approversOf: ref => people.approversOf(ref),
      },
    }),
  });
  const history = new HistoryService({
    ...ground,
    namedRefs: refs => people.namedRefs(refs),
  });
  const sealed = new SealedKeyStore({ ...ground });
  const notifier = new Notifier(ground);
  const shared = {
    ...ground,
    gatewayId,
    access,
    history,
    people,
    queue,
    sealed,
    notifier,
  };

  const ingest = new UsageIngest({
    ...shared,
    store: new IngestStore(shared),
    ledger: new UsageLedger(shared),
    backfillDays: config.usage.backfillDays,
  });
  const usage = new UsageService({
    clock,
    people,
    access: new UsageAccess({ db, people, persons: config.usage.persons }),
    reports: new UsageReports(shared),
    requests: new UsageRequests(shared),
    sums: new UsageSums(shared),
    completeUpTo: () => ingest.completeUpTo(),
  });

  const subscriptionStore = new SubscriptionStore({ db });
  const subscriptionView = new SubscriptionView({
    ...shared,
    store: subscriptionStore,
  });
  const subscriptionFacts = new SubscriptionFacts({
    access,
    store: subscriptionStore,
  });
  const approvers = new Approvers({ people, adminRefs: config.admins });
  const notices = new SubscriptionNotices({
    ...shared,
    approvers,
    store: subscriptionStore,
  });
  const models = new ModelService({
    ...shared,
    store: new ModelStore({ db }),
    gateway: { ...config.gateway, ownerRef: config.models.defaultOwner },
    entityNamespace: config.gateway.entityNamespace,
    failingSince: names => usage.failingSince(names),
    // Models and subscriptions know each other; they are asked once both are there.
    /* eslint-disable @typescript-eslint/no-use-before-define */
    decisionMedian: id => subscriptionFacts.medianDecisionSeconds(id),
    consumers: (caller, id) => subscriptionFacts.consumersOf(caller, id),
    /* eslint-enable @typescript-eslint/no-use-before-define */
  });
  const keyModels = new KeyModelsService(shared);
  const subscriptionParts = {
    ...shared,
    store: subscriptionStore,
    view: subscriptionView,
    models,
    keyModels,
    approvers,
    notices,
  };
  const subscriptions = new SubscriptionService(subscriptionParts);
  const subscribing = new SubscribeService(subscriptionParts);
  const approvals = new ApprovalService(subscriptionParts);
  const decisions = new DecisionService(subscriptionParts);

  const keyStore = new KeyStore({ db, clock });
  const keySource = new KeySource({ ...shared, client: litellm.client });
  const keyNotices = new KeyNotices({ notifier, store: keyStore });
  const keyView = new KeyView({
    ...shared,
    facts: new KeyFactsStore({ db, clock }),
    requestsLast24h: ids => usage.requestsLast24h(ids),
  });
  const keyParts = {
    ...shared,
    store: keyStore,
    source: keySource,
    handover: new KeyHandover(),
    notices: keyNotices,
    client: litellm.client,
    holds: new KeyHoldStore({ clock }),
    intent: new KeyIntent({ ...shared, store: keyStore }),
    view: keyView,
    subscriptions,
    subscribing,
    keyModels,
  };
  const keys = new KeyService(keyParts);
  const deliveries = new DeliveryService({
    ...keyParts,
    store: new DeliveryStore({ db, clock }),
    destinations: new Destinations(ground),
    keys,
    publicUrl: config.gateway.publicUrl,
  });
  const keyIssue = new KeyIssueService({
    ...keyParts,
    keys,
    mint: new KeyMint({ ...keyParts, deliveries }),
  });
  const keyEdits = new KeyEditService({ ...keyParts, keys });
  const keyDeadlines = new KeyDeadlines(keyParts);
  const keyBudgets = new KeyBudgets(keyParts);
  const adapters = { ...shared, client: litellm.client };
  worker.register(
    new UserResource(adapters),
    new TeamResource(adapters),
    new KeyResource({ ...keyParts, delivery: new KeyDelivery(keyParts) }),
  );
  notifier.register(notices.words());
  notifier.register(keyNotices.words());

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
      usageCompleteUpTo: () => usage.completeUpTo(),
      models: async () => ({
        published: modelImport.latest?.published ?? 0,
        refused: modelImport.latest?.refusedNames ?? [],
        lastImportAt: modelImport.latest?.at ?? null,
        problem: modelImport.problem ?? null,
      }),
      keysMintedBy: () => keySource.known(),
      notices: ground.notices,
    },
  });

  return {
    access,
    approvals,
    decisions,
    deliveries,
    enforcement,
    health,
    idempotency: new IdempotencyKeys({ db, clock }),
    ingest,
    janitor: new SyncJanitor({ ...ground, store: syncStore }),
    keyBudgets,
    keyDeadlines,
    keyEdits,
    keyIssue,
    keys,
    litellm,
    modelImport,
    models,
    notifier,
    partitions: () =>
      preparePartitions(db, config.usage.backfillDays, clock.now()),
    people,
    resealing: () => inTransaction(db, tx => sealed.reseal(tx)),
    subscribing,
    subscriptions,
    usage,
    worker,
  };
}
