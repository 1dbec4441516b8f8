import type { Knobs } from '../Knobs';
import type { KeyRow, TeamRow, UserRow } from '../store/rows';
import type { Store } from '../store/Store';
import type { TimeSource } from '../time/SimulatorClock';

interface Entry<T> {
  row: T;
  /** What this process believes was spent: the row's at load time, and every call since. */
  spend: number;
  loadedAt: number;
}

export interface CachedKey {
  row: KeyRow;
  /** Read together with the key, therefore as old as the key is. */
  teamBlocked: boolean;
  teamExists: boolean;
}

type Kind = 'key' | 'team' | 'user';

/**
 * What one gateway process remembers of keys, teams and users. Use does not prolong it, and what is unknown is not
 * remembered (litellm-observed 4.4).
 */
export class AuthCache {
  private readonly keys = new Map<string, Entry<CachedKey>>();
  private readonly teams = new Map<string, Entry<TeamRow>>();
  private readonly users = new Map<string, Entry<UserRow>>();

  constructor(
    private readonly store: Store,
    private readonly clock: TimeSource,
    private readonly knobs: Knobs,
    /** Throws while the database is down. */
    private readonly reachDatabase: () => void,
  ) {}

  key(token: string): Entry<CachedKey> | undefined {
    return this.get(this.keys, token, () => {
      const row = this.store.keys.get(token);
      if (!row) {
        return undefined;
      }
      const team = row.team_id ? this.store.teams.get(row.team_id) : undefined;
      const cached = {
        row: structuredClone(row),
        teamBlocked: team?.blocked ?? false,
        teamExists: !row.team_id || team !== undefined,
      };
      return { row: cached, spend: row.spend };
    });
  }

  team(teamId: string): Entry<TeamRow> | undefined {
    return this.get(this.teams, teamId, () => copyOf(this.store.teams, teamId));
  }

  user(userId: string): Entry<UserRow> | undefined {
    return this.get(this.users, userId, () => copyOf(this.store.users, userId));
  }

  evict(kind: Kind, id: string): void {
    this.table(kind).delete(id);
  }

  clear(): void {
    this.keys.clear();
    this.teams.clear();
    this.users.clear();
  }

  addSpend(kind: Kind, id: string, cost: number): void {
    const entry = this.table(kind).get(id);
    if (entry) {
      entry.spend += cost;
    }
  }

  /** At least what the database has. */
  raiseSpend(kind: Kind, id: string, spend = 0): void {
    const entry = this.table(kind).get(id);
    if (entry) {
      entry.spend = Math.max(entry.spend, spend);
    }
  }

  private table(kind: Kind): Map<string, Entry<unknown>> {
    switch (kind) {
      case 'key':
        return this.keys;
      case 'team':
        return this.teams;
      default:
        return this.users;
    }
  }

  private get<T>(
    table: Map<string, Entry<T>>,
    id: string,
    load: () => { row: T; spend: number } | undefined,
  ): Entry<T> | undefined {
    const now = this.clock.now();
    const known = table.get(id);
    if (known && now - known.loadedAt < this.knobs.authCacheMs) {
      return known;
    }
    this.reachDatabase();
    const loaded = load();
    if (!loaded) {
      table.delete(id);
      return undefined;
    }
    const entry = { ...loaded, loadedAt: now };
    table.set(id, entry);
    return entry;
  }
}

function copyOf<T extends { spend: number }>(
  table: Map<string, T>,
  id: string,
) {
  const row = table.get(id);
  return row && { row: structuredClone(row), spend: row.spend };
}
