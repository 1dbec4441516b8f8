import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  isPermission,
  type PermissionCriteria,
  type PermissionCondition,
} from '@backstage/plugin-permission-common';
import {
  keyBlockPermission,
  keyReadPermission,
  modelReadPermission,
  RESOURCE_TYPE_KEY,
  subscriptionCreatePermission,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  databaseIds,
  startLitemaas,
  type Harness,
} from '../../testing/harness';
import type { TestPolicy } from '../../testing/hostServices';
import { litemaasKeyConditions, litemaasModelConditions } from './rules';

const LUCAS = 'user:default/lucas.meyer';
const PRIYA = 'user:default/priya.nair';
const SOFIA = 'user:default/sofia.rossi';
const MEI = 'user:default/mei.tanaka';
const RUTH = 'user:default/ruth.adler';
const PAYMENTS = 'group:default/payments';
const CHECKOUT = 'component:default/checkout';

const deny: TestPolicy = () => ({ result: AuthorizeResult.DENY });

/** Puts conditions on one permission and allows the rest. */
const only =
  (
    permission: typeof keyReadPermission | typeof modelReadPermission,
    conditions: PermissionCriteria<PermissionCondition>,
  ): TestPolicy =>
  asked =>
    isPermission(asked, permission)
      ? {
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'litemaas',
          resourceType: permission.resourceType,
          conditions,
        }
      : { result: AuthorizeResult.ALLOW };

describe.each(databaseIds)('access on %s', databaseId => {
  let litemaas: Harness;

  beforeAll(async () => {
    litemaas = await startLitemaas({
      databaseId,
      config: {
        models: {
          defaultOwner: 'group:default/ai-platform',
          rules: [
            { match: 'gpt-4o-mini', visibility: 'public' },
            {
              match: 'claude-*',
              visibility: 'private',
              groups: [PAYMENTS],
            },
          ],
        },
      },
    });
  });
  afterAll(() => litemaas?.stop());

  /** One key each of Lucas, his group, its component, and Sofia of another team. */
  beforeEach(async () => {
    await litemaas.reset();
    const { items } = await litemaas.as(LUCAS).listModels({ limit: 100 });
    const open = items.filter(model => model.visibility === 'public');
    for (const [who, name, ownerRef] of [
      [LUCAS, 'lucas', LUCAS],
      [LUCAS, 'payments', PAYMENTS],
      [LUCAS, 'checkout', CHECKOUT],
      [SOFIA, 'sofia', SOFIA],
    ]) {
      await litemaas.as(who).createKey({
        name,
        ownerRef,
        modelIds: open.map(model => model.id),
        subscribe: {},
      });
    }
  });

  const keysSeenBy = async (who: string) => {
    const { items, totalItems } = await litemaas
      .as(who)
      .listKeys({ owner: 'all' });
    expect(totalItems).toBe(items.length);
    return items.map(key => key.name).sort();
  };
  const idOf = async (name: string) =>
    (await litemaas.db('api_keys').where({ name }).first('id')).id;
  const statusOf = async (who: string, path: string, method = 'GET') =>
    (
      await litemaas.fetch(who, path, {
        method,
        ...(method === 'POST' && {
          body: '{}',
          headers: { 'content-type': 'application/json' },
        }),
      })
    ).status;

  it.each([
    ['one who is in the team', LUCAS, ['checkout', 'lucas', 'payments']],
    ['one of another team', SOFIA, ['sofia']],
    ['an admin', MEI, ['checkout', 'lucas', 'payments', 'sofia']],
    ['an auditor', RUTH, ['checkout', 'lucas', 'payments', 'sofia']],
  ])(
    'shows %s, under a policy that allows everything, what is theirs',
    async (_, who, keys) => {
      expect(await keysSeenBy(who)).toEqual(keys);
    },
  );

  it('answers alike for what may not be seen and what is not there', async () => {
    const hidden = await litemaas.fetch(SOFIA, `/keys/${await idOf('lucas')}`);
    const missing = await litemaas.fetch(
      SOFIA,
      '/keys/01990000-0000-7000-8000-000000000000',
    );
    expect(hidden.status).toBe(404);
    const [one, other] = [await hidden.json(), await missing.json()];
    expect({ ...one, request: null }).toEqual({ ...other, request: null });
  });

  it('lets auditors look and admins act', async () => {
    const block = `/keys/${await idOf('lucas')}/block`;
    expect(await statusOf(RUTH, `/keys/${await idOf('lucas')}`)).toBe(200);
    expect(await statusOf(RUTH, block, 'POST')).toBe(403);
    expect(await statusOf(SOFIA, block, 'POST')).toBe(404);
    expect(await statusOf(MEI, block, 'POST')).toBe(200);
  });

  it.each([
    [
      'IS_OWNER of the person',
      litemaasKeyConditions.isOwner({ claims: [LUCAS] }),
      ['lucas'],
    ],
    [
      'IS_OWNER of the group, in capitals',
      litemaasKeyConditions.isOwner({ claims: ['Group:default/Payments'] }),
      ['checkout', 'payments'],
    ],
    [
      'IS_TEAM_MEMBER',
      litemaasKeyConditions.isTeamMember({ claims: [LUCAS, PAYMENTS] }),
      ['checkout', 'payments'],
    ],
    [
      'IS_TEAM_OWNER by the annotation',
      litemaasKeyConditions.isTeamOwner({ claims: [PRIYA] }),
      ['checkout', 'payments'],
    ],
    [
      'IS_TEAM_OWNER of somebody else',
      litemaasKeyConditions.isTeamOwner({ claims: [LUCAS] }),
      [],
    ],
    [
      'not',
      { not: litemaasKeyConditions.isTeamMember({ claims: [PAYMENTS] }) },
      ['lucas'],
    ],
    [
      'anyOf and allOf',
      {
        anyOf: [
          litemaasKeyConditions.isOwner({ claims: [LUCAS] }),
          {
            allOf: [
              litemaasKeyConditions.isTeamOwner({ claims: [PRIYA] }),
              litemaasKeyConditions.isOwner({ claims: [SOFIA] }),
            ],
          },
        ],
      },
      ['lucas'],
    ],
    [
      'more than is theirs',
      litemaasKeyConditions.isOwner({ claims: [SOFIA, LUCAS] }),
      ['lucas'],
    ],
  ] satisfies [string, PermissionCriteria<PermissionCondition>, string[]][])(
    'narrows by a condition: %s',
    async (_, conditions, keys) => {
      litemaas.setPolicy(only(keyReadPermission, conditions));
      expect(await keysSeenBy(LUCAS)).toEqual(keys);
    },
  );

  it('puts a policy above admins', async () => {
    litemaas.setPolicy(deny);
    expect(await keysSeenBy(MEI)).toEqual([]);
    expect(await statusOf(MEI, `/keys/${await idOf('lucas')}`)).toBe(404);
  });

  it('refuses a basic permission with a stable code', async () => {
    litemaas.setPolicy(asked =>
      isPermission(asked, subscriptionCreatePermission)
        ? { result: AuthorizeResult.DENY }
        : { result: AuthorizeResult.ALLOW },
    );
    await expect(
      litemaas
        .as(LUCAS)
        .subscribe({ modelId: '01990000-0000-7000-8000-000000000000' }),
    ).rejects.toMatchObject({
      statusCode: 403,
      body: { error: { code: 'auth.not_allowed' } },
    });
  });

  it('hides a private model from whom it was not granted, whatever the policy says', async () => {
    const namesSeenBy = async (who: string) =>
      (await litemaas.as(who).listModels({ limit: 100 })).items.map(
        model => model.name,
      );
    expect(await namesSeenBy(LUCAS)).toContain('claude-sonnet');
    expect(await namesSeenBy(SOFIA)).not.toContain('claude-sonnet');
    expect(await namesSeenBy(RUTH)).toContain('claude-sonnet');
    litemaas.setPolicy(
      only(
        modelReadPermission,
        litemaasModelConditions.isModelVisible({ claims: [SOFIA] }),
      ),
    );
    expect(await namesSeenBy(LUCAS)).not.toContain('claude-sonnet');
    expect(await namesSeenBy(LUCAS)).toContain('gpt-4o-mini');
  });

  describe('for the permission backend', () => {
    const ask = async (path: string, body?: unknown) => {
      const response = await fetch(
        `${litemaas.baseUrl}/.well-known/backstage/permissions/${path}`,
        {
          method: body ? 'POST' : 'GET',
          headers: {
            authorization: mockCredentials.service.header(),
            'content-type': 'application/json',
          },
          body: body ? JSON.stringify(body) : undefined,
        },
      );
      expect(response.status).toBe(200);
      return response.json();
    };

    it('names permissions and rules', async () => {
      const metadata = await ask('metadata');
      const permissions: { name: string }[] = metadata.permissions;
      expect(permissions.map(one => one.name)).toContain(
        keyBlockPermission.name,
      );
      expect(permissions).toHaveLength(11);
      const rules: { name: string; resourceType: string }[] = metadata.rules;
      expect(
        rules.map(rule => `${rule.resourceType} ${rule.name}`).sort(),
      ).toEqual([
        'litemaas-key IS_OWNER',
        'litemaas-key IS_TEAM_MEMBER',
        'litemaas-key IS_TEAM_OWNER',
        'litemaas-model IS_APPROVER',
        'litemaas-model IS_MODEL_VISIBLE',
        'litemaas-subscription IS_APPROVER',
        'litemaas-subscription IS_OWNER',
        'litemaas-subscription IS_TEAM_MEMBER',
        'litemaas-subscription IS_TEAM_OWNER',
      ]);
    });

    it('applies rules to single resources as the lists do', async () => {
      const ids = await Promise.all(
        ['checkout', 'lucas', 'payments', 'sofia'].map(idOf),
      );
      const { items } = await ask('apply-conditions', {
        items: [
          {
            id: '1',
            resourceRef: ids,
            resourceType: RESOURCE_TYPE_KEY,
            conditions: litemaasKeyConditions.isTeamOwner({ claims: [PRIYA] }),
          },
        ],
      });
      expect(items[0].result).toEqual(['ALLOW', 'DENY', 'ALLOW', 'DENY']);
    });
  });
});
