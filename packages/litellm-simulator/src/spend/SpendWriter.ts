import type { Knobs } from '../Knobs';
import type { AuthCache } from '../enforcement/AuthCache';
import type { Random } from '../random';
import type { LogRow } from '../store/rows';
import type { Store } from '../store/Store';
import type { TimeSource } from '../time/SimulatorClock';
import { utcDay } from '../time/format';

type Kind = 'key' | 'team' | 'user' | 'member';

/**
 * Takes finished calls and writes them to the database later, all views together. Until then only this process knows
 * of them, and a crash loses them.
 */
export class SpendWriter {
  private waiting: LogRow[] = [];
  private readonly pendingSpend = new Map<string, number>();
  private readonly endUsers = new Map<string, string>();
  private flushAt: number | undefined;

  constructor(
    private readonly store: Store,
    private readonly cache: AuthCache,
    private readonly clock: TimeSource,
    private readonly random: Random,
    private readonly knobs: Knobs,
  ) {}

  record(row: LogRow): void {
    this.waiting.push(row);
    this.addPending(row);
    const [least, most] = this.knobs.flushDelayMs;
    this.flushAt ??= this.clock.now() + this.random.between(least, most);
    this.flushIfDue();
  }

  /** The end user a key sent last, and now if it sends one. */
  rememberEndUser(token: string, sent: string): string {
    if (sent) {
      this.endUsers.set(token, sent);
    }
    return this.endUsers.get(token) ?? '';
  }

  /** What was spent but is not in the database yet. */
  pending(kind: Kind, id: string): number {
    return this.pendingSpend.get(`${kind}:${id}`) ?? 0;
  }

  flushIfDue(): void {
    if (this.flushAt !== undefined && this.clock.now() >= this.flushAt) {
      this.flush();
    }
  }

  flush(): void {
    const rows = this.waiting;
    this.drop();
    rows.forEach(row => {
      this.write(row);
      this.tellCache(row);
    });
    if (rows.length > 0) {
      this.store.touch();
    }
  }

  /** What a killed process loses. */
  drop(): void {
    this.waiting = [];
    this.pendingSpend.clear();
    this.flushAt = undefined;
  }

  /** Writes one call to every view of it. */
  write(row: LogRow): void {
    this.store.addLog(row);
    this.store.addActivity({
      date: utcDay(row.start),
      user: row.user,
      team: row.team,
      token: row.token,
      model: row.model,
      modelGroup: row.modelGroup,
      provider: row.provider,
      endpoint: row.endpoint,
      spend: row.spend,
      promptTokens: row.promptTokens,
      completionTokens: row.completionTokens,
      successes: row.status === 'success' ? 1 : 0,
      failures: row.status === 'failure' ? 1 : 0,
      responseMs: row.status === 'success' ? row.end - row.start : 0,
    });
    if (row.status === 'success') {
      this.addSpend(row);
    }
  }

  /** Counts a call in what this process has cached of its owners. */
  count(token: string, team: string, user: string, cost: number): void {
    this.cache.addSpend('key', token, cost);
    this.cache.addSpend('team', team, cost);
    this.cache.addSpend('user', user, cost);
  }

  /** What a cached object forgot, because it was read anew in between, comes back with the flush. */
  private tellCache({ token, team, user }: LogRow): void {
    const { keys, teams, users } = this.store;
    this.cache.raiseSpend('key', token, keys.get(token)?.spend);
    this.cache.raiseSpend('team', team, teams.get(team)?.spend);
    this.cache.raiseSpend('user', user, users.get(user)?.spend);
  }

  private addSpend(row: LogRow): void {
    const { keys, users, teams } = this.store;
    const key = keys.get(row.token);
    if (key) {
      key.spend += row.spend;
      key.total_spend += row.spend;
      key.last_active = Math.max(key.last_active ?? 0, row.end);
      key.budget_limits?.forEach(window => {
        window.spend += row.spend;
      });
    }
    for (const owner of [users.get(row.user), teams.get(row.team)]) {
      if (owner) {
        owner.spend += row.spend;
      }
    }
    const membership = this.store.membership(row.team, row.user);
    if (membership) {
      membership.spend += row.spend;
      membership.total_spend += row.spend;
    }
  }

  private addPending(row: LogRow): void {
    const owners: [Kind, string][] = [
      ['key', row.token],
      ['user', row.user],
      ['team', row.team],
      ['member', `${row.user}:${row.team}`],
    ];
    for (const [kind, id] of owners) {
      const name = `${kind}:${id}`;
      this.pendingSpend.set(
        name,
        (this.pendingSpend.get(name) ?? 0) + row.spend,
      );
    }
  }
}
