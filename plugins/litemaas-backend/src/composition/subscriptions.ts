import { KeyModelsService } from '../features/keys/KeyModelsService';
import { ModelService } from '../features/models/ModelService';
import { ModelStore } from '../features/models/ModelStore';
import { ApprovalService } from '../features/subscriptions/ApprovalService';
import { Approvers } from '../features/subscriptions/Approvers';
import { DecisionService } from '../features/subscriptions/DecisionService';
import { SubscribeService } from '../features/subscriptions/SubscribeService';
import { SubscriptionFacts } from '../features/subscriptions/SubscriptionFacts';
import { SubscriptionNotices } from '../features/subscriptions/SubscriptionNotices';
import { SubscriptionService } from '../features/subscriptions/SubscriptionService';
import { SubscriptionStore } from '../features/subscriptions/SubscriptionStore';
import { SubscriptionView } from '../features/subscriptions/SubscriptionView';
import type { UsageService } from '../features/usage/UsageService';
import type { Shared } from './shared';

/** Models, and who may use which: the two know each other. */
export function composeSubscriptions(
  shared: Shared,
  { usage }: { usage: UsageService },
) {
  const { access, config, db, notifier, people } = shared;
  const store = new SubscriptionStore({ db });
  const facts = new SubscriptionFacts({ access, store });
  const models = new ModelService({
    ...shared,
    store: new ModelStore({ db }),
    gateway: { ...config.gateway, ownerRef: config.models.defaultOwner },
    entityNamespace: config.gateway.entityNamespace,
    failingSince: names => usage.failingSince(names),
    decisionMedian: id => facts.medianDecisionSeconds(id),
    consumers: (caller, id) => facts.consumersOf(caller, id),
  });
  const keyModels = new KeyModelsService(shared);
  const approvers = new Approvers({ people, adminRefs: config.admins });
  const notices = new SubscriptionNotices({ ...shared, approvers, store });
  notifier.register(notices.words());
  const parts = {
    ...shared,
    store,
    view: new SubscriptionView({ ...shared, store }),
    models,
    keyModels,
    approvers,
    notices,
  };
  return {
    models,
    keyModels,
    subscriptions: new SubscriptionService(parts),
    subscribing: new SubscribeService(parts),
    approvals: new ApprovalService(parts),
    decisions: new DecisionService(parts),
  };
}
