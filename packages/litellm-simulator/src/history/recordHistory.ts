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
import type { KeyRow, LogRow, TeamRow, UserRow } from '../store/rows';
import { failedCall, isDear, refusedCall, typicalUsage } from './typicalCall';

const DAY_MS = 86_400_000;

/** A key of weight 1 makes about this many calls on a working day. */
const CALLS_PER_WORKDAY = 30;

const historyRequest = z.object({
  keys: z.array(
    z.object({
      token: z.string().regex(/^[0-9a-f]{64}$/),
      models: z.array(z.string()).min(1),
      weight: number.default(1),
      maxSpend: number.optional(),
    }),
  ),
  days: integer.default(30),
  seed: integer.default(1),
});

type HistoryWish = z.output<typeof historyRequest>['keys'][number];

/** Of the calls that no budget is left for, so many are in the log as refused. */
const REFUSALS_SEEN = 0.05;

const DEAR_CALLS_MADE = 0.06;

/** How busy an hour of a working day is, in UTC. */
const HOURS = [
  0, 0, 0, 0, 0, 0.1, 0.4, 2, 5, 7, 7, 5, 4, 6, 7, 6, 4, 2, 1, 0.6, 0.4, 0.3,
  0.1, 0,
];

/**
 * Writes past calls of keys, as if they had been made: into logs, daily activity, and the spend of keys, users and
 * teams. The same seed on the same day makes the same calls. No key gets over its budgets or its `maxSpend`: calls are
 * thinned out until the rest fits, and a few of those left out appear as refused.
 */
export function recordHistory(gateway: Gateway, body: unknown) {
  const { keys, days, seed } = check(historyRequest, body);
  let calls = 0;
  let spend = 0;
  for (const [index, wish] of keys.entries()) {
    const random = new Random(seed * 7919 + index * 104_729 + 1);
    const key = gateway.store.keys.get(wish.token);
    const room = Math.min(
      wish.maxSpend ?? Infinity,
      roomOf(gateway, key, keys.length - index),
    );
    const wanted = callsOf(gateway, random, wish, days, key);
    const total = wanted.reduce((sum, row) => sum + row.spend, 0);
    const share = total > room ? room / total : 1;
    let spent = 0;
    for (const row of wanted) {
      const isKept = random.next() < share && spent + row.spend <= room;
      const isSeen = isKept || random.next() < REFUSALS_SEEN;
      if (isSeen) {
        const seen = isKept ? row : refusedCall(gateway, row, room, key);
        gateway.spend.write(seen);
        spent += seen.spend;
        calls += 1;
      }
    }
    spend += spent;
  }
  gateway.cache.clear();
  gateway.store.touch();
  return { calls, spend };
}

/** What this key may spend without reaching the budget of itself, its team or its user, others being served too. */
function roomOf(
  { store }: Gateway,
  key: KeyRow | undefined,
  sharers: number,
): number {
  if (!key) {
    return Infinity;
  }
  const left = (owner: KeyRow | TeamRow | UserRow | undefined) =>
    owner && owner.max_budget !== null
      ? Math.max(0, owner.max_budget - owner.spend) * 0.85
      : Infinity;
  const team = key.team_id ? store.teams.get(key.team_id) : undefined;
  const user = key.user_id ? store.users.get(key.user_id) : undefined;
  return Math.min(left(key), left(team) / sharers, left(user) / sharers);
}

function callsOf(
  gateway: Gateway,
  random: Random,
  wish: HistoryWish,
  days: number,
  key: KeyRow | undefined,
): LogRow[] {
  const deployments = wish.models.flatMap(
    name => gateway.models.named(name)[0] ?? [],
  );
  if (deployments.length === 0) {
    return [];
  }
  return timesOf(gateway, random, days, wish.weight).flatMap(at => {
    const deployed = favourite(random, deployments);
    // nobody calls a model often that costs half a dollar a time
    const isMade = !isDear(deployed) || random.next() < DEAR_CALLS_MADE;
    return isMade
      ? [callAt(gateway, random, at, wish.token, key, deployed)]
      : [];
  });
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
