import type { UserInfoService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createLitemaasKeyConditionalDecision,
  litemaasKeyConditions,
} from '@litemaas/backstage-plugin-litemaas-backend';
import { keyUpdatePermission } from '@litemaas/backstage-plugin-litemaas-common';

/** Who may write to the catalog decides who is a group, and so who owns what. */
const FOR_ADMINS = new Set(
  [
    catalogEntityCreatePermission,
    catalogEntityDeletePermission,
    catalogLocationCreatePermission,
    catalogLocationDeletePermission,
  ].map(permission => permission.name),
);

/**
 * The permission policy of the demo portal: everybody who is signed in may do everything, but the admins alone write to
 * the catalog, and a key is edited by its own side alone: admins block and revoke those of others. LiteMaaS keeps people
 * to their own data by itself, under this policy as under any.
 */
export class DemoPolicy implements PermissionPolicy {
  private readonly admins: ReadonlySet<string>;

  /** `admins`: references as in `litemaas.admins`, in whatever case, without their namespace where it is the default. */
  constructor(admins: string[], private readonly userInfo: UserInfoService) {
    this.admins = new Set(admins.map(fullRef));
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) {
      return { result: AuthorizeResult.DENY };
    }
    if (FOR_ADMINS.has(permission.name)) {
      const refs = await this.refsOf(user);
      const isAdmin = refs.some(ref => this.admins.has(fullRef(ref)));
      return { result: isAdmin ? AuthorizeResult.ALLOW : AuthorizeResult.DENY };
    }
    if (isPermission(permission, keyUpdatePermission)) {
      return createLitemaasKeyConditionalDecision(
        permission,
        litemaasKeyConditions.isOwner({ claims: await this.refsOf(user) }),
      );
    }
    return { result: AuthorizeResult.ALLOW };
  }

  /** The person and their groups. */
  private async refsOf({ credentials }: PolicyQueryUser): Promise<string[]> {
    const info = await this.userInfo.getUserInfo(credentials);
    return info.ownershipEntityRefs;
  }
}

function fullRef(ref: string): string {
  return stringifyEntityRef(parseEntityRef(ref)).toLocaleLowerCase('en-US');
}
