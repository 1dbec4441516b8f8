import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of models, for conditional decisions. @public */
export const RESOURCE_TYPE_MODEL = 'litemaas-model';
/** Resource type of subscriptions. @public */
export const RESOURCE_TYPE_SUBSCRIPTION = 'litemaas-subscription';
/** Resource type of keys. @public */
export const RESOURCE_TYPE_KEY = 'litemaas-key';

/** See a model. @public */
export const modelReadPermission = createPermission({
  name: 'litemaas.model.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MODEL,
});

/** Ask for a subscription. @public */
export const subscriptionCreatePermission = createPermission({
  name: 'litemaas.subscription.create',
  attributes: { action: 'create' },
});

/** See a subscription. @public */
export const subscriptionReadPermission = createPermission({
  name: 'litemaas.subscription.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SUBSCRIPTION,
});

/** Approve or deny a request. @public */
export const subscriptionApprovePermission = createPermission({
  name: 'litemaas.subscription.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_SUBSCRIPTION,
});

/** Withdraw a request or end a subscription. @public */
export const subscriptionEndPermission = createPermission({
  name: 'litemaas.subscription.end',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_SUBSCRIPTION,
});

/** Create a key. @public */
export const keyCreatePermission = createPermission({
  name: 'litemaas.key.create',
  attributes: { action: 'create' },
});

/** See a key. @public */
export const keyReadPermission = createPermission({
  name: 'litemaas.key.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_KEY,
});

/** Edit a key, or replace its value. @public */
export const keyUpdatePermission = createPermission({
  name: 'litemaas.key.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_KEY,
});

/** Block or unblock a key. @public */
export const keyBlockPermission = createPermission({
  name: 'litemaas.key.block',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_KEY,
});

/** Revoke a key. @public */
export const keyRevokePermission = createPermission({
  name: 'litemaas.key.revoke',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_KEY,
});

/** See usage and cost. Whose is decided by ownership, on top. @public */
export const usageReadPermission = createPermission({
  name: 'litemaas.usage.read',
  attributes: { action: 'read' },
});

/** Every permission of LiteMaaS, as the backend registers them. @public */
export const litemaasPermissions = [
  modelReadPermission,
  subscriptionCreatePermission,
  subscriptionReadPermission,
  subscriptionApprovePermission,
  subscriptionEndPermission,
  keyCreatePermission,
  keyReadPermission,
  keyUpdatePermission,
  keyBlockPermission,
  keyRevokePermission,
  usageReadPermission,
];
