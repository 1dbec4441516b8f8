import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  catalogEntityReadPermission,
  catalogLocationCreatePermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import { keyCreatePermission } from '@litemaas/backstage-plugin-litemaas-common';
import { DemoPolicy } from './DemoPolicy';

// As one may write it, for group:default/ai-platform-admins.
const admins = ['Group:AI-platform-admins'];

/** Asks the policy as a person with these ownership refs; without any, as nobody. */
async function ask(permission: Permission, ownershipEntityRefs?: string[]) {
  const info = {
    userEntityRef: 'user:default/somebody',
    ownershipEntityRefs: ownershipEntityRefs ?? [],
  };
  const policy = new DemoPolicy(admins, mockServices.userInfo(info));
  const user = { credentials: mockCredentials.user(info.userEntityRef), info };
  const { result } = await policy.handle(
    { permission },
    ownershipEntityRefs && user,
  );
  return result;
}

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

  it('lets those who are not signed in do nothing', async () => {
    expect(await ask(catalogEntityReadPermission)).toBe(AuthorizeResult.DENY);
  });
});
