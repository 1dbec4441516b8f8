import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
  type PermissionResourceRef,
} from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_KEY,
  RESOURCE_TYPE_MODEL,
  RESOURCE_TYPE_SUBSCRIPTION,
} from '@litemaas/backstage-plugin-litemaas-common';
import { z } from 'zod';

/** A rule with its claims, for the list queries: what it means in SQL needs the catalog and is worked out later. */
export interface AccessQuery {
  rule: 'owner' | 'team-member' | 'team-owner' | 'approver' | 'model-visible';
  claims: string[];
}

/** A model as rules see it. References are full and in lower case. */
export interface ModelResource {
  id: string;
  isPrivate: boolean;
  ownerRef: string;
  /** Who may see it while it is private. */
  grantedTo: string[];
  approvers: string[];
}

/** A key or a subscription as rules see it. */
export interface OwnedResource {
  id: string;
  ownerRef: string;
  /** Whom the owner stands for: itself, or the owner of a component. */
  partyRef: string;
  /** Owners of the group that the party is. */
  teamOwners: string[];
  /** Who decides the request; empty for a key. */
  approvers: string[];
}

export const modelResourceRef = createPermissionResourceRef<
  ModelResource,
  AccessQuery
>().with({ pluginId: 'litemaas', resourceType: RESOURCE_TYPE_MODEL });

export const subscriptionResourceRef = createPermissionResourceRef<
  OwnedResource,
  AccessQuery
>().with({ pluginId: 'litemaas', resourceType: RESOURCE_TYPE_SUBSCRIPTION });

export const keyResourceRef = createPermissionResourceRef<
  OwnedResource,
  AccessQuery
>().with({ pluginId: 'litemaas', resourceType: RESOURCE_TYPE_KEY });

const paramsSchema = z.object({
  claims: z
    .array(z.string())
    .describe(
      'References to test, as a rule the ownership references of the person who asks',
    ),
});

interface Claims {
  claims: string[];
}

const among = (claims: string[], refs: string[]) => {
  const wanted = new Set(claims.map(ref => ref.toLocaleLowerCase('en-US')));
  return refs.some(ref => wanted.has(ref));
};

const query =
  (rule: AccessQuery['rule']) =>
  ({ claims }: Claims): AccessQuery => ({
    rule,
    claims: claims.map(ref => ref.toLocaleLowerCase('en-US')),
  });

function ownershipRules<T extends string>(
  resourceRef: PermissionResourceRef<OwnedResource, AccessQuery, T, 'litemaas'>,
) {
  return {
    isOwner: createPermissionRule({
      name: 'IS_OWNER',
      description: 'Owned by one of the claims, or by a component of theirs',
      resourceRef,
      paramsSchema,
      apply: ({ ownerRef, partyRef }, { claims }: Claims) =>
        among(claims, [ownerRef, partyRef]),
      toQuery: query('owner'),
    }),
    isTeamMember: createPermissionRule({
      name: 'IS_TEAM_MEMBER',
      description: 'Owned by a group among the claims, or by its component',
      resourceRef,
      paramsSchema,
      apply: ({ partyRef }, { claims }: Claims) =>
        partyRef.startsWith('group:') && among(claims, [partyRef]),
      toQuery: query('team-member'),
    }),
    isTeamOwner: createPermissionRule({
      name: 'IS_TEAM_OWNER',
      description:
        'Owned by a group whose litemaas.io/owners name one of the claims',
      resourceRef,
      paramsSchema,
      apply: ({ teamOwners }, { claims }: Claims) => among(claims, teamOwners),
      toQuery: query('team-owner'),
    }),
  };
}

/** Rules of models. */
export const modelRules = {
  isModelVisible: createPermissionRule({
    name: 'IS_MODEL_VISIBLE',
    description:
      'Public, restricted, or private and granted to or owned by one of the claims',
    resourceRef: modelResourceRef,
    paramsSchema,
    apply: ({ isPrivate, ownerRef, grantedTo }, { claims }: Claims) =>
      !isPrivate || among(claims, [ownerRef, ...grantedTo]),
    toQuery: query('model-visible'),
  }),
  isApprover: createPermissionRule({
    name: 'IS_APPROVER',
    description: 'Requests for the model are decided by one of the claims',
    resourceRef: modelResourceRef,
    paramsSchema,
    apply: ({ approvers }, { claims }: Claims) => among(claims, approvers),
    toQuery: query('approver'),
  }),
};

/** Rules of subscriptions. */
export const subscriptionRules = {
  ...ownershipRules(subscriptionResourceRef),
  isApprover: createPermissionRule({
    name: 'IS_APPROVER',
    description: 'Requests for its model are decided by one of the claims',
    resourceRef: subscriptionResourceRef,
    paramsSchema,
    apply: ({ approvers }, { claims }: Claims) => among(claims, approvers),
    toQuery: query('approver'),
  }),
};

/** Rules of keys. */
export const keyRules = ownershipRules(keyResourceRef);

/**
 * For a permission policy: conditions on models, and the decision made of them.
 * @public
 */
export const {
  conditions: litemaasModelConditions,
  createConditionalDecision: createLitemaasModelConditionalDecision,
} = createConditionExports({
  resourceRef: modelResourceRef,
  rules: modelRules,
});

/**
 * For a permission policy: conditions on subscriptions, and the decision made of them.
 * @public
 */
export const {
  conditions: litemaasSubscriptionConditions,
  createConditionalDecision: createLitemaasSubscriptionConditionalDecision,
} = createConditionExports({
  resourceRef: subscriptionResourceRef,
  rules: subscriptionRules,
});

/**
 * For a permission policy: conditions on keys, and the decision made of them.
 * @public
 */
export const {
  conditions: litemaasKeyConditions,
  createConditionalDecision: createLitemaasKeyConditionalDecision,
} = createConditionExports({ resourceRef: keyResourceRef, rules: keyRules });
