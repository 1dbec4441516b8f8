import { isKeyHash } from '../keys/identity';
import type { ActivityMetrics, DayRow } from './schemas';

/**
 * What one key did, of a day and perhaps of a model.
 *
 * @public
 */
export interface ActivityCell {
  /** Of the model; undefined in `keys`. */
  name?: string;
  /** sha256 of the key; undefined for the master key and for what was no key. */
  keyHash?: string;
  metrics: ActivityMetrics;
}

/**
 * A UTC day's sums. They only grow, are untouched by budget resets, and count
 * each refused call as a failure.
 *
 * @public
 */
export interface ActivityDay {
  /** `YYYY-MM-DD`. */
  date: string;
  metrics: ActivityMetrics;
  keys: ActivityCell[];
  /** By what was called at the provider, and key. */
  models: ActivityCell[];
  /** By public name, and key. Calls that reached no deployment are missing. */
  modelGroups: ActivityCell[];
}

interface Sums {
  metrics?: ActivityMetrics;
  keys: Map<string, ActivityCell>;
  models: Map<string, ActivityCell>;
  modelGroups: Map<string, ActivityCell>;
}

/**
 * LiteLLM pages over raw rows: one day may come on several pages, each with a
 * part of it. So parts are added up by day, model and key.
 */
export class DayMerge {
  readonly #days = new Map<string, Sums>();

  add(row: DayRow): void {
    let sums = this.#days.get(row.date);
    if (!sums) {
      sums = { keys: new Map(), models: new Map(), modelGroups: new Map() };
      this.#days.set(row.date, sums);
    }
    sums.metrics = plus(sums.metrics, row.metrics);
    const { api_keys, models, model_groups } = row.breakdown;
    addKeys(sums.keys, undefined, api_keys);
    for (const [name, model] of Object.entries(models)) {
      addKeys(sums.models, name, model.api_key_breakdown);
    }
    for (const [name, group] of Object.entries(model_groups)) {
      addKeys(sums.modelGroups, name, group.api_key_breakdown);
    }
  }

  /** Oldest first. A day without a call is absent. */
  days(): ActivityDay[] {
    return [...this.#days]
      .flatMap(([date, { metrics, keys, models, modelGroups }]) =>
        metrics
          ? {
              date,
              metrics,
              keys: [...keys.values()],
              models: [...models.values()],
              modelGroups: [...modelGroups.values()],
            }
          : [],
      )
      .sort((a, b) => a.date.localeCompare(b.date));
  }
}

function addKeys(
  cells: Map<string, ActivityCell>,
  name: string | undefined,
  keys: Record<string, { metrics: ActivityMetrics }>,
): void {
  for (const [key, { metrics }] of Object.entries(keys)) {
    // 1.82.1 writes a bearer that is no key in clear: only a hash passes.
    const keyHash = isKeyHash(key) ? key : undefined;
    const place = JSON.stringify([name, keyHash]);
    const cell = cells.get(place);
    cells.set(place, { name, keyHash, metrics: plus(cell?.metrics, metrics) });
  }
}

function plus(
  a: ActivityMetrics | undefined,
  b: ActivityMetrics,
): ActivityMetrics {
  if (!a) return b;
  return {
    spend: a.spend + b.spend,
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    totalTokens: a.totalTokens + b.totalTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    requests: a.requests + b.requests,
    successes: a.successes + b.successes,
    failures: a.failures + b.failures,
  };
}
