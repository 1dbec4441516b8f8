import {
  subscriptionApprovePermission,
  subscriptionReadPermission,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import type { Narrow } from '../../platform/access/ResourceDirectory';

/** Requests that the caller may decide, and those they made and may see: the latter are for others to decide. */
export async function decidableOrOwn(
  access: AccessPolicy,
  caller: Caller,
): Promise<Narrow> {
  const [decidable, readable] = await Promise.all([
    access.filter(caller, subscriptionApprovePermission),
    access.filter(caller, subscriptionReadPermission),
  ]);
  return query =>
    query
      .where(decidable)
      .orWhere(own =>
        own
          .where(readable)
          .where('subscriptions.requested_by', caller.entityRef),
      );
}
