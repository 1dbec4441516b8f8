import type { AuthService, CacheService } from '@backstage/backend-plugin-api';
import {
  RELATION_MEMBER_OF,
  RELATION_OWNED_BY,
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATION_OWNERS } from '@litemaas/backstage-plugin-litemaas-common';

/** What LiteMaaS needs to know of a catalog entity. */
export interface DirectoryEntry {
  entityRef: string;
  kind: 'user' | 'group' | 'component';
  title: string;
  /** Of a Group: who owns it, by annotation; empty without one. */
  owners: string[];
  /** Of a Component: who it is owned by. */
  ownedBy: string[];
}

// How long an answer of the catalog is believed. Who left or moved is noticed that much later.
const TTL = { seconds: 60 };
/** What our rows hold of a title; the catalog has no limit. */
const TITLE_LENGTH = 255;

/**
 * Users, groups and components, as the catalog has them, read with the plugin's own credentials.
 *
 * Every method throws when the catalog cannot be read: nobody is taken for gone because a read failed.
 */
export class CatalogDirectory {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #cache: CacheService;

  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    cache: CacheService;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#cache = options.cache.withOptions({ defaultTtl: TTL });
  }

  /** Entries by reference, in one catalog call for what is not cached; a reference without an entity is left out. */
  async byRefs(refs: string[]): Promise<Map<string, DirectoryEntry>> {
    const wanted = [...new Set(refs.map(normalizeRef))];
    const found = new Map<string, DirectoryEntry>();
    const missing: string[] = [];
    await Promise.all(
      wanted.map(async ref => {
        const cached = await this.#cache.get<string>(`entity:${ref}`);
        if (cached === undefined) {
          missing.push(ref);
        } else if (cached) {
          found.set(ref, JSON.parse(cached));
        }
      }),
    );
    if (missing.length === 0) {
      return found;
    }
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs: missing },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    await Promise.all(
      missing.map(async (ref, index) => {
        const entry = items[index] && toEntry(items[index]);
        await this.#cache.set(
          `entity:${ref}`,
          entry ? JSON.stringify(entry) : '',
        );
        if (entry) {
          found.set(ref, entry);
        }
      }),
    );
    return found;
  }

  /** Direct members of a group. */
  async membersOf(groupRef: string): Promise<string[]> {
    const ref = normalizeRef(groupRef);
    const members = await this.#query({
      kind: 'User',
      [`relations.${RELATION_MEMBER_OF}`]: ref,
    });
    return members.map(entry => entry.entityRef);
  }

  /** Components owned by any of the given users and groups. */
  async componentsOwnedBy(ownerRefs: string[]): Promise<DirectoryEntry[]> {
    if (ownerRefs.length === 0) {
      return [];
    }
    return this.#query({
      kind: 'Component',
      [`relations.${RELATION_OWNED_BY}`]: ownerRefs.map(normalizeRef),
    });
  }

  async #query(
    filter: Record<string, string | string[]>,
  ): Promise<DirectoryEntry[]> {
    const { items } = await this.#catalog.getEntities(
      { filter, order: { field: 'metadata.name', order: 'asc' } },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    return items.map(toEntry).filter(entry => entry !== undefined);
  }
}

/** A full, lower-case reference, as our rows keep it. Without a kind it needs a default one. */
export function normalizeRef(ref: string, defaultKind?: string): string {
  return stringifyEntityRef(
    parseEntityRef(ref, { defaultKind }),
  ).toLocaleLowerCase('en-US');
}

function toEntry(entity: Entity): DirectoryEntry | undefined {
  const kind = entity.kind.toLocaleLowerCase('en-US');
  if (kind !== 'user' && kind !== 'group' && kind !== 'component') {
    return undefined;
  }
  const entityRef = normalizeRef(stringifyEntityRef(entity));
  return {
    entityRef,
    kind,
    title: (
      displayNameOf(entity) ??
      entity.metadata.title ??
      entity.metadata.name
    ).slice(0, TITLE_LENGTH),
    owners: listOf(entity.metadata.annotations?.[ANNOTATION_OWNERS]),
    ownedBy: (entity.relations ?? [])
      .filter(relation => relation.type === RELATION_OWNED_BY)
      .map(relation => normalizeRef(relation.targetRef)),
  };
}

function displayNameOf(entity: Entity): string | undefined {
  const profile = entity.spec?.profile;
  if (profile && typeof profile === 'object' && 'displayName' in profile) {
    return typeof profile.displayName === 'string'
      ? profile.displayName
      : undefined;
  }
  return undefined;
}

function listOf(annotation: string | undefined): string[] {
  return (annotation ?? '')
    .split(',')
    .map(ref => ref.trim())
    .filter(ref => ref !== '')
    .flatMap(ref => {
      try {
        return [normalizeRef(ref, 'user')];
      } catch {
        // Somebody's slip in an annotation: it names nobody, and keeps nobody from the rest.
        return [];
      }
    });
}
