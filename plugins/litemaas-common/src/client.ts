import { ResponseError } from '@backstage/errors';
import type { z } from 'zod';
import { catalogSnapshotSchema, type CatalogSnapshot } from './catalog/schema';
import {
  keyDeliverySchema,
  type DeliverKeyRequest,
  type KeyDelivery,
} from './deliveries/schema';
import { healthSchema, type Health } from './health/schema';
import {
  issuedKeySchema,
  keyDetailSchema,
  keySchema,
  type CreateKeyRequest,
  type IssuedKey,
  type Key,
  type KeyDetail,
  type KeyQuery,
  type UpdateKeyRequest,
} from './keys/schema';
import {
  modelDetailSchema,
  modelFacetsSchema,
  modelSchema,
  type Model,
  type ModelDetail,
  type ModelFacets,
  type ModelQuery,
} from './models/schema';
import {
  freshnessSchema,
  meSchema,
  type Freshness,
  type Me,
} from './people/schema';
import {
  approvalSchema,
  decisionResultSchema,
  subscriptionDetailSchema,
  subscriptionSchema,
  type Approval,
  type ApprovalQuery,
  type DecisionRequest,
  type DecisionResult,
  type SubscribeRequest,
  type Subscription,
  type SubscriptionDetail,
  type SubscriptionQuery,
} from './subscriptions/schema';
import {
  usageReportSchema,
  usageRequestSchema,
  type UsageQuery,
  type UsageReport,
  type UsageRequest,
  type UsageRequestQuery,
} from './usage/schema';
import { pageOf, type Page } from './wire';

/**
 * Options of a call. Give the same `idempotencyKey` again to repeat a change whose answer got lost: it is not done
 * twice.
 * @public
 */
export interface CallOptions {
  token?: string;
  signal?: AbortSignal;
  idempotencyKey?: string;
}

/**
 * What pages, modules and scripts can ask of LiteMaaS.
 * Every call throws `ResponseError` for an answer that is not a success; its `body.error` is an {@link ErrorBody}.
 * @public
 */
export interface LitemaasApi {
  getMe(options?: CallOptions): Promise<Me>;
  getFreshness(options?: CallOptions): Promise<Freshness>;
  getHealth(options?: CallOptions): Promise<Health>;

  /** What the catalog may know. Needs the token of a service. */
  getCatalogSnapshot(options?: CallOptions): Promise<CatalogSnapshot>;

  listModels(query?: ModelQuery, options?: CallOptions): Promise<Page<Model>>;
  getModelFacets(options?: CallOptions): Promise<ModelFacets>;
  getModel(id: string, options?: CallOptions): Promise<ModelDetail>;

  listSubscriptions(
    query?: SubscriptionQuery,
    options?: CallOptions,
  ): Promise<Page<Subscription>>;
  getSubscription(
    id: string,
    options?: CallOptions,
  ): Promise<SubscriptionDetail>;
  subscribe(
    request: SubscribeRequest,
    options?: CallOptions,
  ): Promise<Subscription>;
  /** Withdraws a waiting request, ends an active subscription. */
  endSubscription(
    id: string,
    request: { reason?: string },
    options?: CallOptions,
  ): Promise<Subscription>;

  listApprovals(
    query?: ApprovalQuery,
    options?: CallOptions,
  ): Promise<Page<Approval>>;
  decide(
    request: DecisionRequest,
    options?: CallOptions,
  ): Promise<DecisionResult>;

  listKeys(query?: KeyQuery, options?: CallOptions): Promise<Page<Key>>;
  getKey(id: string, options?: CallOptions): Promise<KeyDetail>;
  createKey(
    request: CreateKeyRequest,
    options?: CallOptions,
  ): Promise<IssuedKey>;
  updateKey(
    id: string,
    request: UpdateKeyRequest,
    options?: CallOptions,
  ): Promise<Key>;
  blockKey(
    id: string,
    request: { reason?: string },
    options?: CallOptions,
  ): Promise<Key>;
  unblockKey(
    id: string,
    request: { reason?: string },
    options?: CallOptions,
  ): Promise<Key>;
  /** Same settings, new value; the old value is revoked separately, by {@link LitemaasApi.revokeKey} of the old key. */
  replaceKey(
    id: string,
    request: { reason?: string },
    options?: CallOptions,
  ): Promise<IssuedKey>;
  revokeKey(
    id: string,
    request: { reason?: string },
    options?: CallOptions,
  ): Promise<Key>;

  /** What became of the value of a key that was created with `keepValue`. */
  getKeyDelivery(id: string, options?: CallOptions): Promise<KeyDelivery>;
  /** The kept value, once, for who asked for the key. */
  revealKey(id: string, options?: CallOptions): Promise<IssuedKey>;
  /** Has the kept value written to a Secret. May be repeated. */
  deliverKey(
    id: string,
    request: DeliverKeyRequest,
    options?: CallOptions,
  ): Promise<KeyDelivery>;

  getUsage(query?: UsageQuery, options?: CallOptions): Promise<UsageReport>;
  listUsageRequests(
    query?: UsageRequestQuery,
    options?: CallOptions,
  ): Promise<Page<UsageRequest>>;
}

/**
 * Client of the LiteMaaS REST API, for the browser and for other backends.
 * @public
 */
export class LitemaasClient implements LitemaasApi {
  readonly #discovery: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetch: typeof fetch;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#discovery = options.discoveryApi;
    this.#fetch = options.fetchApi?.fetch ?? fetch;
  }

  getMe(options?: CallOptions) {
    return this.#read('/me', {}, meSchema, options);
  }

  getFreshness(options?: CallOptions) {
    return this.#read('/freshness', {}, freshnessSchema, options);
  }

  getHealth(options?: CallOptions) {
    return this.#read('/health', {}, healthSchema, options);
  }

  getCatalogSnapshot(options?: CallOptions) {
    return this.#read('/catalog', {}, catalogSnapshotSchema, options);
  }

  listModels(query: ModelQuery = {}, options?: CallOptions) {
    return this.#read('/models', query, pageOf(modelSchema), options);
  }

  getModelFacets(options?: CallOptions) {
    return this.#read('/models/facets', {}, modelFacetsSchema, options);
  }

  getModel(id: string, options?: CallOptions) {
    return this.#read(path('/models', id), {}, modelDetailSchema, options);
  }

  listSubscriptions(query: SubscriptionQuery = {}, options?: CallOptions) {
    return this.#read(
      '/subscriptions',
      query,
      pageOf(subscriptionSchema),
      options,
    );
  }

  getSubscription(id: string, options?: CallOptions) {
    return this.#read(
      path('/subscriptions', id),
      {},
      subscriptionDetailSchema,
      options,
    );
  }

  subscribe(request: SubscribeRequest, options?: CallOptions) {
    return this.#write(
      'POST',
      '/subscriptions',
      request,
      subscriptionSchema,
      options,
    );
  }

  endSubscription(
    id: string,
    request: { reason?: string },
    options?: CallOptions,
  ) {
    return this.#write(
      'POST',
      path('/subscriptions', id, 'end'),
      request,
      subscriptionSchema,
      options,
    );
  }

  listApprovals(query: ApprovalQuery = {}, options?: CallOptions) {
    return this.#read('/approvals', query, pageOf(approvalSchema), options);
  }

  decide(request: DecisionRequest, options?: CallOptions) {
    return this.#write(
      'POST',
      '/approvals/decisions',
      request,
      decisionResultSchema,
      options,
    );
  }

  listKeys(query: KeyQuery = {}, options?: CallOptions) {
    return this.#read('/keys', query, pageOf(keySchema), options);
  }

  getKey(id: string, options?: CallOptions) {
    return this.#read(path('/keys', id), {}, keyDetailSchema, options);
  }

  createKey(request: CreateKeyRequest, options?: CallOptions) {
    return this.#write('POST', '/keys', request, issuedKeySchema, options);
  }

  updateKey(id: string, request: UpdateKeyRequest, options?: CallOptions) {
    return this.#write('PATCH', path('/keys', id), request, keySchema, options);
  }

  blockKey(id: string, request: { reason?: string }, options?: CallOptions) {
    return this.#write(
      'POST',
      path('/keys', id, 'block'),
      request,
      keySchema,
      options,
    );
  }

  unblockKey(id: string, request: { reason?: string }, options?: CallOptions) {
    return this.#write(
      'POST',
      path('/keys', id, 'unblock'),
      request,
      keySchema,
      options,
    );
  }

  replaceKey(id: string, request: { reason?: string }, options?: CallOptions) {
    return this.#write(
      'POST',
      path('/keys', id, 'replace'),
      request,
      issuedKeySchema,
      options,
    );
  }

  revokeKey(id: string, request: { reason?: string }, options?: CallOptions) {
    return this.#write(
      'POST',
      path('/keys', id, 'revoke'),
      request,
      keySchema,
      options,
    );
  }

  getKeyDelivery(id: string, options?: CallOptions) {
    return this.#read(
      path('/keys', id, 'delivery'),
      {},
      keyDeliverySchema,
      options,
    );
  }

  revealKey(id: string, options?: CallOptions) {
    return this.#write(
      'POST',
      path('/keys', id, 'reveal'),
      {},
      issuedKeySchema,
      options,
    );
  }

  deliverKey(id: string, request: DeliverKeyRequest, options?: CallOptions) {
    return this.#write(
      'POST',
      path('/keys', id, 'deliver'),
      request,
      keyDeliverySchema,
      options,
    );
  }

  getUsage(query: UsageQuery = {}, options?: CallOptions) {
    return this.#read('/usage', query, usageReportSchema, options);
  }

  listUsageRequests(query: UsageRequestQuery = {}, options?: CallOptions) {
    return this.#read(
      '/usage/requests',
      query,
      pageOf(usageRequestSchema),
      options,
    );
  }

  #read<T extends z.ZodType>(
    route: string,
    query: object,
    schema: T,
    options?: CallOptions,
  ) {
    return this.#call(
      route + queryString(query),
      { method: 'GET' },
      schema,
      options,
    );
  }

  #write<T extends z.ZodType>(
    method: string,
    route: string,
    body: object,
    schema: T,
    options?: CallOptions,
  ) {
    return this.#call(
      route,
      {
        method,
        body: JSON.stringify(body),
        headers: {
          'content-type': 'application/json',
          ...(options?.idempotencyKey && {
            'idempotency-key': options.idempotencyKey,
          }),
        },
      },
      schema,
      options,
    );
  }

  async #call<T extends z.ZodType>(
    route: string,
    init: RequestInit,
    schema: T,
    options: CallOptions = {},
  ): Promise<z.output<T>> {
    const baseUrl = await this.#discovery.getBaseUrl('litemaas');
    const response = await this.#fetch(baseUrl + route, {
      ...init,
      signal: options.signal,
      headers: {
        ...init.headers,
        ...(options.token && { authorization: `Bearer ${options.token}` }),
      },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return schema.parse(await response.json());
  }
}

function path(...segments: string[]): string {
  return segments
    .map((segment, index) =>
      index === 0 ? segment : encodeURIComponent(segment),
    )
    .join('/');
}

function queryString(query: object): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) {
        params.append(name, String(one));
      }
    }
  }
  const text = params.toString();
  return text && `?${text}`;
}
