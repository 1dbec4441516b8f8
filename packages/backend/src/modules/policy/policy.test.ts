import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  catalogEntityReadPermission,
  catalogLocationCreatePermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  keyCreatePermission,
  keyUpdatePermission,
} from '@litemaas/backstage-plugin-litemaas-common';
import { DemoPolicy } from './DemoPolicy';

// As one may write it, for group:default/ai-platform-admins.
const admins = ['Group:AI-platform-admins'];

/** Asks the policy as a person with these ownership refs; without any, as nobody. */
async function decide(permission: Permission, ownershipEntityRefs?: string[]) {
  const info = {
    userEntityRef: 'user:default/somebody',
    ownershipEntityRefs: ownershipEntityRefs ?? [],
  };
  const policy = new DemoPolicy(admins, mockServices.userInfo(info));
  const user = { credentials: mockCredentials.user(info.userEntityRef), info };
  return policy.handle({ permission }, ownershipEntityRefs && user);
}

const ask = async (permission: Permission, ownershipEntityRefs?: string[]) =>
  (await decide(permission, ownershipEntityRefs)).result;

describe('the demo policy', () => {
  it('lets everybody who is signed in read the catalog and create keys', async () => {
    const jonas = ['user:default/jonas.weber', 'group:default/payments'];

    expect(await ask(catalogEntityReadPermission, jonas)).toBe(
      AuthorizeResult.ALLOW,
    );
    expect(await ask(keyCreatePermission, jonas)).toBe(AuthorizeResult.ALLOW);
  });

  it('lets nobody but admins write to the catalog, which decides who owns what', async () => {
    const jonas = ['user:default/jonas.weber', 'group:default/payments'];
    const mei = ['user:default/mei.tanaka', 'group:default/ai-platform-admins'];

    expect(await ask(catalogLocationCreatePermission, jonas)).toBe(
      AuthorizeResult.DENY,
    );
    expect(await ask(catalogLocationCreatePermission, mei)).toBe(
      AuthorizeResult.ALLOW,
    );
  });

  it('has a key edited by its own side alone, by an admin neither', async () => {
    const mei = ['user:default/mei.tanaka', 'group:default/ai-platform-admins'];

    expect(await decide(keyUpdatePermission, mei)).toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'litemaas',
      resourceType: 'litemaas-key',
      conditions: { rule: 'IS_OWNER', params: { claims: mei } },
    });
  });

  it('lets those who are not signed in do nothing', async () => {
    expect(await ask(catalogEntityReadPermission)).toBe(AuthorizeResult.DENY);
  });
});
