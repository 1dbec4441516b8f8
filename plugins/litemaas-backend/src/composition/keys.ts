import { DeliveryService } from '../features/deliveries/DeliveryService';
import { DeliveryStore } from '../features/deliveries/DeliveryStore';
import { Destinations } from '../features/deliveries/Destinations';
import { KeyBudgets } from '../features/keys/KeyBudgets';
import { KeyDeadlines } from '../features/keys/KeyDeadlines';
import { KeyDelivery } from '../features/keys/KeyDelivery';
import { KeyEditService } from '../features/keys/KeyEditService';
import { KeyFactsStore } from '../features/keys/KeyFactsStore';
import { KeyHandover } from '../features/keys/KeyHandover';
import { KeyHoldStore } from '../features/keys/KeyHoldStore';
import { KeyIntent } from '../features/keys/KeyIntent';
import { KeyIssueService } from '../features/keys/KeyIssueService';
import { KeyMint } from '../features/keys/KeyMint';
import type { KeyModelsService } from '../features/keys/KeyModelsService';
import { KeyNotices } from '../features/keys/KeyNotices';
import { KeyResource } from '../features/keys/KeyResource';
import { KeyService } from '../features/keys/KeyService';
import { KeySource } from '../features/keys/KeySource';
import { KeyStore } from '../features/keys/KeyStore';
import { KeyView } from '../features/keys/KeyView';
import type { SubscribeService } from '../features/subscriptions/SubscribeService';
import type { SubscriptionService } from '../features/subscriptions/SubscriptionService';
import type { UsageService } from '../features/usage/UsageService';
import type { Shared } from './shared';

/** Keys: made, changed, brought to the gateway and to people. */
export function composeKeys(
  shared: Shared,
  neighbours: {
    keyModels: KeyModelsService;
    subscribing: SubscribeService;
    subscriptions: SubscriptionService;
    usage: UsageService;
  },
) {
  const { clock, config, db, notifier, worker } = shared;
  const { keyModels, subscribing, subscriptions, usage } = neighbours;
  const store = new KeyStore({ db, clock });
  const source = new KeySource(shared);
  const notices = new KeyNotices({ notifier, store });
  notifier.register(notices.words());
  const parts = {
    ...shared,
    store,
    source,
    handover: new KeyHandover(),
    notices,
    holds: new KeyHoldStore({ clock }),
    intent: new KeyIntent({ ...shared, store }),
    view: new KeyView({
      ...shared,
      facts: new KeyFactsStore({ db, clock }),
      requestsLast24h: ids => usage.requestsLast24h(ids),
    }),
    subscriptions,
    subscribing,
    keyModels,
  };
  worker.register(
    new KeyResource({ ...parts, delivery: new KeyDelivery(parts) }),
  );
  const keys = new KeyService(parts);
  const deliveries = new DeliveryService({
    ...parts,
    store: new DeliveryStore({ db, clock }),
    destinations: new Destinations(shared),
    keys,
    publicUrl: config.gateway.publicUrl,
  });
  return {
    deliveries,
    keyBudgets: new KeyBudgets(parts),
    keyDeadlines: new KeyDeadlines(parts),
    keyEdits: new KeyEditService({ ...parts, keys }),
    keyIssue: new KeyIssueService({
      ...parts,
      keys,
      mint: new KeyMint({ ...parts, deliveries }),
    }),
    keySource: source,
    keys,
  };
}
