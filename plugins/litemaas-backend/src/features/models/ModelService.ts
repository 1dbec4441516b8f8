import { parseEntityRef } from '@backstage/catalog-model';
import { modelReadPermission } from '@litemaas/backstage-plugin-litemaas-common';
import type {
  CatalogSnapshot,
  Capability,
  Model,
  ModelDetail,
  ModelFacets,
  NamedRef,
  Page,
  Plan,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import type { AccessPolicy } from '../../platform/access/AccessPolicy';
import type { Caller } from '../../platform/access/Caller';
import { notFound } from '../../platform/http/errors';
import type { PeopleService } from '../people/PeopleService';
import { accessExpression, readAccess, type AccessRow } from './accessStates';
import {
  applyFilters,
  applyPage,
  cursorOf,
  type ListQuery,
} from './listModels';
import { readImportedAt } from './importedAt';
import type { ModelRecord, ModelStore } from './ModelStore';

/** What neighbours need of a model, with the plans one may choose. */
export interface OfferedModelRecord extends ModelRecord {
  plans: Plan[];
}

/** The published catalogue, as each caller may see it. */
export class ModelService {
  readonly #db: Knex;
  readonly #store: ModelStore;
  readonly #people: PeopleService;
  readonly #access: AccessPolicy;
  readonly #gateway: CatalogSnapshot['gateway'];
  readonly #entityNamespace: string;
  readonly #failingSince: (names: string[]) => Promise<Map<string, string>>;
  readonly #decisionMedian: (modelId: string) => Promise<number | null>;
  readonly #consumers: (caller: Caller, modelId: string) => Promise<string[]>;

  constructor(options: {
    db: Knex;
    store: ModelStore;
    people: PeopleService;
    access: AccessPolicy;
    gateway: CatalogSnapshot['gateway'];
    /** Where the catalog module puts model entities. */
    entityNamespace: string;
    /** Since when models fail at their provider, by name. */
    failingSince(names: string[]): Promise<Map<string, string>>;
    /** How fast half of the last decisions came, in seconds. */
    decisionMedian(modelId: string): Promise<number | null>;
    /** Owners of active subscriptions, as far as the caller may know them. */
    consumers(caller: Caller, modelId: string): Promise<string[]>;
  }) {
    this.#db = options.db;
    this.#store = options.store;
    this.#people = options.people;
    this.#access = options.access;
    this.#gateway = options.gateway;
    this.#entityNamespace = options.entityNamespace;
    this.#failingSince = options.failingSince;
    this.#decisionMedian = options.decisionMedian;
    this.#consumers = options.consumers;
  }

  /** A page of the models the caller may see. */
  async list(caller: Caller, query: ListQuery): Promise<Page<Model>> {
    const { query: matching } = await this.#visible(caller);
    if (query.entityRef) {
      this.#narrowToEntity(matching, query.entityRef);
    }
    applyFilters(matching, query, accessExpression(this.#db, caller.entityRef));
    const page = matching.clone();
    applyPage(page, query);
    const [rows, [{ count }]] = await Promise.all([
      this.#store.read(page),
      matching.count({ count: '*' }),
    ]);
    const items = rows.slice(0, query.limit);
    return {
      items: await this.#toModels(caller, items),
      totalItems: Number(count),
      pageInfo:
        rows.length > items.length
          ? { nextCursor: cursorOf(items[items.length - 1], query.sort) }
          : {},
    };
  }

  /** What the visible models can be filtered by. */
  async facets(caller: Caller): Promise<ModelFacets> {
    const { query: visible } = await this.#visible(caller);
    const rows: { provider: string; capabilities: string; count: unknown }[] =
      await visible
        .groupBy('models.provider', 'models.capabilities')
        .select('models.provider', 'models.capabilities')
        .count({ count: '*' });
    const kinds = rows.map(({ provider, capabilities, count }) => ({
      provider,
      capabilities: JSON.parse(capabilities) as Capability[],
      count: Number(count),
    }));
    return {
      providers: sumUp(kinds, ({ provider }) => [provider]),
      capabilities: sumUp(kinds, ({ capabilities }) => capabilities),
    };
  }

  /**
   * A model's own page.
   * @throws NotFoundError `model.not_found`, also for a model the caller may not see
   */
  async detail(caller: Caller, id: string): Promise<ModelDetail> {
    const record = await this.#visibleById(caller, id);
    const [[model], consumerRefs, approverRefs, median] = await Promise.all([
      this.#toModels(caller, [record]),
      this.#consumers(caller, id),
      this.#people.approversOf(record.ownerRef),
      this.#decisionMedian(id),
    ]);
    const named = await this.#people.namedRefs([
      ...consumerRefs,
      ...approverRefs,
    ]);
    return {
      ...model,
      consumers: consumerRefs.flatMap(ref => named.get(ref) ?? []),
      approvers: approverRefs.flatMap(ref => named.get(ref) ?? []),
      medianDecisionSeconds: median,
    };
  }

  /**
   * A model the caller may see, for a subscription or a key.
   * @throws NotFoundError `model.not_found`
   */
  async get(caller: Caller, id: string): Promise<OfferedModelRecord> {
    const record = await this.#visibleById(caller, id);
    const plans = await this.#store.plansOf([id]);
    return { ...record, plans: plans.get(id) ?? [] };
  }

  /** Plans offered for each model, the default first. */
  plansOf(ids: string[]): Promise<Map<string, Plan[]>> {
    return this.#store.plansOf(ids);
  }

  /** What the catalog may know: no private model, whoever asks. */
  async catalogSnapshot(): Promise<CatalogSnapshot> {
    const [importedAt, records] = await Promise.all([
      readImportedAt(this.#db, this.#gateway.id),
      this.#store.read(
        this.#store
          .published()
          .whereNot('models.visibility', 'private')
          .orderBy('models.name'),
      ),
    ]);
    return {
      gateway: this.#gateway,
      importedAt,
      models: records.flatMap(record =>
        record.entityName
          ? {
              name: record.name,
              title: record.title,
              provider: record.provider,
              description: record.description,
              mode: record.mode,
              capabilities: record.capabilities,
              contextWindow: record.contextWindow,
              visibility: record.visibility,
              lifecycle: record.lifecycle,
              entityName: record.entityName,
              ownerRef: record.ownerRef,
            }
          : [],
      ),
    };
  }

  #narrowToEntity(query: Knex.QueryBuilder, entityRef: string): void {
    const { kind, namespace, name } = parseEntityRef(entityRef.toLowerCase());
    if (kind === 'resource' && namespace === this.#entityNamespace) {
      query.where('models.entity_name', name);
    } else {
      query.whereRaw('1 = 0');
    }
  }

  /** The query comes wrapped: a promise of a bare one would run it. */
  async #visible(caller: Caller): Promise<{ query: Knex.QueryBuilder }> {
    const query = this.#store.published();
    const narrow = await this.#access.filter(caller, modelReadPermission);
    narrow(query);
    return { query };
  }

  async #visibleById(caller: Caller, id: string): Promise<ModelRecord> {
    const { query } = await this.#visible(caller);
    const [record] = await this.#store.read(query.where('models.id', id));
    if (!record) {
      throw notFound('model.not_found', 'There is no such model.');
    }
    return record;
  }

  async #toModels(caller: Caller, records: ModelRecord[]): Promise<Model[]> {
    const [access, plans, failing] = await Promise.all([
      readAccess(this.#db, caller.entityRef, records),
      this.#store.plansOf(records.map(record => record.id)),
      this.#failingSince(records.map(record => record.name)),
    ]);
    const named = await this.#people.namedRefs([
      ...records.map(record => record.ownerRef),
      ...[...access.values()].flatMap(row => row.decidedByRef ?? []),
    ]);
    return records.map(record =>
      toModel(record, {
        access: access.get(record.id),
        plans: plans.get(record.id) ?? [],
        failingSince: failing.get(record.name) ?? null,
        entityNamespace: this.#entityNamespace,
        named,
      }),
    );
  }
}

function toModel(
  record: ModelRecord,
  seen: {
    access: AccessRow | undefined;
    plans: Plan[];
    failingSince: string | null;
    entityNamespace: string;
    named: Map<string, NamedRef>;
  },
): Model {
  const {
    ownerRef,
    entityName,
    gatewayId: _,
    price,
    publishedAt,
    ...facts
  } = record;
  const text = (nanos: bigint | null) => nanos?.toString() ?? null;
  return {
    ...facts,
    price: {
      state: price.state,
      inputNanos: text(price.inputNanos),
      outputNanos: text(price.outputNanos),
      cacheReadNanos: text(price.cacheReadNanos),
      cacheWriteNanos: text(price.cacheWriteNanos),
      reasoningNanos: text(price.reasoningNanos),
      unit: price.unit,
      perUnitNanos: text(price.perUnitNanos),
    },
    owner: seen.named.get(ownerRef) ?? { entityRef: ownerRef, title: ownerRef },
    plans: seen.plans,
    access: {
      state: seen.access?.state ?? 'restricted',
      subscriptionId: seen.access?.subscriptionId ?? null,
      decidedBy: seen.named.get(seen.access?.decidedByRef ?? '') ?? null,
      decidedAt: seen.access?.decidedAt ?? null,
      reason: seen.access?.reason ?? null,
    },
    entityRef: entityName && `resource:${seen.entityNamespace}/${entityName}`,
    failingSince: seen.failingSince,
    publishedAt: publishedAt.toISOString(),
  };
}

/** How many there are of each value that kinds of models have. */
function sumUp<K extends { count: number }, T extends string>(
  kinds: K[],
  valuesOf: (kind: K) => T[],
): { value: T; count: number }[] {
  const counts = new Map<T, number>();
  for (const kind of kinds) {
    for (const value of valuesOf(kind)) {
      counts.set(value, (counts.get(value) ?? 0) + kind.count);
    }
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((left, right) => left.value.localeCompare(right.value));
}
