import { parseEntityRef } from '@backstage/catalog-model';
import type { Knex } from 'knex';
import type { NamedRef } from '@litemaas/backstage-plugin-litemaas-common';
import type { Caller } from '../../platform/access/Caller';
import { notAllowed } from '../../platform/http/errors';
import {
  normalizeRef,
  type CatalogDirectory,
  type DirectoryEntry,
} from './CatalogDirectory';
import type { PersonStore } from './PersonStore';

/** For whom somebody may act: who owns, and under which user or group it is kept at the gateway. */
export interface Ownership {
  ownerRef: string;
  kind: DirectoryEntry['kind'];
  title: string;
  /** A User for personal things, else the Group: a component's things are kept under its owning group. */
  gatewayPartyRef: string;
}

/** Who people are, whom they belong to and who decides: answers from the catalog, our rows and the configuration. */
export class PeopleService {
  readonly #directory: CatalogDirectory;
  readonly #store: PersonStore;
  readonly #adminRefs: string[];

  constructor(options: {
    directory: CatalogDirectory;
    store: PersonStore;
    adminRefs: string[];
  }) {
    this.#directory = options.directory;
    this.#store = options.store;
    this.#adminRefs = options.adminRefs;
  }

  /** What to call each reference; who is not in the catalog any more is marked as having left. */
  async namedRefs(refs: Iterable<string>): Promise<Map<string, NamedRef>> {
    const wanted = [...new Set(refs)];
    const entries = await this.#directory.byRefs(wanted);
    const gone = wanted.filter(ref => !entries.has(ref));
    const lastTitles = gone.length
      ? await this.#store.lastTitles(gone)
      : new Map<string, string>();
    return new Map(
      wanted.map(entityRef => {
        const last = lastTitles.get(entityRef);
        const title =
          entries.get(entityRef)?.title ??
          (last ? `${last} (left)` : parseEntityRef(entityRef).name);
        return [entityRef, { entityRef, title }];
      }),
    );
  }

  /** {@link PeopleService.namedRefs} for one. */
  async namedRef(entityRef: string): Promise<NamedRef> {
    const named = (await this.namedRefs([entityRef])).get(entityRef);
    return named ?? { entityRef, title: entityRef };
  }

  /** For whom the caller may subscribe and hold keys: themselves, their groups, components of both. */
  async ownersFor(caller: Caller): Promise<Ownership[]> {
    const groupRefs = groupsOf(caller);
    const [entries, components] = await Promise.all([
      this.#directory.byRefs([caller.entityRef, ...groupRefs]),
      this.#directory.componentsOwnedBy(caller.ownershipRefs),
    ]);
    const groups = groupRefs.flatMap(ref => entries.get(ref) ?? []);
    return [
      {
        ownerRef: caller.entityRef,
        kind: 'user',
        title: entries.get(caller.entityRef)?.title ?? caller.title,
        gatewayPartyRef: caller.entityRef,
      },
      ...[...groups, ...components].map(toOwnership),
    ];
  }

  /**
   * Checks that the caller may act for an owner.
   * @throws NotAllowedError `owner.not_allowed`, also when there is no such owner: who it is not for learns nothing
   */
  async assertMayOwnFor(caller: Caller, ownerRef: string): Promise<Ownership> {
    const ref = normalizeRef(ownerRef);
    if (ref === caller.entityRef) {
      return {
        ownerRef: ref,
        kind: 'user',
        title: caller.title,
        gatewayPartyRef: ref,
      };
    }
    const entry = (await this.#directory.byRefs([ref])).get(ref);
    const mine =
      entry?.kind === 'group'
        ? caller.ownershipRefs.includes(ref)
        : entry?.kind === 'component' &&
          entry.ownedBy.some(owner => caller.ownershipRefs.includes(owner));
    if (!entry || !mine) {
      throw notAllowed(
        'owner.not_allowed',
        'You can act for yourself, your groups and the components they own.',
      );
    }
    return toOwnership(entry);
  }

  /** How an owner is kept at the gateway, for work that no person asked for. */
  async ownershipOf(ownerRef: string): Promise<Ownership | undefined> {
    const entry = (await this.#directory.byRefs([ownerRef])).get(ownerRef);
    return entry && toOwnership(entry);
  }

  /** The row that stands for a User or Group at the gateway, made when there is none. Touches nothing but `tx`. */
  async ensureParty(
    tx: Knex.Transaction,
    party: NamedRef,
  ): Promise<{ id: string; kind: 'user' | 'team' }> {
    const kind = parseEntityRef(party.entityRef).kind.toLowerCase();
    const isUser = kind === 'user';
    const { id } = await this.#store.ensure(
      tx,
      isUser ? 'persons' : 'teams',
      party,
    );
    return { id, kind: isUser ? 'user' : 'team' };
  }

  /** The row behind a gateway's user or team. */
  partyById(kind: 'user' | 'team', id: string) {
    return this.#store.byId(kind === 'user' ? 'persons' : 'teams', id);
  }

  /** Those of the references whose entity somebody registered: they give no role and no key. */
  uncounted(refs: string[]): Promise<Set<string>> {
    return this.#directory.uncounted(refs);
  }

  /** Direct members of a group. */
  membersOf(groupRef: string): Promise<string[]> {
    return this.#directory.membersOf(groupRef);
  }

  /** Who owns a group, by its annotation; nobody without one. */
  async groupOwners(groupRef: string): Promise<string[]> {
    return (
      (await this.#directory.byRefs([groupRef])).get(groupRef)?.owners ?? []
    );
  }

  /**
   * Who decides requests for a model of this owner: that user; or the group's owners, else its members; else the
   * admins. References of users and, for the admins, groups.
   */
  async approversOf(modelOwnerRef: string): Promise<string[]> {
    const owner = (await this.#directory.byRefs([modelOwnerRef])).get(
      modelOwnerRef,
    );
    if (owner?.kind === 'user') {
      return [owner.entityRef];
    }
    if (owner?.kind === 'group') {
      const deciding = owner.owners.length
        ? owner.owners
        : await this.#directory.membersOf(owner.entityRef);
      if (deciding.length > 0) {
        return deciding;
      }
    }
    return this.#adminRefs;
  }

  /** Which of these model owners' requests the caller may decide. */
  async decidableOwners(
    caller: Caller,
    modelOwnerRefs: string[],
  ): Promise<string[]> {
    const decidable = await Promise.all(
      [...new Set(modelOwnerRefs)].map(async ref => {
        const approvers = await this.approversOf(ref);
        return approvers.some(one => caller.ownershipRefs.includes(one))
          ? [ref]
          : [];
      }),
    );
    return decidable.flat();
  }
}

function groupsOf(caller: Caller): string[] {
  return caller.ownershipRefs.filter(
    ref => parseEntityRef(ref).kind.toLowerCase() === 'group',
  );
}

function toOwnership(entry: DirectoryEntry): Ownership {
  const [firstOwner] = entry.ownedBy;
  return {
    ownerRef: entry.entityRef,
    kind: entry.kind,
    title: entry.title,
    gatewayPartyRef:
      entry.kind === 'component' && firstOwner ? firstOwner : entry.entityRef,
  };
}
