import { createHash } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { inTransaction, newId, type DbInstant } from '../../platform/database';
import { gatewayFailure, type Deployment } from '../../platform/litellm';
import type { HistoryService } from '../history/HistoryService';
import { entityNameOf } from './entityName';
import { writeImportedAt } from './importedAt';
import { foldDeployments, type OfferedModel } from './foldDeployments';
import { publicationOf, type ModelRule, type Publication } from './rules';

/** Complete reads in a row that must miss a model before it counts as gone: LiteLLM loses config models for moments. */
const MISSES_UNTIL_REMOVED = 3;

/** How the import went, for health. */
export interface ImportReport {
  published: number;
  refusedNames: string[];
  at: Date;
}

interface DbStoredModel {
  id: string;
  name: string;
  fingerprint: string;
  misses: number;
  removed_at: DbInstant | null;
}

/** What the import works with. */
export interface ModelImportOptions {
  db: Knex;
  clock: Clock;
  logger: LoggerService;
  history: HistoryService;
  gatewayId: string;
  listDeployments(
    signal: AbortSignal,
  ): Promise<{ items: Deployment[]; complete: boolean }>;
  rules: ModelRule[];
  defaultOwner: string;
  planIds: string[];
}

/**
 * Publishes what the gateway offers under the rules of the configuration. Only what changed is written, so that a read
 * of a thousand models that are as they were costs one query.
 */
export class ModelImport {
  readonly #options: ModelImportOptions;
  #latest: ImportReport | undefined;
  #problem: string | undefined;

  constructor(options: ModelImportOptions) {
    this.#options = options;
  }

  /** How the latest import of this process went. */
  get latest(): ImportReport | undefined {
    return this.#latest;
  }

  /** Why the latest import of this process failed, without secrets; `undefined` when it did not. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Reads the gateway and writes what changed. Throws when the gateway cannot be read: then nothing is written. */
  async run(signal: AbortSignal): Promise<ImportReport> {
    try {
      const report = await this.#import(signal);
      this.#problem = undefined;
      return report;
    } catch (error) {
      this.#problem = this.#problemOf(error);
      throw error;
    }
  }

  #problemOf(error: unknown): string {
    const failure = gatewayFailure(error);
    if (!failure) {
      return 'An error inside the portal; its log says more.';
    }
    switch (failure.code) {
      case 'unauthorized':
      case 'forbidden':
        return `The gateway refuses litemaas.gateways.${
          this.#options.gatewayId
        }.masterKey.`;
      default:
        return failure.message;
    }
  }

  async #import(signal: AbortSignal): Promise<ImportReport> {
    const { db, clock, logger, gatewayId, listDeployments } = this.#options;
    const listing = await listDeployments(signal);
    const offer = foldDeployments(listing.items);
    // Once, not with every read.
    const known = this.#latest?.refusedNames ?? [];
    for (const name of offer.refusedNames.filter(one => !known.includes(one))) {
      logger.warn(
        `Model ${JSON.stringify(
          name,
        )} is not published: its name could break a shell or a snippet`,
      );
    }
    await inTransaction(db, async tx => {
      const stored = await this.#stored(tx);
      for (const model of offer.models) {
        await this.#publish(tx, model, stored.get(model.name));
      }
      const offered = new Set(offer.models.map(model => model.name));
      const missing = [...stored.values()].filter(
        row => !offered.has(row.name) && !row.removed_at,
      );
      if (listing.complete && offered.size > 0) {
        await this.#miss(tx, missing);
      } else if (missing.length > 0) {
        logger.warn(
          `Gateway ${gatewayId} answered with an incomplete list of models: none is taken for gone`,
        );
      }
      await writeImportedAt(tx, gatewayId, clock.now());
    });
    this.#latest = {
      published: offer.models.length,
      refusedNames: offer.refusedNames,
      at: clock.now(),
    };
    return this.#latest;
  }

  async #stored(tx: Knex.Transaction): Promise<Map<string, DbStoredModel>> {
    const rows: DbStoredModel[] = await tx('models')
      .where('gateway_id', this.#options.gatewayId)
      .select('id', 'name', 'fingerprint', 'misses', 'removed_at');
    return new Map(rows.map(row => [row.name, row]));
  }

  async #publish(
    tx: Knex.Transaction,
    model: OfferedModel,
    stored: DbStoredModel | undefined,
  ): Promise<void> {
    const publication = publicationOf(model.name, this.#options);
    const fingerprint = fingerprintOf(model, publication);
    if (
      stored?.fingerprint === fingerprint &&
      stored.misses === 0 &&
      !stored.removed_at
    ) {
      return;
    }
    const id = stored?.id ?? newId();
    const columns = this.#columns(model, publication, fingerprint);
    if (stored) {
      await tx('models').where({ id }).update(columns);
    } else {
      await tx('models').insert({
        ...columns,
        id,
        gateway_id: this.#options.gatewayId,
        name: model.name,
        created_at: columns.updated_at,
      });
    }
    await this.#writePrice(tx, id, model);
    await this.#writeLists(tx, id, publication);
    await this.#options.history.append(tx, {
      subjectKind: 'model',
      subjectId: id,
      action: actionOf(stored),
      actorRef: null,
    });
  }

  #columns(model: OfferedModel, publication: Publication, fingerprint: string) {
    return {
      title: publication.title ?? model.name,
      provider: model.provider,
      description: publication.description ?? model.description,
      mode: model.mode,
      capabilities: JSON.stringify(model.capabilities),
      context_window: model.contextWindow,
      max_output_tokens: model.maxOutputTokens,
      rpm: model.rpm,
      tpm: model.tpm,
      visibility: publication.visibility,
      lifecycle: publication.lifecycle,
      owner_ref: publication.ownerRef,
      entity_name:
        publication.visibility === 'private' ? null : entityNameOf(model.name),
      source: JSON.stringify(model.source),
      fingerprint,
      misses: 0,
      removed_at: null,
      updated_at: this.#options.clock.now(),
    };
  }

  /** Closes the price in force and opens the new one, when it is another. */
  async #writePrice(
    tx: Knex.Transaction,
    modelId: string,
    { price }: OfferedModel,
  ): Promise<void> {
    const now = this.#options.clock.now();
    const text = (nanos: bigint | null) => nanos?.toString() ?? null;
    const columns = {
      state: price.state,
      input_nanos: text(price.inputNanos),
      output_nanos: text(price.outputNanos),
      cache_read_nanos: text(price.cacheReadNanos),
      cache_write_nanos: text(price.cacheWriteNanos),
      reasoning_nanos: text(price.reasoningNanos),
      unit: price.unit,
      per_unit_nanos: text(price.perUnitNanos),
    };
    const current = tx('model_prices')
      .where({ model_id: modelId })
      .whereNull('valid_to');
    if (await current.clone().where(columns).first('id')) {
      return;
    }
    await current.update({ valid_to: now, updated_at: now });
    await tx('model_prices').insert({
      ...columns,
      id: newId(),
      model_id: modelId,
      valid_from: now,
      created_at: now,
      updated_at: now,
    });
  }

  async #writeLists(
    tx: Knex.Transaction,
    modelId: string,
    publication: Publication,
  ): Promise<void> {
    const now = this.#options.clock.now();
    const times = { created_at: now, updated_at: now };
    await tx('model_grants').where({ model_id: modelId }).delete();
    await tx('model_plans').where({ model_id: modelId }).delete();
    if (publication.groups.length > 0) {
      await tx('model_grants').insert(
        publication.groups.map(entityRef => ({
          model_id: modelId,
          entity_ref: entityRef.toLowerCase(),
          ...times,
        })),
      );
    }
    if (publication.planIds.length > 0) {
      await tx('model_plans').insert(
        publication.planIds.map((planId, position) => ({
          model_id: modelId,
          plan_id: planId,
          position,
          ...times,
        })),
      );
    }
  }

  async #miss(tx: Knex.Transaction, missing: DbStoredModel[]): Promise<void> {
    const now = this.#options.clock.now();
    for (const row of missing) {
      const misses = row.misses + 1;
      const gone = misses >= MISSES_UNTIL_REMOVED;
      await tx('models')
        .where({ id: row.id })
        .update({ misses, removed_at: gone ? now : null, updated_at: now });
      if (gone) {
        await this.#options.history.append(tx, {
          subjectKind: 'model',
          subjectId: row.id,
          action: 'removed',
          actorRef: null,
        });
      }
    }
  }
}

function actionOf(stored: DbStoredModel | undefined): string {
  if (!stored) {
    return 'published';
  }
  return stored.removed_at ? 'returned' : 'changed';
}

/** Equal texts mean that nothing a page shows has changed. */
function fingerprintOf(model: OfferedModel, publication: Publication): string {
  return createHash('sha256')
    .update(
      JSON.stringify([model, publication], (_, value) =>
        typeof value === 'bigint' ? value.toString() : value,
      ),
    )
    .digest('hex');
}
