import type { Profile } from '../profile';
import type { ActivityRow } from '../store/rows';
import type { Store } from '../store/Store';

export interface Metrics {
  [name: string]: number;
}

interface Part {
  metrics: Metrics;
  metadata: Record<string, unknown>;
  api_key_breakdown?: Record<string, Part>;
}

const DIMENSIONS = {
  models: 'model',
  model_groups: 'modelGroup',
  providers: 'provider',
  endpoints: 'endpoint',
} as const;

const SAVINGS = {
  compression_saved_tokens: 0,
  compression_savings_spend: 0,
  prompt_caching_savings_spend: 0,
  gateway_injected_caching_savings_spend: 0,
  autorouter_savings_spend: 0,
};

/** Days, newest first, from raw rows: the `results` of a daily activity answer. */
export function daysOf(
  rows: ActivityRow[],
  view: 'user' | 'team',
  profile: Profile,
  store: Store,
  withEntities: boolean,
) {
  const days = new Map<string, ActivityRow[]>();
  for (const row of rows) {
    const day = days.get(row.date);
    if (day) {
      day.push(row);
    } else {
      days.set(row.date, [row]);
    }
  }
  return [...days]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([date, ofDay]) => ({
      date,
      metrics: sum(ofDay, profile),
      breakdown: breakdown(ofDay, view, profile, store, withEntities),
    }));
}

export function sum(rows: ActivityRow[], { newer }: Profile): Metrics {
  const total = (of: (row: ActivityRow) => number) =>
    rows.reduce((result, row) => result + of(row), 0);
  const prompt = total(row => row.promptTokens);
  const completion = total(row => row.completionTokens);
  const successes = total(row => row.successes);
  const failures = total(row => row.failures);
  return {
    spend: total(row => row.spend),
    ...(newer && { flat_cost: 0, ptu_hours: 0 }),
    prompt_tokens: prompt,
    completion_tokens: completion,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
    ...(newer && SAVINGS),
    total_tokens: prompt + completion,
    successful_requests: successes,
    failed_requests: failures,
    api_requests: successes + failures,
    ...(newer && {
      total_response_time_ms: total(row => row.responseMs),
      timed_requests: successes,
    }),
  };
}

/** `metadata.total_*`. */
export function totals(rows: ActivityRow[], profile: Profile): Metrics {
  return Object.fromEntries(
    Object.entries(sum(rows, profile)).map(([name, value]) => [
      name.startsWith('total_') ? name : `total_${name}`,
      value,
    ]),
  );
}

function breakdown(
  rows: ActivityRow[],
  view: 'user' | 'team',
  profile: Profile,
  store: Store,
  withEntities: boolean,
) {
  const perKey = (part: ActivityRow[]) => keysOf(part, profile, store);
  const by = (valueOf: (row: ActivityRow) => string): Record<string, Part> =>
    Object.fromEntries(
      [...grouped(rows, valueOf)].map(([name, part]) => [
        name,
        {
          metrics: sum(part, profile),
          metadata: {},
          api_key_breakdown: perKey(part),
        },
      ]),
    );
  return {
    mcp_servers: {},
    ...Object.fromEntries(
      Object.entries(DIMENSIONS).map(([name, member]) => [
        name,
        by(row => partOf(row, member, profile)),
      ]),
    ),
    api_keys: perKey(rows),
    entities: withEntities ? by(row => row[view] || 'Unassigned') : {},
  };
}

/** 1.108.2 counts a name without a group under itself. */
function partOf(
  row: ActivityRow,
  member: (typeof DIMENSIONS)[keyof typeof DIMENSIONS],
  { newer }: Profile,
): string {
  switch (member) {
    case 'provider':
      return row.provider || 'unknown';
    case 'modelGroup':
      return row.modelGroup || (newer ? row.model : '');
    default:
      return row[member];
  }
}

function keysOf(
  rows: ActivityRow[],
  profile: Profile,
  store: Store,
): Record<string, Part> {
  return Object.fromEntries(
    [...grouped(rows, row => row.token, true)].map(([token, part]) => [
      token,
      { metrics: sum(part, profile), metadata: keyData(token, profile, store) },
    ]),
  );
}

/** A deleted key is looked up in the archive. */
function keyData(token: string, { newer }: Profile, store: Store) {
  const key =
    store.keys.get(token) ??
    store.deletedKeys.findLast(row => row.token === token);
  const user = key?.user_id ? store.users.get(key.user_id) : undefined;
  return {
    key_alias: key?.key_alias ?? null,
    team_id: key?.team_id ?? null,
    ...(newer && {
      user_id: key?.user_id ?? null,
      user_email: user?.user_email ?? null,
      key_exists: store.keys.has(token),
    }),
  };
}

function grouped(
  rows: ActivityRow[],
  valueOf: (row: ActivityRow) => string,
  withEmpty = false,
): Map<string, ActivityRow[]> {
  const groups = new Map<string, ActivityRow[]>();
  for (const row of rows) {
    const value = valueOf(row);
    if (value === '' && !withEmpty) {
      continue;
    }
    const group = groups.get(value);
    if (group) {
      group.push(row);
    } else {
      groups.set(value, [row]);
    }
  }
  return groups;
}
