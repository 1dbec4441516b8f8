import { z } from 'zod';
import type { Gateway } from '../Gateway';
import { check, integer, number } from '../http/validation';
import { isFailing } from '../llm/mockAnswer';
import {
  providerModel,
  providerOf,
  type Deployment,
} from '../models/ModelTable';
import { Random } from '../random';
import type { KeyRow, LogRow } from '../store/rows';
import { failedCall, refusedCall, typicalUsage } from './typicalCall';

const DAY_MS = 86_400_000;

/** A key of weight 1 makes about this many calls on a working day. */
const CALLS_PER_WORKDAY = 30;

const historyRequest = z.object({
  keys: z.array(
    z.object({
      token: z.string().regex(/^[0-9a-f]{64}$/),
      models: z.array(z.string()).min(1),
      weight: number.default(1),
    }),
  ),
  days: integer.default(30),
  seed: integer.default(1),
});

/** How busy an hour of a working day is, in UTC. */
const HOURS = [
  0, 0, 0, 0, 0, 0.1, 0.4, 2, 5, 7, 7, 5, 4, 6, 7, 6, 4, 2, 1, 0.6, 0.4, 0.3,
  0.1, 0,
];

/**
 * Writes past calls of keys, as if they had been made: into logs, daily activity, and the spend of keys, users and
 * teams. The same seed on the same day makes the same calls. No key gets over its budget: the rest is refused.
 */
export function recordHistory(gateway: Gateway, body: unknown) {
  const { keys, days, seed } = check(historyRequest, body);
  let calls = 0;
  let spend = 0;
  for (const [index, wish] of keys.entries()) {
    const random = new Random(seed * 7919 + index * 104_729 + 1);
    const key = gateway.store.keys.get(wish.token);
    const deployments = wish.models.flatMap(
      name => gateway.models.named(name)[0] ?? [],
    );
    if (deployments.length === 0) {
      continue;
    }
    const budget = roomOf(gateway, key);
    let spent = 0;
    for (const at of timesOf(gateway, random, days, wish.weight)) {
      const deployed = favourite(random, deployments);
      const row = callAt(gateway, random, at, wish.token, key, deployed);
      const fits = spent + row.spend <= budget;
      const final = fits ? row : refusedCall(gateway, row, budget, key);
      spent += final.spend;
      gateway.spend.write(final);
      calls += 1;
    }
    spend += spent;
    gateway.cache.evict('key', wish.token);
  }
  gateway.cache.clear();
  gateway.store.touch();
  return { calls, spend };
}

/** What may still be spent without reaching the budget of the key, its team or its user. */
function roomOf({ store }: Gateway, key: KeyRow | undefined): number {
  if (!key) {
    return Infinity;
  }
  const team = key.team_id ? store.teams.get(key.team_id) : undefined;
  const user = key.user_id ? store.users.get(key.user_id) : undefined;
  const rooms = [key, team, user].map(owner =>
    owner && owner.max_budget !== null
      ? Math.max(0, owner.max_budget - owner.spend) * 0.85
      : Infinity,
  );
  return Math.min(...rooms);
}

/** Working days are busy, weekends quiet, and the last days a little busier than the first. */
function timesOf(
  { clock }: Gateway,
  random: Random,
  days: number,
  weight: number,
): number[] {
  const now = clock.now();
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const times: number[] = [];
  for (let back = days; back >= 0; back--) {
    const day = today - back * DAY_MS;
    const weekday = new Date(day).getUTCDay();
    const busy = weekday === 0 || weekday === 6 ? 0.12 : 1;
    const growth = 0.7 + 0.5 * (1 - back / Math.max(days, 1));
    const count = Math.round(
      CALLS_PER_WORKDAY * weight * busy * growth * random.between(0.6, 1.4),
    );
    for (let i = 0; i < count; i++) {
      const at = Math.floor(day + hourOf(random) * 3_600_000);
      if (at < now - 60_000 && at > now - days * DAY_MS) {
        times.push(at);
      }
    }
  }
  return times.sort((a, b) => a - b);
}

function hourOf(random: Random): number {
  const sum = HOURS.reduce((total, share) => total + share, 0);
  let left = random.next() * sum;
  for (const [hour, share] of HOURS.entries()) {
    if (left < share) {
      return hour + random.next();
    }
    left -= share;
  }
  return 12;
}

/** The first model named is used most. */
function favourite(random: Random, deployments: Deployment[]): Deployment {
  return random.next() < 0.55 ? deployments[0] : random.pick(deployments);
}

function callAt(
  gateway: Gateway,
  random: Random,
  at: number,
  token: string,
  key: KeyRow | undefined,
  deployed: Deployment,
): LogRow {
  const { kind, usage, durationMs } = typicalUsage(random, deployed);
  const cost = deployed.price.costOf(usage);
  const callId = random.uuid();
  const row: LogRow = {
    id: kind.hasOwnId ? `chatcmpl-${random.uuid()}` : callId,
    callId,
    callType: kind.callType,
    endpoint: kind.endpoint,
    status: 'success',
    start: at,
    end: at + durationMs,
    firstToken: at + Math.round(durationMs * 0.3),
    token,
    keyAlias: key?.key_alias ?? null,
    user: key?.user_id ?? '',
    team: key?.team_id ?? '',
    teamAlias: key?.team_id
      ? gateway.store.teams.get(key.team_id)?.team_alias ?? null
      : null,
    endUser: '',
    model: providerModel(deployed),
    modelId: deployed.id,
    modelGroup: deployed.name,
    provider: providerOf(deployed),
    promptTokens: usage.promptTokens,
    completionTokens: usage.completionTokens,
    totalTokens: usage.promptTokens + usage.completionTokens,
    spend: cost.total,
    inputCost: cost.input,
    tags: ['User-Agent: openai-python'],
    session: random.uuid(),
    ip: '10.0.0.7',
    userAgent: 'openai-python/1.60.0',
    spendLogsMetadata: null,
    error: null,
  };
  const fails = isFailing(deployed) || random.next() < 0.015;
  return fails ? failedCall(gateway, row, deployed) : row;
}
