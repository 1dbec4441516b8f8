import type { JsonObject } from '../store/rows';

/** Members of `litellm_params` that make a price, in US dollars per unit. Those of `model_info` cost nobody anything. */
export const PRICE_MEMBERS = [
  'input_cost_per_token',
  'output_cost_per_token',
  'input_cost_per_image',
  'output_cost_per_image',
  'input_cost_per_second',
  'output_cost_per_second',
  'input_cost_per_query',
  'cache_read_input_token_cost',
] as const;

export interface Usage {
  promptTokens: number;
  completionTokens: number;
  images?: number;
  seconds?: number;
  queries?: number;
}

export interface Cost {
  input: number;
  output: number;
  total: number;
}

export class Price {
  private readonly amounts: Partial<Record<string, number>> = {};

  constructor(params: JsonObject) {
    for (const member of PRICE_MEMBERS) {
      const amount = params[member];
      if (typeof amount === 'number') {
        this.amounts[member] = amount;
      }
    }
  }

  /** Somebody said what a token costs. */
  get isPerToken(): boolean {
    return this.perInputToken !== null || this.perOutputToken !== null;
  }

  /** A token costs something. */
  get isPaidPerToken(): boolean {
    return [this.perInputToken, this.perOutputToken].some(price => price);
  }

  get perInputToken(): number | null {
    return this.amounts.input_cost_per_token ?? null;
  }

  get perOutputToken(): number | null {
    return this.amounts.output_cost_per_token ?? null;
  }

  /** Without a price a call costs nothing. */
  costOf(usage: Usage): Cost {
    const of = (member: string) => this.amounts[member] ?? 0;
    const input =
      usage.promptTokens * of('input_cost_per_token') +
      (usage.seconds ?? 0) * of('input_cost_per_second') +
      (usage.queries ?? 0) * of('input_cost_per_query') +
      (usage.images ?? 0) * of('input_cost_per_image');
    const output =
      usage.completionTokens * of('output_cost_per_token') +
      (usage.seconds ?? 0) * of('output_cost_per_second') +
      (usage.images ?? 0) * of('output_cost_per_image');
    return { input, output, total: input + output };
  }
}
