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
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';

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
 * The permission policy of the demo portal: everybody who is signed in may do everything, the admins alone write to the
 * catalog. LiteMaaS keeps people to their own data by itself, under this policy as under any.
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
    const allowed =
      user && (!FOR_ADMINS.has(permission.name) || (await this.isAdmin(user)));
    return { result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY };
  }

  private async isAdmin({ credentials }: PolicyQueryUser): Promise<boolean> {
    const { ownershipEntityRefs } = await this.userInfo.getUserInfo(
      credentials,
    );
    return ownershipEntityRefs.some(ref => this.admins.has(fullRef(ref)));
  }
}

function fullRef(ref: string): string {
  return stringifyEntityRef(parseEntityRef(ref)).toLocaleLowerCase('en-US');
}
