import type { Entity } from '@backstage/catalog-model';
import { databaseIds, startLitemaas, type Harness } from './testing/harness';
import { ANA, LUCAS, MEI, SEARCH } from './testing/permissions/cast';
import { routeOf } from './testing/permissions/ask';

jest.setTimeout(60_000);

const MALLORY = 'user:default/mallory';
const EVE = 'user:default/eve';
const TRUSTED = 'https://github.com/kestrel';

/** An entity, from a provider or from an address that somebody registered. */
function entity(
  kind: string,
  name: string,
  more: {
    address?: string;
    memberOf?: string[];
    ownedBy?: string;
    owners?: string;
  },
): Entity {
  const { address, memberOf = [], ownedBy, owners } = more;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        ...(address && {
          'backstage.io/managed-by-origin-location': `url:${address}`,
        }),
        ...(owners && { 'litemaas.io/owners': owners }),
      },
    },
    relations: [
      ...memberOf.map(targetRef => ({ type: 'memberOf', targetRef })),
      ...(ownedBy ? [{ type: 'ownedBy', targetRef: ownedBy }] : []),
    ],
  };
}

/** Everything that Mallory registered is at this address. */
const address = 'https://github.com/mallory/mine/blob/main/all.yaml';
const ENTITIES = [
  entity('User', 'mallory', {
    memberOf: [SEARCH, 'group:default/shadow-admins', 'group:default/shadow'],
  }),
  entity('Group', 'shadow-admins', { address }),
  entity('Group', 'shadow', { address, owners: MALLORY }),
  entity('Component', 'shadow-service', { address, ownedBy: MALLORY }),
  entity('Component', 'known-service', {
    address: `${TRUSTED}/known/catalog-info.yaml`,
    ownedBy: MALLORY,
  }),
  entity('User', 'eve', { address, memberOf: ['group:default/ai-platform'] }),
];

type Body = Record<string, unknown>;
type Refusal = [field: unknown, status: number, codeOrOutcome: string];

describe.each(databaseIds)('nobody raises themselves on %s', databaseId => {
  let litemaas: Harness;
  let models: Map<string, string>;

  beforeAll(async () => {
    litemaas = await startLitemaas({
      databaseId,
      entities: ENTITIES,
      config: {
        // Not in the catalog until somebody registers a Group of this name: nobody is an admin.
        admins: ['group:default/shadow-admins'],
        auditors: ['group:default/shadow-admins', EVE],
        catalog: { trustedLocations: [TRUSTED] },
        models: {
          defaultOwner: 'group:default/ai-platform',
          rules: [
            { match: 'gpt-4o-mini', visibility: 'public', plans: ['starter'] },
            {
              match: 'qwen-2.5-coder',
              visibility: 'private',
              groups: [SEARCH],
            },
            { match: 'claude-sonnet', owner: 'group:default/shadow' },
            { match: 'flux-pro', owner: ANA },
          ],
        },
      },
    });
  });
  afterAll(() => litemaas?.stop());
  beforeEach(async () => {
    await litemaas.reset();
    const { items } = await litemaas.as(MALLORY).listModels({ limit: 100 });
    models = new Map(items.map(model => [model.name, model.id]));
  });

  const idOf = (name: string) => models.get(name) ?? '';
  const send = async (who: string, route: string, body: Body) => {
    const [method, path] = route.split(' ');
    const response = await litemaas.fetch(who, path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    const { error, results } = await response.json();
    return [response.status, error?.code ?? results?.[0].outcome];
  };

  describe('by what they register in the catalog', () => {
    it('gives no role by a Group or a User, though the configuration names it', async () => {
      for (const who of [MALLORY, EVE]) {
        const { isAdmin, isAuditor, approvals } = await litemaas
          .as(who)
          .getMe();
        expect({ isAdmin, isAuditor, approvals }).toEqual({
          isAdmin: false,
          isAuditor: false,
          approvals: { mayDecide: false, waiting: 0 },
        });
      }
    });

    it('lets nobody act for a registered Group or Component, nor a registered User for a group', async () => {
      const ownersOf = async (who: string) =>
        (await litemaas.as(who).getMe()).owners.map(owner => owner.entityRef);
      expect(await ownersOf(MALLORY)).toEqual([
        MALLORY,
        SEARCH,
        'component:default/known-service',
        'component:default/product-search',
      ]);
      expect(await ownersOf(EVE)).toEqual([EVE]);
      for (const ownerRef of [
        'group:default/shadow',
        'component:default/shadow-service',
      ]) {
        const modelId = idOf('gpt-4o-mini');
        expect(
          await send(MALLORY, 'POST /subscriptions', { modelId, ownerRef }),
        ).toEqual([403, 'owner.not_allowed']);
        expect(
          await send(MALLORY, 'POST /keys', {
            name: 'One more budget',
            modelIds: [modelId],
            subscribe: {},
            ownerRef,
          }),
        ).toEqual([403, 'owner.not_allowed']);
      }
    });
  });

  describe('while there is no admin', () => {
    const request = (who: string, model: string) =>
      litemaas.as(who).subscribe({ modelId: idOf(model), reason: 'To try it' });
    const decide = (who: string, id: string) =>
      send(who, 'POST /approvals/decisions', {
        decision: 'approve',
        ids: [id],
      });

    it('has requests decided by whom the model belongs to', async () => {
      const { id } = await request(LUCAS, 'mistral-large');
      expect(await decide(ANA, id)).toEqual([200, 'approved']);
    });

    it.each([
      ['a model whose owner does not count', LUCAS, 'claude-sonnet'],
      ['the own model of its only approver', ANA, 'flux-pro'],
    ])('lets a request for %s wait, to be withdrawn', async (_, who, model) => {
      const { id } = await request(who, model);
      for (const other of [MALLORY, EVE, MEI]) {
        expect(await decide(other, id)).toEqual([200, 'not_found']);
      }
      expect(await decide(who, id)).toEqual([200, 'own_request']);
      const { status } = await litemaas.as(who).endSubscription(id, {});
      expect(status).toBe('ended');
      expect((await request(who, model)).status).toBe('requested');
    });

    it('shows details of the health to nobody', async () => {
      const { details } = await litemaas.as(MEI).getHealth();
      expect(details).toBeUndefined();
    });
  });

  describe('by a field', () => {
    const IN_YEARS = '2028-01-01T00:00:00Z';
    /** What each field of a change could raise, and the refusal; `free` raises nothing. */
    const FIELDS: Record<string, Record<string, 'free' | (() => Refusal)>> = {
      'POST /keys': {
        name: 'free',
        purpose: 'free',
        ownerRef: () => [SEARCH, 403, 'owner.not_allowed'],
        modelIds: () => [[idOf('mistral-large')], 400, 'model.not_public'],
        subscribe: () => [{ planId: 'team' }, 400, 'plan.not_offered'],
        budgetNanos: () => ['20000000001', 400, 'key.budget_exceeds_plan'],
        // A shorter one lets through no more: the subscription's own budget holds besides.
        period: 'free',
        rpm: () => [61, 400, 'key.rate_exceeds_plan'],
        tpm: () => [100_001, 400, 'key.rate_exceeds_plan'],
        // No plan limits it.
        maxParallel: 'free',
        expiresAt: () => [IN_YEARS, 400, 'key.expiry_invalid'],
        keepValue: 'free',
      },
      'PATCH /keys/{}': {
        name: 'free',
        purpose: 'free',
        modelIds: () => [[idOf('mistral-large')], 400, 'model.not_subscribed'],
        budgetNanos: () => ['20000000001', 400, 'key.budget_exceeds_plan'],
        period: 'free',
        rpm: () => [61, 400, 'key.rate_exceeds_plan'],
        tpm: () => [100_001, 400, 'key.rate_exceeds_plan'],
        maxParallel: 'free',
        expiresAt: () => [IN_YEARS, 400, 'key.expiry_invalid'],
      },
      'POST /keys/{}/block': { reason: 'free' },
      'POST /keys/{}/unblock': { reason: 'free' },
      'POST /keys/{}/replace': { reason: 'free' },
      'POST /keys/{}/revoke': { reason: 'free' },
      'POST /keys/{}/reveal': {},
      // Where a value goes is the operator's to allow: deliveries.test.ts.
      'POST /keys/{}/deliver': {
        destination: () => ['elsewhere', 400, 'destination.not_found'],
        namespace: 'free',
        secretName: 'free',
      },
      'POST /subscriptions': {
        modelId: () => [idOf('qwen-2.5-coder'), 404, 'model.not_found'],
        planId: () => ['team', 400, 'plan.not_offered'],
        ownerRef: () => [SEARCH, 403, 'owner.not_allowed'],
        reason: 'free',
      },
      'POST /subscriptions/{}/end': { reason: 'free' },
      'POST /approvals/decisions': {
        decision: () => ['approve', 200, 'own_request'],
        ids: 'free',
        planId: () => ['team', 200, 'own_request'],
        endsAt: () => [IN_YEARS, 200, 'own_request'],
        reason: 'free',
      },
    };
    /** A body that is taken, and of what. */
    const valid = async (
      route: string,
    ): Promise<[path: string, body: Body]> => {
      const modelId = idOf('gpt-4o-mini');
      switch (route) {
        case 'POST /keys':
          return [route, { name: 'New', modelIds: [modelId], subscribe: {} }];
        case 'POST /subscriptions':
          return [route, { modelId }];
        case 'POST /approvals/decisions': {
          const { id } = await litemaas.as(LUCAS).subscribe({
            modelId: idOf('mistral-large'),
            reason: 'To try it',
          });
          return [route, { decision: 'approve', ids: [id] }];
        }
        case 'POST /subscriptions/{}/end': {
          const { id } = await litemaas.as(LUCAS).subscribe({ modelId });
          return [route.replace('{}', id), {}];
        }
        default: {
          const { key } = await litemaas.as(LUCAS).createKey({
            name: 'Mine',
            modelIds: [modelId],
            subscribe: {},
            keepValue: true,
          });
          const body = route.endsWith('/deliver')
            ? { destination: 'a', namespace: 'b', secretName: 'c' }
            : {};
          return [route.replace('{}', key.id), body];
        }
      }
    };

    it('names every field of every change', async () => {
      const response = await litemaas.fetch(undefined, '/openapi.json');
      const { paths, components } = await response.json();
      const fieldsOf = (schema: Body | undefined): string[] => {
        const { $ref, properties, ...rest } = schema ?? {};
        const parts = [rest.oneOf, rest.anyOf, rest.allOf].flat();
        return [
          ...Object.keys(properties ?? {}),
          ...($ref
            ? fieldsOf(components.schemas[String($ref).split('/').pop() ?? ''])
            : []),
          ...parts.flatMap(part => (part ? fieldsOf(part as Body) : [])),
        ];
      };
      const changes = Object.entries<Record<string, Body>>(paths).flatMap(
        ([path, methods]) =>
          Object.entries(methods)
            .filter(([method]) => method !== 'get')
            .map(([method, { requestBody }]) => {
              const content = (requestBody as Body | undefined)?.content as
                | Record<string, { schema: Body }>
                | undefined;
              const schema = content?.['application/json'].schema;
              return [routeOf(method, path), [...new Set(fieldsOf(schema))]];
            }),
      );
      const sorted = (routes: [string, string[]][]) =>
        routes
          .map(([route, fields]) => `${route}: ${[...fields].sort()}`)
          .sort();
      expect(
        sorted(
          Object.entries(FIELDS).map(([route, fields]) => [
            route,
            Object.keys(fields),
          ]),
        ),
      ).toEqual(sorted(changes as [string, string[]][]));
    });

    it.each(
      Object.entries(FIELDS).flatMap(([route, fields]) =>
        Object.entries(fields).flatMap(([field, raise]) =>
          raise === 'free' ? [] : [{ route, field, raise }],
        ),
      ),
    )('refuses more by $field of $route', async ({ route, field, raise }) => {
      const [path, body] = await valid(route);
      const [value, ...refusal] = raise();
      expect(await send(LUCAS, path, { ...body, [field]: value })).toEqual(
        refusal,
      );
    });

    it.each(Object.keys(FIELDS))(
      'refuses what %s does not have: another owner, state, role or hash',
      async route => {
        const [path, body] = await valid(route);
        for (const extra of [
          { owner: SEARCH },
          { owner_ref: SEARCH },
          { createdBy: ANA },
          { requestedBy: ANA },
          { state: 'active' },
          { status: 'active' },
          { isAdmin: true },
          { hash: 'a'.repeat(64) },
          { teamId: 'another' },
        ]) {
          expect(await send(LUCAS, path, { ...body, ...extra })).toEqual([
            400,
            'request.invalid',
          ]);
        }
      },
    );

    it('keeps a limit that was taken away within the plan', async () => {
      const { key } = await litemaas.as(LUCAS).createKey({
        name: 'Mine',
        modelIds: [idOf('gpt-4o-mini')],
        subscribe: {},
      });
      const { budgetNanos, rpm } = await litemaas
        .as(LUCAS)
        .updateKey(key.id, { budgetNanos: null, rpm: null });
      const { limits } = await litemaas.as(LUCAS).getKey(key.id);
      expect({ budgetNanos, rpm, limits }).toMatchObject({
        budgetNanos: null,
        rpm: null,
        limits: [{ scope: 'subscription', limitNanos: '20000000000' }],
      });
    });
  });
});
