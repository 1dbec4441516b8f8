import type {
  NamedRef,
  Outcome,
  Page,
  UsageCause,
  UsageRequest,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import {
  toDate,
  toIso,
  toNanos,
  type DbBigint,
  type DbInstant,
} from '../../../platform/database';
import {
  afterKeyset,
  orderByKeyset,
  type KeysetColumn,
} from '../../../platform/database/keyset';
import {
  decodeCursor,
  encodeCursor,
  textInCursor,
} from '../../../platform/http/pagination';
import type { PeopleService } from '../../people/PeopleService';
import { withUse } from '../ingest/cause';
import type { StoredCause } from '../UsageEvent';
import { usedWhenRefused, type Refusal } from './usedWhenRefused';
import type { UsageRange } from './range';
import type { Narrow } from './UsageAccess';

interface DbRequestRow {
  request_id: string;
  started_at: DbInstant;
  model_id: string | null;
  model_name: string;
  model_title: string | null;
  model_owner_ref: string | null;
  key_id: string;
  key_name: string;
  owner_ref: string;
  prompt_tokens: DbBigint;
  completion_tokens: DbBigint;
  total_tokens: DbBigint;
  cost_nanos: DbBigint;
  latency_ms: number | null;
  outcome: Outcome;
  cause: string | null;
}

/** Latest first; the id tells calls of one millisecond apart. */
const ORDER: KeysetColumn[] = [
  { expression: 'usage_events.started_at', direction: 'desc' },
  { expression: 'usage_events.request_id', direction: 'asc' },
];

const cursorSchema = z.tuple([z.iso.datetime(), textInCursor]);

/** Reads single calls. */
export class UsageRequests {
  readonly #db: Knex;
  readonly #people: PeopleService;
  readonly #gatewayId: string;

  constructor(options: { db: Knex; people: PeopleService; gatewayId: string }) {
    this.#db = options.db;
    this.#people = options.people;
    this.#gatewayId = options.gatewayId;
  }

  /** A page of calls. The exact count comes from the rollups, which are as exact as the ledger and much smaller. */
  async page(
    range: UsageRange,
    query: { limit: number; cursor?: string; outcome?: Outcome },
    narrow: Narrow,
  ): Promise<Page<UsageRequest>> {
    const after = decodeCursor(query.cursor, cursorSchema);
    const [rows, totalItems] = await Promise.all([
      this.#rows(range, query, narrow, after),
      this.#count(range, query.outcome, narrow),
    ]);
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    return {
      items: await this.#toRequests(items),
      totalItems,
      pageInfo:
        last && rows.length > items.length
          ? {
              nextCursor: encodeCursor([
                toIso(last.started_at),
                last.request_id,
              ]),
            }
          : {},
    };
  }

  async #rows(
    range: UsageRange,
    query: { limit: number; outcome?: Outcome },
    narrow: Narrow,
    after: [string, string] | undefined,
  ): Promise<DbRequestRow[]> {
    const events = this.#db('usage_events')
      .where('gateway_id', this.#gatewayId)
      .where('started_at', '>=', range.from)
      .where('started_at', '<', range.upTo)
      .limit(query.limit + 1)
      .select('*');
    narrow(events);
    if (query.outcome) {
      events.where('outcome', query.outcome);
    }
    orderByKeyset(events, ORDER);
    if (after) {
      afterKeyset(events, ORDER, [new Date(after[0]), after[1]]);
    }
    const named = this.#db
      .from(events.as('usage_events'))
      .leftJoin('api_keys', 'api_keys.id', 'usage_events.key_id')
      .leftJoin('models', 'models.id', 'usage_events.model_id')
      .select('usage_events.*', {
        key_name: 'api_keys.name',
        model_title: 'models.title',
        model_owner_ref: 'models.owner_ref',
      });
    orderByKeyset(named, ORDER);
    return named;
  }

  async #count(
    range: UsageRange,
    outcome: Outcome | undefined,
    narrow: Narrow,
  ): Promise<number> {
    const rollups = this.#db('usage_rollups')
      .where('gateway_id', this.#gatewayId)
      .where('bucket_start', '>=', range.from)
      .where('bucket_start', '<', range.upTo);
    narrow(rollups);
    const row = await rollups
      .sum({ count: this.#db.raw(outcome ?? 'answered + failed + refused') })
      .first();
    return Number(row?.count ?? 0);
  }

  async #toRequests(rows: DbRequestRow[]): Promise<UsageRequest[]> {
    const raisers = await this.#raisers(rows);
    const used = await usedWhenRefused(
      this.#db,
      rows.flatMap(row => refusalOf(row) ?? []),
    );
    const named = await this.#people.namedRefs([
      ...rows.map(row => row.owner_ref),
      ...[...raisers.values()].flat(),
    ]);
    return rows.map(row =>
      toRequest(row, {
        cause: causeAsSaid(row, used.get(row.request_id)),
        raisers: raisers.get(row.request_id) ?? [],
        named,
      }),
    );
  }

  /** Who may raise the limit that refused each call: who decides about the model, or the key's owner. */
  async #raisers(rows: DbRequestRow[]): Promise<Map<string, string[]>> {
    const raisers = new Map<string, string[]>();
    for (const row of rows) {
      const kind = causeOf(row)?.kind;
      if (kind === 'subscription-budget' || kind === 'model-not-allowed') {
        raisers.set(
          row.request_id,
          row.model_owner_ref
            ? await this.#people.approversOf(row.model_owner_ref)
            : [],
        );
      } else if (
        kind === 'key-budget' ||
        kind === 'rate-limit' ||
        kind === 'expired'
      ) {
        raisers.set(row.request_id, [row.owner_ref]);
      }
    }
    return raisers;
  }
}

function toRequest(
  row: DbRequestRow,
  beside: {
    cause: Omit<UsageCause, 'raisedBy'> | null;
    raisers: string[];
    named: Map<string, NamedRef>;
  },
): UsageRequest {
  const { cause, raisers, named } = beside;
  const nameOf = (ref: string) =>
    named.get(ref) ?? { entityRef: ref, title: ref };
  return {
    requestId: row.request_id,
    startedAt: toDate(row.started_at).toISOString(),
    model: {
      id: row.model_id,
      name: row.model_name,
      title: row.model_title ?? row.model_name,
    },
    key: { id: row.key_id, name: row.key_name },
    owner: nameOf(row.owner_ref),
    promptTokens: Number(row.prompt_tokens),
    completionTokens: Number(row.completion_tokens),
    totalTokens: Number(row.total_tokens),
    costNanos: toNanos(row.cost_nanos).toString(),
    latencyMs: row.latency_ms,
    outcome: row.outcome,
    cause: cause && { ...cause, raisedBy: raisers.map(nameOf) },
  };
}

/** What a refusal by a key's own budget has to be held against. */
function refusalOf(row: DbRequestRow): Refusal | undefined {
  const since = causeOf(row)?.usedSince;
  return since === undefined
    ? undefined
    : {
        requestId: row.request_id,
        keyId: row.key_id,
        since: new Date(since),
        at: toDate(row.started_at),
      };
}

function causeAsSaid(row: DbRequestRow, usedNanos: bigint | undefined) {
  const cause = causeOf(row);
  if (!cause || usedNanos === undefined) {
    return cause;
  }
  const { usedSince, ...said } = withUse(cause, usedNanos);
  return said;
}

function causeOf(row: DbRequestRow): StoredCause | null {
  return row.cause === null ? null : JSON.parse(row.cause);
}
