import type {
  ActivityRow,
  BudgetRow,
  DeletedKeyRow,
  KeyRow,
  LogRow,
  MembershipRow,
  ModelRow,
  OrganizationRow,
  TeamRow,
  UserRow,
} from './rows';

/** What LiteLLM keeps in PostgreSQL. Only this survives a restart. */
export class Store {
  readonly keys = new Map<string, KeyRow>();
  /** An archive, not a table by id: a key deleted three times at once is there three times. */
  readonly deletedKeys: DeletedKeyRow[] = [];
  readonly users = new Map<string, UserRow>();
  readonly teams = new Map<string, TeamRow>();
  readonly deletedTeams: TeamRow[] = [];
  readonly memberships = new Map<string, MembershipRow>();
  readonly budgets = new Map<string, BudgetRow>();
  readonly organizations = new Map<string, OrganizationRow>();
  readonly models = new Map<string, ModelRow>();
  readonly logs: LogRow[] = [];
  readonly activity = new Map<string, ActivityRow>();
  private readonly logIds = new Set<string>();
  private version = 0;

  /** False if a row with this id is there already: the newcomer is dropped, as LiteLLM does. */
  addLog(row: LogRow): boolean {
    if (this.logIds.has(row.id)) {
      return false;
    }
    this.logIds.add(row.id);
    this.logs.push(row);
    return true;
  }

  addActivity(row: ActivityRow): void {
    const id = [
      row.date,
      row.user,
      row.team,
      row.token,
      row.model,
      row.modelGroup,
      row.provider,
      row.endpoint,
    ].join('\u0000');
    const existing = this.activity.get(id);
    if (!existing) {
      this.activity.set(id, { ...row });
      return;
    }
    existing.spend += row.spend;
    existing.promptTokens += row.promptTokens;
    existing.completionTokens += row.completionTokens;
    existing.successes += row.successes;
    existing.failures += row.failures;
    existing.responseMs += row.responseMs;
  }

  keysOf(owner: { user_id?: string; team_id?: string }): KeyRow[] {
    return [...this.keys.values()].filter(
      key =>
        (owner.user_id === undefined || key.user_id === owner.user_id) &&
        (owner.team_id === undefined || key.team_id === owner.team_id),
    );
  }

  membership(teamId: string, userId: string): MembershipRow | undefined {
    return this.memberships.get(membershipId(teamId, userId));
  }

  setMembership(row: MembershipRow): void {
    this.memberships.set(membershipId(row.team_id, row.user_id), row);
  }

  deleteMembership(teamId: string, userId: string): void {
    this.memberships.delete(membershipId(teamId, userId));
  }

  membershipsOf(teamId: string): MembershipRow[] {
    return [...this.memberships.values()].filter(m => m.team_id === teamId);
  }

  /** To be called after every change, so that the state file follows. */
  touch(): void {
    this.version += 1;
  }

  get changeCount(): number {
    return this.version;
  }

  toJSON(): unknown {
    return {
      keys: [...this.keys.values()],
      deletedKeys: this.deletedKeys,
      users: [...this.users.values()],
      teams: [...this.teams.values()],
      deletedTeams: this.deletedTeams,
      memberships: [...this.memberships.values()],
      budgets: [...this.budgets.values()],
      organizations: [...this.organizations.values()],
      models: [...this.models.values()],
      logs: this.logs,
      activity: [...this.activity.values()],
    };
  }

  static fromJSON(saved: ReturnType<typeof asSaved>): Store {
    const store = new Store();
    saved.keys.forEach(row => store.keys.set(row.token, row));
    store.deletedKeys.push(...saved.deletedKeys);
    saved.users.forEach(row => store.users.set(row.user_id, row));
    saved.teams.forEach(row => store.teams.set(row.team_id, row));
    store.deletedTeams.push(...saved.deletedTeams);
    saved.memberships.forEach(row => store.setMembership(row));
    saved.budgets.forEach(row => store.budgets.set(row.budget_id, row));
    saved.organizations.forEach(row =>
      store.organizations.set(row.organization_id, row),
    );
    saved.models.forEach(row => store.models.set(row.model_id, row));
    saved.logs.forEach(row => store.addLog(row));
    saved.activity.forEach(row => store.addActivity(row));
    return store;
  }
}

/** What `toJSON` wrote; the file is our own, so only its outline is looked at. */
export function asSaved(value: unknown) {
  const saved = (value ?? {}) as Partial<{
    keys: KeyRow[];
    deletedKeys: DeletedKeyRow[];
    users: UserRow[];
    teams: TeamRow[];
    deletedTeams: TeamRow[];
    memberships: MembershipRow[];
    budgets: BudgetRow[];
    organizations: OrganizationRow[];
    models: ModelRow[];
    logs: LogRow[];
    activity: ActivityRow[];
  }>;
  return {
    keys: saved.keys ?? [],
    deletedKeys: saved.deletedKeys ?? [],
    users: saved.users ?? [],
    teams: saved.teams ?? [],
    deletedTeams: saved.deletedTeams ?? [],
    memberships: saved.memberships ?? [],
    budgets: saved.budgets ?? [],
    organizations: saved.organizations ?? [],
    models: saved.models ?? [],
    logs: saved.logs ?? [],
    activity: saved.activity ?? [],
  };
}

function membershipId(teamId: string, userId: string): string {
  return `${teamId}\u0000${userId}`;
}
