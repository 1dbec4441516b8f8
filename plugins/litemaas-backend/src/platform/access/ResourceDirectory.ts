import type { Knex } from 'knex';
import type { AccessQuery, ModelResource, OwnedResource } from './rules';

/** What access decisions need to know of the catalog. References are full and in lower case. */
export interface Standing {
  /** Components owned by any of the given users and groups. */
  componentsOwnedBy(ownerRefs: string[]): Promise<string[]>;
  /** Whom an owner stands for: itself, or the owner of a component. */
  partyOf(ownerRef: string): Promise<string>;
  /** Owners of a group, by annotation. */
  groupOwners(groupRef: string): Promise<string[]>;
  /** Who decides requests for the models of an owner. */
  approversOf(modelOwnerRef: string): Promise<string[]>;
}

/** Narrows a query on the table of the resource, unaliased, to what may be seen. */
export type Narrow = (query: Knex.QueryBuilder) => void;

/** The three resources by the table each lives in. */
export type ResourceTable = 'models' | 'subscriptions' | 'api_keys';

/**
 * What a rule means for our rows: as SQL for lists, as a loaded resource for the permission backend. The catalog is
 * asked for the few owners there are; the filter itself runs in the database.
 */
export class ResourceDirectory {
  readonly #db: Knex;
  readonly #standing: Standing;

  constructor(options: { db: Knex; standing: Standing }) {
    this.#db = options.db;
    this.#standing = options.standing;
  }

  /** A rule with its claims, as SQL. */
  async narrow(table: ResourceTable, query: AccessQuery): Promise<Narrow> {
    const { rule, claims } = query;
    switch (rule) {
      case 'model-visible':
        return this.#visible(claims);
      case 'approver':
        return this.#approvable(table, claims);
      case 'team-owner':
        return this.#ownedBy(table, await this.#teamsOwnedBy(table, claims));
      case 'team-member':
        return this.#ownedBy(
          table,
          claims.filter(ref => ref.startsWith('group:')),
        );
      default:
        return this.#ownedBy(table, claims);
    }
  }

  /** Models as rules see them, in the order asked for. */
  async models(ids: string[]): Promise<(ModelResource | undefined)[]> {
    const rows: { id: string; visibility: string; owner_ref: string }[] =
      await this.#db('models')
        .whereIn('id', ids)
        .select('id', 'visibility', 'owner_ref');
    const grants: { model_id: string; entity_ref: string }[] = await this.#db(
      'model_grants',
    ).whereIn('model_id', ids);
    const found = await Promise.all(
      rows.map(async row => ({
        id: row.id,
        isPrivate: row.visibility === 'private',
        ownerRef: row.owner_ref,
        grantedTo: grants
          .filter(grant => grant.model_id === row.id)
          .map(grant => grant.entity_ref),
        approvers: await this.#standing.approversOf(row.owner_ref),
      })),
    );
    return ids.map(id => found.find(resource => resource.id === id));
  }

  /** Keys or subscriptions as rules see them, in the order asked for. */
  async owned(
    table: 'subscriptions' | 'api_keys',
    ids: string[],
  ): Promise<(OwnedResource | undefined)[]> {
    const query = this.#db(table).whereIn(`${table}.id`, ids);
    const rows: { id: string; owner_ref: string; model_owner_ref?: string }[] =
      table === 'subscriptions'
        ? await query
            .join('models', 'models.id', 'subscriptions.model_id')
            .select(
              'subscriptions.id',
              'subscriptions.owner_ref',
              'models.owner_ref as model_owner_ref',
            )
        : await query.select('id', 'owner_ref');
    const found = await Promise.all(
      rows.map(async row => {
        const partyRef = await this.#standing.partyOf(row.owner_ref);
        return {
          id: row.id,
          ownerRef: row.owner_ref,
          partyRef,
          teamOwners: partyRef.startsWith('group:')
            ? await this.#standing.groupOwners(partyRef)
            : [],
          approvers: row.model_owner_ref
            ? await this.#standing.approversOf(row.model_owner_ref)
            : [],
        };
      }),
    );
    return ids.map(id => found.find(resource => resource.id === id));
  }

  #visible(claims: string[]): Narrow {
    const granted = this.#db('model_grants')
      .whereIn('entity_ref', claims)
      .select('model_id');
    return query =>
      query
        .whereNot('models.visibility', 'private')
        .orWhereIn('models.owner_ref', claims)
        .orWhereIn('models.id', granted);
  }

  async #approvable(table: ResourceTable, claims: string[]): Promise<Narrow> {
    const owners: string[] = await this.#db('models')
      .distinct('owner_ref')
      .pluck('owner_ref');
    const decided = await Promise.all(
      owners.map(async ref => {
        const approvers = await this.#standing.approversOf(ref);
        return approvers.some(one => claims.includes(one)) ? [ref] : [];
      }),
    );
    const models = this.#db('models')
      .whereIn('owner_ref', decided.flat())
      .select('id');
    return query =>
      table === 'subscriptions'
        ? query.whereIn('subscriptions.model_id', models)
        : query.whereIn('models.owner_ref', decided.flat());
  }

  async #ownedBy(table: ResourceTable, refs: string[]): Promise<Narrow> {
    const components = await this.#standing.componentsOwnedBy(refs);
    return query =>
      query.whereIn(`${table}.owner_ref`, [...refs, ...components]);
  }

  async #teamsOwnedBy(
    table: ResourceTable,
    claims: string[],
  ): Promise<string[]> {
    const owners: string[] = await this.#db(table)
      .distinct('owner_ref')
      .pluck('owner_ref');
    const parties = await Promise.all(
      owners.map(ref => this.#standing.partyOf(ref)),
    );
    const teams = [...new Set(parties)].filter(ref => ref.startsWith('group:'));
    const owned = await Promise.all(
      teams.map(async ref => {
        const teamOwners = await this.#standing.groupOwners(ref);
        return teamOwners.some(one => claims.includes(one)) ? [ref] : [];
      }),
    );
    return owned.flat();
  }
}
