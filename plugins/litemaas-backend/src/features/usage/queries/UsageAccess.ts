import type { Knex } from 'knex';
import type { Caller } from '../../../platform/access/Caller';
import { notAllowed, notFound } from '../../../platform/http/errors';
import type { PeopleService } from '../../people/PeopleService';

/** Narrows a query on `usage_rollups` or `usage_events`, which have the same columns for it. */
export type Narrow = (query: Knex.QueryBuilder) => void;

/**
 * How closely usage is looked at: sums by model and provider; also by key and call by call; also by person.
 */
export type Closeness = 'totals' | 'keys' | 'persons';

/** Whose usage a query asks for. */
export interface UsageSubject {
  /** `me`, `all` or a reference. */
  owner: string;
  keyId?: string;
}

type Level = 'everything' | 'totals' | 'nothing';

/**
 * Who sees whose usage: everybody all of their own; a member of a group its totals by model; who owns the group
 * (`litemaas.io/owners`) everything of it; auditors and admins everything of everybody. Components are seen as their
 * owner is.
 */
export class UsageAccess {
  readonly #db: Knex;
  readonly #people: PeopleService;
  readonly #persons: 'owners' | 'nobody';

  constructor(options: {
    db: Knex;
    people: PeopleService;
    /** `litemaas.usage.persons`: where nobody may see others by person. */
    persons: 'owners' | 'nobody';
  }) {
    this.#db = options.db;
    this.#people = options.people;
    this.#persons = options.persons;
  }

  /**
   * The filter for what the caller may see of what they ask for.
   * @throws NotAllowedError `usage.owner_not_allowed`, also for an owner that does not exist
   * @throws NotFoundError `key.not_found`
   */
  async narrow(
    caller: Caller,
    subject: UsageSubject,
    closeness: Closeness,
  ): Promise<Narrow> {
    const owner = subject.owner.toLocaleLowerCase('en-US');
    if (
      closeness === 'persons' &&
      owner !== 'me' &&
      owner !== caller.entityRef
    ) {
      this.#assertPersonsShown();
    }
    if (subject.keyId) {
      return this.#ofKey(caller, subject.keyId, owner, closeness);
    }
    if (owner === 'me' || owner === caller.entityRef) {
      return query => query.where('owner_ref', caller.entityRef);
    }
    return owner === 'all'
      ? this.#ofAll(caller, closeness)
      : this.#ofOwner(caller, owner, closeness);
  }

  /** One key: for who may see its owner closely, and for who made it, as long as they belong to its owner. */
  async #ofKey(
    caller: Caller,
    keyId: string,
    owner: string,
    closeness: Closeness,
  ): Promise<Narrow> {
    const key: { owner_ref: string; created_by: string } | undefined =
      await this.#db('api_keys')
        .where('id', keyId)
        .first('owner_ref', 'created_by');
    const level = key && (await this.#levelOf(caller, key.owner_ref));
    if (!key || !level || level === 'nothing') {
      throw notFound('key.not_found', 'There is no such key.');
    }
    if (level === 'totals' && key.created_by !== caller.entityRef) {
      throw notVisible(closeness);
    }
    return query => {
      query.where('key_id', keyId);
      if (owner !== 'me' && owner !== 'all') {
        query.where('owner_ref', owner);
      }
    };
  }

  async #ofAll(caller: Caller, closeness: Closeness): Promise<Narrow> {
    if (seesAll(caller)) {
      return () => undefined;
    }
    const owners = await this.#people.ownersFor(caller);
    const refs: string[] = [];
    for (const { ownerRef } of owners) {
      const level = await this.#levelOf(caller, ownerRef);
      if (
        level === 'everything' ||
        (level === 'totals' && closeness === 'totals')
      ) {
        refs.push(ownerRef);
      }
    }
    return query => query.whereIn('owner_ref', refs);
  }

  async #ofOwner(
    caller: Caller,
    owner: string,
    closeness: Closeness,
  ): Promise<Narrow> {
    const level = await this.#levelOf(caller, owner);
    if (level === 'nothing' || (level === 'totals' && closeness !== 'totals')) {
      throw notVisible(closeness);
    }
    return query => query.where('owner_ref', owner);
  }

  async #levelOf(caller: Caller, ownerRef: string): Promise<Level> {
    if (ownerRef === caller.entityRef || seesAll(caller)) {
      return 'everything';
    }
    const party = (await this.#people.ownershipOf(ownerRef))?.gatewayPartyRef;
    if (!party) {
      return 'nothing';
    }
    const is = (ref: string) => caller.ownershipRefs.includes(ref);
    if (
      party === caller.entityRef ||
      (await this.#people.groupOwners(party)).some(is)
    ) {
      return 'everything';
    }
    return is(party) ? 'totals' : 'nothing';
  }

  #assertPersonsShown(): void {
    if (this.#persons === 'nobody') {
      throw notAllowed(
        'usage.owner_not_allowed',
        'Usage of others is not shown by person here.',
      );
    }
  }
}

function seesAll(caller: Caller): boolean {
  return caller.isAdmin || caller.isAuditor;
}

function notVisible(closeness: Closeness) {
  return notAllowed(
    'usage.owner_not_allowed',
    closeness === 'totals'
      ? 'You see your own usage and that of your groups.'
      : 'Of a group its members see the totals by model; keys, persons and single calls are for its owners.',
  );
}
