import type {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type BasicPermission,
  type PermissionCriteria,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import {
  litemaasPermissions,
  subscriptionApprovePermission,
  RESOURCE_TYPE_KEY,
  RESOURCE_TYPE_MODEL,
  RESOURCE_TYPE_SUBSCRIPTION,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import { notAllowed } from '../http/errors';
import type { Caller } from './Caller';
import type {
  Narrow,
  ResourceDirectory,
  ResourceTable,
} from './ResourceDirectory';
import {
  keyResourceRef,
  keyRules,
  modelResourceRef,
  modelRules,
  subscriptionResourceRef,
  subscriptionRules,
  type AccessQuery,
} from './rules';

/** Where resources of a type live, and the conditions a policy may put on them. */
const RESOURCES: Record<
  string,
  {
    table: ResourceTable;
    toCriteria: ReturnType<typeof createConditionTransformer<AccessQuery>>;
  }
> = {
  [RESOURCE_TYPE_MODEL]: {
    table: 'models',
    toCriteria: createConditionTransformer(Object.values(modelRules)),
  },
  [RESOURCE_TYPE_SUBSCRIPTION]: {
    table: 'subscriptions',
    toCriteria: createConditionTransformer(Object.values(subscriptionRules)),
  },
  [RESOURCE_TYPE_KEY]: {
    table: 'api_keys',
    toCriteria: createConditionTransformer(Object.values(keyRules)),
  },
};

// A condition of its own: an empty group is left out of the statement, and what is or-ed to it would stand alone.
const everything: Narrow = query => query.whereRaw('1 = 1');
const nothing: Narrow = query => query.whereRaw('1 = 0');

/**
 * Who may do what: the host's permission policy and, whatever it says, our own baseline. Under a policy that allows
 * everything an ordinary person still reaches their own and their teams' things only.
 */
export class AccessPolicy {
  readonly #db: Knex;
  readonly #permissions: PermissionsService;
  readonly #resources: ResourceDirectory;

  constructor(options: {
    db: Knex;
    permissions: PermissionsService;
    resources: ResourceDirectory;
  }) {
    this.#db = options.db;
    this.#permissions = options.permissions;
    this.#resources = options.resources;
  }

  /**
   * Asks the policy for a permission that speaks of no resource.
   * @throws NotAllowedError `auth.not_allowed`
   */
  async authorize(caller: Caller, permission: BasicPermission): Promise<void> {
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials: caller.credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw notAllowed(
        'auth.not_allowed',
        `You are not allowed to do this (${permission.name}).`,
      );
    }
  }

  /** Policy and baseline as one filter, for a query on the resource's own table, unaliased. */
  async filter(
    caller: Caller,
    permission: ResourcePermission,
  ): Promise<Narrow> {
    const [policy, baseline] = await Promise.all([
      this.#policy(caller, permission),
      this.#baseline(caller, permission),
    ]);
    return query => query.where(policy).where(baseline);
  }

  /**
   * The same for one resource, which must be written already; what may not be seen answers as what is not there. Call
   * it outside of transactions.
   */
  async decide(
    caller: Caller,
    permission: ResourcePermission,
    resource: { id: string },
  ): Promise<boolean> {
    const permitted = await this.permitted(caller, permission, [resource.id]);
    return permitted.has(resource.id);
  }

  /** The same for a page of resources, in one statement: the ids of those that the caller may do it to. */
  async permitted(
    caller: Caller,
    permission: ResourcePermission,
    ids: string[],
  ): Promise<Set<string>> {
    const { table } = RESOURCES[permission.resourceType];
    const query = this.#db(table).whereIn(`${table}.id`, ids);
    const narrow = await this.filter(caller, permission);
    narrow(query);
    return new Set<string>(await query.pluck(`${table}.id`));
  }

  /** Makes permissions and rules known to the permission backend. */
  register(registry: PermissionsRegistryService): void {
    const of = (type: string) =>
      litemaasPermissions.filter(
        permission =>
          permission.type === 'resource' && permission.resourceType === type,
      );
    registry.addResourceType({
      resourceRef: modelResourceRef,
      permissions: of(RESOURCE_TYPE_MODEL),
      rules: Object.values(modelRules),
      getResources: ids => this.#resources.models(ids),
    });
    registry.addResourceType({
      resourceRef: subscriptionResourceRef,
      permissions: of(RESOURCE_TYPE_SUBSCRIPTION),
      rules: Object.values(subscriptionRules),
      getResources: ids => this.#resources.owned('subscriptions', ids),
    });
    registry.addResourceType({
      resourceRef: keyResourceRef,
      permissions: of(RESOURCE_TYPE_KEY),
      rules: Object.values(keyRules),
      getResources: ids => this.#resources.owned('api_keys', ids),
    });
    registry.addPermissions(
      litemaasPermissions.filter(permission => permission.type === 'basic'),
    );
  }

  async #policy(
    caller: Caller,
    permission: ResourcePermission,
  ): Promise<Narrow> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials: caller.credentials },
    );
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return everything;
      case AuthorizeResult.CONDITIONAL: {
        const { table, toCriteria } = RESOURCES[permission.resourceType];
        return this.#compile(table, toCriteria(decision.conditions));
      }
      default:
        return nothing;
    }
  }

  /**
   * Admins may do everything and auditors read everything. Everybody else: models they can see; requests that they
   * decide; subscriptions and keys that are theirs, their groups' or their components'.
   */
  async #baseline(
    caller: Caller,
    permission: ResourcePermission,
  ): Promise<Narrow> {
    const isRead = permission.attributes.action === 'read';
    if (caller.isAdmin || (isRead && caller.isAuditor)) {
      return everything;
    }
    const claims = caller.ownershipRefs;
    const { table } = RESOURCES[permission.resourceType];
    const any = (first: AccessQuery['rule'], ...more: AccessQuery['rule'][]) =>
      this.#compile(table, {
        anyOf: [
          { rule: first, claims },
          ...more.map(rule => ({ rule, claims })),
        ],
      });
    if (table === 'models') {
      return any('model-visible', 'approver');
    }
    if (permission.name === subscriptionApprovePermission.name) {
      return any('approver');
    }
    return table === 'subscriptions' && isRead
      ? any('owner', 'approver')
      : any('owner');
  }

  async #compile(
    table: ResourceTable,
    criteria: PermissionCriteria<AccessQuery>,
  ): Promise<Narrow> {
    if ('anyOf' in criteria) {
      const parts = await this.#compileAll(table, criteria.anyOf);
      return query => parts.forEach(part => query.orWhere(part));
    }
    if ('allOf' in criteria) {
      const parts = await this.#compileAll(table, criteria.allOf);
      return query => parts.forEach(part => query.where(part));
    }
    if ('not' in criteria) {
      const part = await this.#compile(table, criteria.not);
      return query => query.whereNot(part);
    }
    return this.#resources.narrow(table, criteria);
  }

  #compileAll(table: ResourceTable, all: PermissionCriteria<AccessQuery>[]) {
    return Promise.all(all.map(one => this.#compile(table, one)));
  }
}
