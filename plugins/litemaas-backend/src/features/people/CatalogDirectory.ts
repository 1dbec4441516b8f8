import type {
  AuthService,
  CacheService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  RELATION_MEMBER_OF,
  RELATION_OWNED_BY,
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATION_OWNERS } from '@litemaas/backstage-plugin-litemaas-common';
import type { LitemaasConfig } from '../../config';
import { counts } from './counts';

/** What LiteMaaS needs to know of a catalog entity. */
export interface DirectoryEntry {
  entityRef: string;
  kind: 'user' | 'group' | 'component';
  title: string;
  /** Of a Group: who owns it, by annotation; empty without one. */
  owners: string[];
  /** Of a Component: who it is owned by. */
  ownedBy: string[];
  /** Whether the operator let it in; see {@link counts}. */
  counts: boolean;
}

// How long an answer of the catalog is believed. Who left or moved is noticed that much later.
const TTL = { seconds: 60 };
/** What our rows hold of a title; the catalog has no limit. */
const TITLE_LENGTH = 255;

/**
 * Users, groups and components, as the catalog has them, read with the plugin's own credentials. Those that somebody
 * registered are left out, as if they were not there.
 *
 * Every method throws when the catalog cannot be read: nobody is taken for gone because a read failed.
 */
export class CatalogDirectory {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #cache: CacheService;
  readonly #logger: LoggerService;
  readonly #origins: LitemaasConfig['catalog'];
  /** Entities that the log has named already. */
  readonly #named = new Set<string>();

  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    cache: CacheService;
    logger: LoggerService;
    config: Pick<LitemaasConfig, 'catalog'>;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#cache = options.cache.withOptions({ defaultTtl: TTL });
    this.#logger = options.logger;
    this.#origins = options.config.catalog;
  }

  /** Entries by reference, in one catalog call for what is not cached; a reference without an entity is left out. */
  async byRefs(refs: string[]): Promise<Map<string, DirectoryEntry>> {
    const entries = await this.#all(refs);
    return new Map([...entries].filter(([, entry]) => entry.counts));
  }

  /** Those of the references whose entity does not count. */
  async uncounted(refs: string[]): Promise<Set<string>> {
    const entries = await this.#all(refs);
    return new Set(
      [...entries].flatMap(([ref, entry]) => (entry.counts ? [] : [ref])),
    );
  }

  /** Direct members of a group. */
  membersOf(groupRef: string): Promise<string[]> {
    const ref = normalizeRef(groupRef);
    return this.#cached(`members:${ref}`, async () => {
      const members = await this.#query({
        kind: 'User',
        [`relations.${RELATION_MEMBER_OF}`]: ref,
      });
      return members.map(entry => entry.entityRef);
    });
  }

  /** Components owned by any of the given users and groups. */
  async componentsOwnedBy(ownerRefs: string[]): Promise<DirectoryEntry[]> {
    const owners = [...new Set(ownerRefs.map(ref => normalizeRef(ref)))].sort();
    if (owners.length === 0) {
      return [];
    }
    return this.#cached(`owned:${owners.join(',')}`, () =>
      this.#query({
        kind: 'Component',
        [`relations.${RELATION_OWNED_BY}`]: owners,
      }),
    );
  }

  async #all(refs: string[]): Promise<Map<string, DirectoryEntry>> {
    const wanted = [...new Set(refs.map(ref => normalizeRef(ref)))];
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
        const entry = items[index] && this.#toEntry(items[index]);
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

  async #query(
    filter: Record<string, string | string[]>,
  ): Promise<DirectoryEntry[]> {
    const { items } = await this.#catalog.getEntities(
      { filter, order: { field: 'metadata.name', order: 'asc' } },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    return items.flatMap(item => {
      const entry = this.#toEntry(item);
      return entry?.counts ? [entry] : [];
    });
  }

  async #cached<T extends string[] | DirectoryEntry[]>(
    key: string,
    read: () => Promise<T>,
  ): Promise<T> {
    const cached = await this.#cache.get<string>(key);
    if (cached !== undefined) {
      return JSON.parse(cached);
    }
    const answer = await read();
    await this.#cache.set(key, JSON.stringify(answer));
    return answer;
  }

  #toEntry(entity: Entity): DirectoryEntry | undefined {
    const entry = toEntry(entity, this.#origins);
    if (entry && !entry.counts && !this.#named.has(entry.entityRef)) {
      this.#named.add(entry.entityRef);
      this.#logger.warn(
        `${entry.entityRef} gives no role and no key: where it comes from is in neither catalog.locations nor litemaas.catalog.trustedLocations`,
      );
    }
    return entry;
  }
}

/** A full, lower-case reference, as our rows keep it. Without a kind it needs a default one. */
export function normalizeRef(ref: string, defaultKind?: string): string {
  return stringifyEntityRef(
    parseEntityRef(ref, { defaultKind }),
  ).toLocaleLowerCase('en-US');
}

function toEntry(
  entity: Entity,
  origins: LitemaasConfig['catalog'],
): DirectoryEntry | undefined {
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
    counts: counts(entity, origins),
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
