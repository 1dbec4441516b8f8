import { ResponseError } from '@backstage/errors';
import type {
  ApprovalQuery,
  CreateKeyRequest,
  DecisionRequest,
  IssuedKey,
  Key,
  KeyQuery,
  LitemaasApi,
  Model,
  ModelQuery,
  Page,
  SubscribeRequest,
  Subscription,
  SubscriptionQuery,
  UpdateKeyRequest,
  UsageQuery,
  UsageRequestQuery,
} from '@litemaas/backstage-plugin-litemaas-common';
import { approvals } from './fixtures/approvals';
import { keys } from './fixtures/keys';
import { models } from './fixtures/models';
import { ago, ana, ben, freshness, id, jonas, me } from './fixtures/people';
import { subscriptions } from './fixtures/subscriptions';
import { usageReport, usageRequests } from './fixtures/usage';
import { InMemoryApprovals } from './InMemoryApprovals';
import type { Variant } from './variant';

/** A portal without a backend, for looking at pages. It keeps what one does until the next reload. */
export class InMemoryLitemaas implements LitemaasApi {
  readonly #variant: Variant;
  readonly #models: Model[];
  readonly #subscriptions: Subscription[];
  readonly #keys: Key[];
  readonly #approvals: InMemoryApprovals;
  readonly #repeats = new Map<string, Key>();

  constructor(variant: Variant) {
    const now = new Date();
    const isFull = variant !== 'empty' && variant !== 'nothing';
    this.#variant = variant;
    this.#models = isFull ? models(now) : [];
    const hasAccess = isFull && variant !== 'new';
    this.#subscriptions = hasAccess ? subscriptions(now, this.#models) : [];
    this.#keys = hasAccess ? keys(now, this.#models) : [];
    this.#approvals = new InMemoryApprovals(
      isFull && variant !== 'member'
        ? approvals(now, this.#models, variant === 'many' ? 242 : 20)
        : [],
    );
    if (variant === 'many') {
      this.#models = manyOf(this.#models, 1, 500, (model, number) => ({
        ...model,
        name: `${model.name}-${number}`,
        title: `${model.title} ${number}`,
      }));
      this.#keys = manyOf(this.#keys, 3, 243, (key, number) => ({
        ...key,
        name: `${key.name}-${number}`,
      }));
      this.#subscriptions = manyOf(
        this.#subscriptions,
        2,
        130,
        (subscription, number) => ({
          ...subscription,
          model: {
            ...subscription.model,
            title: `${subscription.model.title} ${number}`,
          },
        }),
      );
    }
  }

  async getMe() {
    switch (this.#variant) {
      case 'member':
        return { ...me, approvals: { mayDecide: false, waiting: 0 } };
      case 'nothing':
        return { ...me, isAdmin: true };
      default:
        return me;
    }
  }

  async getFreshness() {
    const now = new Date();
    return this.#variant === 'stale'
      ? {
          ...freshness(now),
          gateway: 'unreachable' as const,
          since: ago(now, { minutes: 3 }),
          pendingChanges: 2,
          usageCompleteUpTo: ago(now, { minutes: 4 }),
        }
      : freshness(now);
  }

  getHealth(): never {
    throw new Error('Health is not part of these pages');
  }

  getCatalogSnapshot(): never {
    throw new Error('The catalog is not part of these pages');
  }

  async listModels(query: ModelQuery = {}): Promise<Page<Model>> {
    await this.#answer();
    const {
      search = '',
      provider,
      capability,
      access,
      price,
      lifecycle,
    } = query;
    const order = {
      name: (a: Model, b: Model) => a.title.localeCompare(b.title),
      price: (a: Model, b: Model) => priceOf(a) - priceOf(b),
      context: (a: Model, b: Model) =>
        (b.contextWindow ?? 0) - (a.contextWindow ?? 0),
      newest: (a: Model, b: Model) =>
        b.publishedAt.localeCompare(a.publishedAt),
    }[query.sort ?? 'name'];
    const matching = this.#models
      .filter(
        model =>
          `${model.name} ${model.title} ${model.provider}`
            .toLowerCase()
            .includes(search.toLowerCase()) &&
          (!query.name || model.name === query.name) &&
          within(provider, model.provider) &&
          (!asList(capability) ||
            asList(capability)?.every(one =>
              model.capabilities.some(has => has === one),
            )) &&
          within(access, model.access.state) &&
          within(price, model.price.state) &&
          within(lifecycle, model.lifecycle) &&
          Number(query.minContext ?? 0) <= (model.contextWindow ?? 0),
      )
      .sort(order);
    return page(matching, query);
  }

  async getModelFacets() {
    await this.#answer();
    const count = <T extends string>(values: T[]) =>
      [...new Set(values)].sort().map(value => ({
        value,
        count: values.filter(one => one === value).length,
      }));
    return {
      providers: count(this.#models.map(model => model.provider)),
      capabilities: count(this.#models.flatMap(model => model.capabilities)),
    };
  }

  async getModel(modelId: string) {
    await this.#answer();
    const model = await found(this.#models, modelId);
    return {
      ...model,
      consumers: [
        { entityRef: 'group:default/payments', title: 'Payments' },
        { entityRef: 'component:default/checkout', title: 'checkout' },
      ],
      approvers: [ana, ben, jonas],
      medianDecisionSeconds: 3 * 3600,
    };
  }

  async listSubscriptions(query: SubscriptionQuery = {}) {
    await this.#answer();
    return page(
      this.#subscriptions.filter(
        one =>
          within(query.status, one.status) &&
          (!query.modelId || one.model.id === query.modelId) &&
          ownedBy(query.owner, one.owner.entityRef) &&
          one.model.title
            .toLowerCase()
            .includes((query.search ?? '').toLowerCase()),
      ),
      query,
    );
  }

  async getSubscription(subscriptionId: string) {
    await this.#answer();
    const subscription = await found(this.#subscriptions, subscriptionId);
    return {
      ...subscription,
      timeline: [
        {
          at: subscription.requestedAt,
          actor: subscription.requestedBy,
          action: 'requested',
          reason: subscription.requestReason,
        },
        ...(subscription.decidedAt
          ? [
              {
                at: subscription.decidedAt,
                actor: subscription.decidedBy,
                action:
                  subscription.status === 'denied' ? 'denied' : 'approved',
                reason: subscription.decisionReason,
              },
            ]
          : []),
      ],
      keys: this.#keys
        .filter(
          key =>
            subscription.activeSince &&
            key.models.some(model => model.id === subscription.model.id),
        )
        .map(key => ({ id: key.id, name: key.name })),
      approvers: [ana, ben],
    };
  }

  async subscribe(request: SubscribeRequest): Promise<Subscription> {
    await this.#answer();
    const model = await found(this.#models, request.modelId);
    if (model.visibility !== 'public' && !request.reason) {
      throw await refusal(400, {
        message: 'A reason is needed',
        code: 'subscription.reason_required',
        fields: { reason: 'Say what you need the model for.' },
      });
    }
    const waiting = model.visibility !== 'public';
    const subscription: Subscription = {
      ...this.#subscriptions[0],
      id: id(2, 100 + this.#subscriptions.length),
      model: {
        id: model.id,
        name: model.name,
        title: model.title,
        mode: model.mode,
      },
      status: waiting ? 'requested' : 'active',
      requestReason: request.reason ?? null,
      requestedAt: new Date().toISOString(),
      spentNanos: '0',
      keyCount: 0,
    };
    this.#subscriptions.unshift(subscription);
    model.access = {
      ...model.access,
      state: waiting ? 'waiting' : 'subscribed',
      subscriptionId: subscription.id,
    };
    return subscription;
  }

  async endSubscription(subscriptionId: string) {
    const subscription = await found(this.#subscriptions, subscriptionId);
    subscription.status = 'ended';
    subscription.endedAt = new Date().toISOString();
    subscription.actions = [];
    return subscription;
  }

  async listApprovals(query: ApprovalQuery = {}) {
    await this.#answer();
    return page(this.#approvals.waiting(query), query);
  }

  async decide(request: DecisionRequest) {
    await this.#answer();
    if (request.ids.length > 100) {
      throw await refusal(400, {
        message: 'At most 100 requests can be decided at once',
        code: 'request.invalid',
        fields: { ids: 'must be at most 100' },
      });
    }
    return this.#approvals.decide(request);
  }

  async listKeys(query: KeyQuery = {}) {
    await this.#answer();
    return page(
      this.#keys.filter(
        key =>
          (asList(query.label)
            ? within(query.label, key.label)
            : !['revoked', 'expired'].includes(key.label)) &&
          ownedBy(query.owner, key.owner.entityRef) &&
          (!query.modelId ||
            key.models.some(model => model.id === query.modelId)) &&
          (!query.hash || key.name === 'laptop') &&
          (!query.unusedDays || key.lastUsedAt === null) &&
          `${key.name} ${key.lastFour}`
            .toLowerCase()
            .includes((query.search ?? '').toLowerCase()),
      ),
      query,
    );
  }

  async getKey(keyId: string) {
    await this.#answer();
    const key = await found(this.#keys, keyId);
    return {
      ...key,
      limits: key.binding ? [key.binding] : [],
      timeline: [
        {
          at: key.createdAt,
          actor: me.person,
          action: 'created',
          reason: key.purpose,
        },
        ...key.holds.map(({ since, actor, reason }) => ({
          at: since,
          actor,
          action: 'blocked',
          reason,
        })),
      ],
    };
  }

  async createKey(
    request: CreateKeyRequest,
    options: { idempotencyKey?: string } = {},
  ): Promise<IssuedKey> {
    await this.#answer();
    const { idempotencyKey = '' } = options;
    const repeated = this.#repeats.get(idempotencyKey);
    if (repeated) {
      return { key: repeated, secret: null };
    }
    if (this.#keys.some(key => key.name === request.name)) {
      throw await refusal(409, {
        message: 'The name is taken',
        code: 'key.name_taken',
        fields: {
          name: `You have a key named ${request.name} already; choose another name.`,
        },
      });
    }
    const chosen = this.#models.filter(model =>
      request.modelIds.includes(model.id),
    );
    const [template] = keys(new Date(), this.#models);
    const key: Key = {
      ...template,
      id: id(3, 100 + this.#keys.length),
      name: request.name,
      purpose: request.purpose ?? null,
      state: this.#variant === 'stale' ? 'pending' : 'active',
      label: this.#variant === 'stale' ? 'pending' : 'active',
      models: chosen.map(model => ({ ...model, available: true })),
      askedAt: new Date().toISOString(),
      createdAt: new Date().toISOString(),
      lastUsedAt: null,
      requestsLast24h: 0,
      expiresAt: request.expiresAt ?? template.expiresAt,
    };
    this.#keys.unshift(key);
    this.#repeats.set(idempotencyKey, key);
    chosen.forEach(model => {
      model.access = { ...model.access, state: 'subscribed' };
    });
    if (this.#variant === 'lost') {
      throw new TypeError('Failed to fetch');
    }
    return { key, secret: newSecret() };
  }

  async updateKey(keyId: string, request: UpdateKeyRequest) {
    const key = await found(this.#keys, keyId);
    const limit = 20_000_000_000n;
    if (request.budgetNanos && BigInt(request.budgetNanos) > limit) {
      throw await refusal(400, {
        message: 'The budget can be at most $20.00 a month: plan Starter.',
        code: 'key.budget_exceeds_plan',
        fields: { budgetNanos: 'must be at most $20.00 a month' },
      });
    }
    return Object.assign(key, {
      name: request.name ?? key.name,
      purpose: request.purpose ?? key.purpose,
      expiresAt: request.expiresAt ?? key.expiresAt,
    });
  }

  async blockKey(keyId: string) {
    return this.#label(keyId, 'blocking', 'blocked');
  }

  async unblockKey(keyId: string) {
    return this.#label(keyId, 'unblocking', 'active');
  }

  async replaceKey(keyId: string): Promise<IssuedKey> {
    const old = await found(this.#keys, keyId);
    const key = {
      ...old,
      id: id(3, 100 + this.#keys.length),
      lastUsedAt: null,
      requestsLast24h: 0,
      createdAt: new Date().toISOString(),
    };
    old.name = `${old.name} (replaced)`;
    this.#keys.unshift(key);
    return { key, secret: newSecret() };
  }

  async revokeKey(keyId: string) {
    return this.#label(keyId, 'revoking', 'revoked');
  }

  async getKeyDelivery(): Promise<never> {
    throw await refusal(409, { code: 'key.not_kept', message: 'Not kept' });
  }

  async revealKey(): Promise<never> {
    return this.getKeyDelivery();
  }

  async deliverKey(): Promise<never> {
    return this.getKeyDelivery();
  }

  async getUsage(query: UsageQuery = {}) {
    await this.#answer();
    return usageReport(
      new Date(),
      { models: this.#models, keys: this.#keys },
      query,
    );
  }

  async listUsageRequests(query: UsageRequestQuery = {}) {
    await this.#answer();
    const fresh = this.#keys.find(
      key => key.id === query.keyId && key.requestsLast24h === 0,
    );
    const rows = usageRequests(new Date(), {
      models: this.#models,
      keys: this.#keys,
    });
    if (!fresh) {
      return page(rows, query);
    }
    const answered = Date.now() - Date.parse(fresh.createdAt) > 8_000;
    return page(
      answered ? [{ ...rows[0], totalTokens: 31, costNanos: '5000' }] : [],
      query,
    );
  }

  async #label(keyId: string, now: Key['label'], then: Key['label']) {
    const key = await found(this.#keys, keyId);
    key.label = now;
    key.askedAt = new Date().toISOString();
    setTimeout(() => {
      key.label = then;
    }, 4_000);
    return { ...key };
  }

  async #answer() {
    if (this.#variant === 'loading') {
      await new Promise(() => {});
    }
    if (this.#variant === 'error') {
      throw await refusal(503, {
        message: 'The database does not answer',
        code: 'service.unavailable',
      });
    }
    await new Promise(resolve => setTimeout(resolve, 80));
  }
}

function asList<T>(values: unknown): T[] | undefined {
  if (values === undefined) {
    return undefined;
  }
  return Array.isArray(values) ? values : [values as T];
}

function within(values: unknown, value: string): boolean {
  const list = asList<string>(values);
  return !list?.length || list.includes(value);
}

function ownedBy(owner: string | undefined, entityRef: string): boolean {
  return (
    owner === 'all' ||
    entityRef === (!owner || owner === 'me' ? me.person.entityRef : owner)
  );
}

function priceOf(model: Model): number {
  return model.price.state === 'unknown'
    ? Infinity
    : Number(model.price.inputNanos ?? model.price.perUnitNanos ?? 0);
}

/** More of the same, each with an id of its own. */
function manyOf<T extends { id: string }>(
  few: T[],
  kind: number,
  count: number,
  vary: (one: T, number: number) => T,
): T[] {
  return Array.from({ length: count }, (_one, index) => ({
    ...vary(few[index % few.length], index + 1),
    id: id(kind, 100 + index),
  }));
}

function page<T>(
  rows: T[],
  query: { cursor?: string; limit?: unknown },
): Page<T> {
  const start = Number(query.cursor ?? 0);
  const end = start + Number(query.limit ?? 50);
  return {
    items: rows.slice(start, end),
    totalItems: rows.length,
    pageInfo: end < rows.length ? { nextCursor: String(end) } : {},
  };
}

async function found<T extends { id: string }>(
  rows: T[],
  wanted: string,
): Promise<T> {
  const row = rows.find(one => one.id === wanted);
  if (!row) {
    throw await refusal(404, { message: 'Not found' });
  }
  return row;
}

function refusal(status: number, error: object) {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: { name: 'Error', ...error },
        response: { statusCode: status },
      }),
      { status, headers: { 'content-type': 'application/json' } },
    ),
  );
}

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `sk-${btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '')}`;
}
