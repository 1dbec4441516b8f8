import { checkBudgets, spentBy, type Hold } from '../enforcement/budgets';
import type { Admission } from '../enforcement/RateLimiter';
import { rateSubjects } from '../enforcement/rateSubjects';
import type { Gateway } from '../Gateway';
import { ProxyError, pythonFloat } from '../http/errors';
import type { Call } from '../http/Route';
import type { Deployment } from '../models/ModelTable';
import { providerModel } from '../models/ModelTable';
import type { Cost, Usage } from '../models/price';
import { kindOf, recordSuccess } from '../spend/recordCall';
import { ProviderError, UnknownModelError } from './errors';
import { isFailing, type PromptSize } from './mockAnswer';

/** Without a limit of the caller's or the model's: how long an answer is expected to be. */
const EXPECTED_ANSWER_TOKENS = 4096;

/** What the mock provider counts when nobody counted before it. */
export const MOCK_PROMPT_TOKENS = 10;
export const MOCK_ANSWER_TOKENS = 20;

interface Finished extends Usage {
  /** The row's id, if the answer carries one. */
  id?: string;
  totalTokens?: number;
  firstToken?: number;
}

/** One call of a model that passed the checks: budgets, rate limits, a deployment that answers. */
export class ModelCall {
  private constructor(
    private readonly gateway: Gateway,
    private readonly call: Call,
    readonly deployed: Deployment,
    private readonly admission: Admission | undefined,
    private readonly holds: Hold[],
  ) {}

  /** Throws the refusal, in the observed order: budget, rate limit, unknown model, failing provider. */
  static async start(
    gateway: Gateway,
    call: Call,
    prompt: PromptSize,
  ): Promise<ModelCall> {
    const { models, limiter, knobs } = gateway;
    const asked = call.params.deployment ?? call.body.model;
    const name = typeof asked === 'string' ? asked : 'None';
    const deployed = models.route(name);
    const { key } = call.caller;
    const holds =
      key && !skipsBudgets(gateway, name)
        ? checkBudgets(gateway, key, estimate(call, deployed, prompt.tokens))
        : [];
    let admission: Admission | undefined;
    try {
      if (key) {
        admission = limiter.admit(rateSubjects(gateway, key, name), {
          prompt: prompt.guess,
          maxTokens: maxTokens(call),
        });
      }
      if (!deployed) {
        const endpoint =
          kindOf(call.request.path) === 'chat'
            ? '/chat/completions'
            : call.request.path.replace(/^\/v1/, '');
        throw new UnknownModelError(gateway, endpoint, name);
      }
      if (knobs.providerLatencyMs > 0) {
        await new Promise(resolve =>
          setTimeout(resolve, knobs.providerLatencyMs),
        );
      }
      if (isFailing(deployed)) {
        throw new ProviderError(gateway, deployed, prompt.tokens);
      }
      return new ModelCall(gateway, call, deployed, admission, holds);
    } catch (error) {
      settleLater(gateway, holds, admission, { tokens: 0, count: () => {} });
      if (error instanceof ProxyError) {
        Object.assign(error.headers, failureHeaders(gateway, call));
      }
      throw error;
    }
  }

  /** 1.108.2 has counted the prompt if it had to reserve budget; else the mock's fixed number is used. */
  get promptWasCounted(): boolean {
    return this.holds.length > 0;
  }

  costOf(usage: Usage): Cost {
    return this.deployed.price.costOf(usage);
  }

  /** Books the call. The spend counts for this process at once. */
  finish(usage: Finished): void {
    const { gateway, call, deployed } = this;
    const end = gateway.clock.now();
    const cost = this.costOf(usage);
    const total =
      usage.totalTokens ?? usage.promptTokens + usage.completionTokens;
    recordSuccess(gateway, call, {
      id: usage.id ?? call.id,
      deployed,
      promptTokens: usage.promptTokens,
      completionTokens: usage.completionTokens,
      totalTokens: total,
      cost,
      firstToken: usage.firstToken ?? end,
      end,
    });
    const { key, token, userId } = call.caller;
    settleLater(gateway, this.holds, this.admission, {
      tokens: total,
      count: () =>
        gateway.spend.count(
          token,
          key?.team_id ?? '',
          userId ?? '',
          cost.total,
        ),
    });
  }

  /** Headers of an answer whose cost is known, or of a stream, whose cost is not. */
  headers(cost: Cost | undefined): Record<string, string> {
    const { gateway, call, deployed } = this;
    const { profile } = gateway;
    const known = cost ?? { input: 0, output: 0, total: 0 };
    const headers: Record<string, string> = {
      'x-litellm-call-id': call.id,
      'x-litellm-model-id': deployed.id,
      'x-litellm-model-api-base': String(deployed.params.api_base ?? ''),
      'x-litellm-version': profile.version,
      'x-litellm-response-cost-original': pythonFloat(known.total),
      'x-litellm-response-cost-discount-amount': '0.0',
      'x-litellm-response-cost-margin-amount': '0.0',
      'x-litellm-response-cost-margin-percent': '0.0',
      'x-litellm-response-duration-ms': pythonFloat(
        gateway.clock.now() - call.startedAt,
      ),
      'x-litellm-callback-duration-ms': '0.0',
      ...keyHeaders(gateway, call, known.total),
    };
    if (cost || profile.newer) {
      Object.assign(headers, {
        'x-litellm-model-group': deployed.name,
        'x-litellm-attempted-retries': '0',
        'x-litellm-attempted-fallbacks': '0',
      });
    }
    if (profile.newer) {
      Object.assign(headers, {
        'x-litellm-model-name': providerModel(deployed),
        'x-litellm-response-cost-input': pythonFloat(known.input),
        'x-litellm-response-cost-output': pythonFloat(known.output),
        'x-litellm-response-cost-tool-usage': '0.0',
      });
    }
    if (cost) {
      if (cost.total > 0) {
        headers['x-litellm-response-cost'] = pythonFloat(cost.total);
      }
      Object.assign(headers, this.admission?.headers);
    }
    return headers;
  }
}

/**
 * No budget is asked for where tokens cost nothing in the whole group, whatever an image or a second costs. On 1.108.2
 * somebody has to have said so.
 */
function skipsBudgets({ models, profile }: Gateway, name: string): boolean {
  const prices = models.named(name).map(({ price }) => price);
  return (
    prices.length > 0 &&
    !prices.some(price => price.isPaidPerToken) &&
    (!profile.newer || prices.some(price => price.isPerToken))
  );
}

function maxTokens({ body }: Call): number | undefined {
  const sent = body.max_tokens ?? body.max_completion_tokens;
  return typeof sent === 'number' ? sent : undefined;
}

function estimate(
  call: Call,
  deployed: Deployment | undefined,
  promptTokens: number,
): number {
  if (!deployed) {
    return 0;
  }
  const limit = deployed.info.max_output_tokens;
  const answer =
    maxTokens(call) ??
    (typeof limit === 'number' ? limit : EXPECTED_ANSWER_TOKENS);
  return deployed.price.costOf({ promptTokens, completionTokens: answer })
    .total;
}

/** What was reserved comes back shortly after the answer; 1.82.1 counts the cost only then. */
function settleLater(
  gateway: Gateway,
  holds: Hold[],
  admission: Admission | undefined,
  used: { tokens: number; count(): void },
): void {
  const { knobs, random, reservations } = gateway;
  const settle = () => {
    admission?.settle(used.tokens);
    holds.forEach(({ budget, amount }) => reservations.release(budget, amount));
    used.count();
  };
  const delay = random.between(...knobs.settleMs);
  if (delay > 0) {
    setTimeout(settle, delay).unref();
  } else {
    settle();
  }
}

function keyHeaders(
  gateway: Gateway,
  { caller }: Call,
  cost: number,
): Record<string, string> {
  const { key } = caller;
  const { cache, profile, store } = gateway;
  if (!key) {
    return { 'x-litellm-key-spend': '0.0' };
  }
  // 1.108.2 adds to the cached row, which stays as it was read
  const before = profile.newer
    ? cache.key(key.token)?.row.row.spend ?? 0
    : spentBy(gateway, 'key', key.token);
  const linked = key.budget_id ? store.budgets.get(key.budget_id) : undefined;
  const max = key.max_budget ?? linked?.max_budget ?? null;
  return {
    'x-litellm-key-spend': pythonFloat(before + cost),
    ...(max !== null && { 'x-litellm-key-max-budget': pythonFloat(max) }),
    ...(key.rpm_limit !== null && {
      'x-litellm-key-rpm-limit': String(key.rpm_limit),
    }),
    ...(key.tpm_limit !== null && {
      'x-litellm-key-tpm-limit': String(key.tpm_limit),
    }),
  };
}

/** A refusal over the budget has none of these; that one is thrown before. */
function failureHeaders(gateway: Gateway, call: Call): Record<string, string> {
  return {
    'x-litellm-call-id': call.id,
    'x-litellm-response-cost': '0',
    ...keyHeaders(gateway, call, 0),
  };
}
