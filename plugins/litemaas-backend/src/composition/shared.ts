import type {
  AuthService,
  CacheService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import type { LitemaasConfig } from '../config';
import type { LoadKubernetes } from '../features/deliveries/KubernetesSecrets';
import { HistoryService } from '../features/history/HistoryService';
import { CatalogDirectory } from '../features/people/CatalogDirectory';
import { PeopleService } from '../features/people/PeopleService';
import { PersonStore } from '../features/people/PersonStore';
import type { Announcer } from '../platform/Announcer';
import { AccessPolicy } from '../platform/access/AccessPolicy';
import { ResourceDirectory } from '../platform/access/ResourceDirectory';
import type { Clock } from '../platform/clock';
import type { LiteLlm } from '../platform/litellm';
import { Notifier } from '../platform/Notifier';
import type { KeyRing } from '../platform/secrets/KeyRing';
import { SealedKeyStore } from '../platform/secrets/SealedKeyStore';
import { SyncOutcomes } from '../sync/SyncOutcomes';
import { SyncQueue } from '../sync/SyncQueue';
import { SyncStore } from '../sync/SyncStore';
import { SyncWorker } from '../sync/SyncWorker';

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

/** The ground, and the parts that several features share. */
export type Shared = ReturnType<typeof composeShared>;

/** How it becomes true at the gateway, who may do what, who people are, and what is remembered and told of a change. */
export function composeShared(ground: Ground) {
  const { clock, config, db } = ground;
  const { syncStore, worker } = composeSync(ground);
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
  return {
    ...ground,
    gatewayId: config.gateway.id,
    client: ground.litellm.client,
    access,
    history: new HistoryService({
      ...ground,
      namedRefs: refs => people.namedRefs(refs),
    }),
    notifier: new Notifier(ground),
    people,
    queue: new SyncQueue({ clock, worker }),
    sealed: new SealedKeyStore(ground),
    syncStore,
    worker,
  };
}

function composeSync({ announcer, clock, db, litellm, logger }: Ground) {
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
  return { syncStore, worker };
}
