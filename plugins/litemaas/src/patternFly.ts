/**
 * All that is made of PatternFly, as one lazy chunk: pages, and the dialogs of entity cards. Several chunks would each
 * order PatternFly's style sheets in their own way, which bundlers warn of, and CI builds take warnings for errors.
 */
export { AccessDialogInRoot } from './entity/AccessDialogInRoot';
export { ApiKeysPage } from './pages/apiKeys';
export { ApprovalsPage } from './pages/approvals';
export { ModelsPage } from './pages/models';
export { SubscriptionsPage } from './pages/subscriptions';
export { UsagePage } from './pages/usage';
