import { z } from 'zod';
import type { Gateway } from '../Gateway';
import { budgetTableView } from '../budgets/budgetView';
import { newBudget } from '../budgets/newBudget';
import { DetailError, licenceText, UnhandledError } from '../http/errors';
import type { Call, Route } from '../http/Route';
import {
  check,
  optionalNames,
  optionalNumber,
  optionalObject,
  optionalText,
} from '../http/validation';
import type { OrganizationRow } from '../store/rows';
import { zulu } from '../time/format';

const shared = {
  models: optionalNames,
  max_budget: optionalNumber,
  budget_duration: optionalText,
  metadata: optionalObject,
};

const newRequest = z.object({
  ...shared,
  organization_alias: z.string(),
  organization_id: optionalText,
});

const updateRequest = z.object({
  ...shared,
  organization_alias: optionalText,
  organization_id: z.string(),
});

const deleteRequest = z.object({ organization_ids: z.array(z.string()) });

type Handler = (gateway: Gateway, call: Call) => unknown;

/** 1.108.2 wants a licence for every one of these, reads too. Members of organizations are not imitated. */
export function organizationRoutes(gateway: Gateway): Route[] {
  const route = (
    method: Route['method'],
    name: string,
    handler: Handler,
  ): Route => ({
    method,
    path: `/organization/${name}`,
    access: 'admin',
    handle: call => {
      if (gateway.profile.newer) {
        throw new DetailError(403, {
          error: licenceText(
            'Organizations are only available for LiteLLM Enterprise users. ',
          ),
        });
      }
      return handler(gateway, call);
    },
  });
  return [
    route('post', 'new', create),
    route('get', 'list', ({ store, profile }) =>
      [...store.organizations.values()].map(row => view(row, store, profile)),
    ),
    route('get', 'info', (parts, { query }) =>
      view(
        required(parts, query.organization_id ?? ''),
        parts.store,
        parts.profile,
      ),
    ),
    route('patch', 'update', update),
    route('delete', 'delete', remove),
    route('get', 'daily/activity', () => ({ results: [], metadata: {} })),
  ];
}

function create(gateway: Gateway, { body, caller }: Call) {
  const { clock, profile, random, store } = gateway;
  const request = check(newRequest, body);
  const id = request.organization_id || random.uuid();
  if (store.organizations.has(id)) {
    throw new UnhandledError();
  }
  const now = clock.now();
  const budget = newBudget(
    gateway,
    {
      max_budget: request.max_budget ?? null,
      budget_duration: request.budget_duration ?? null,
    },
    caller.userId,
  );
  const row: OrganizationRow = {
    organization_id: id,
    organization_alias: request.organization_alias,
    budget_id: budget.budget_id,
    spend: 0,
    metadata: request.metadata ?? {},
    models: request.models ?? [],
    members: [],
    created_at: now,
    updated_at: now,
  };
  store.organizations.set(id, row);
  store.touch();
  return view(row, store, profile);
}

/** Null is ignored for every member; metadata is merged. */
function update(gateway: Gateway, { body }: Call) {
  const { clock, profile, store } = gateway;
  const request = check(updateRequest, body);
  const row = store.organizations.get(request.organization_id);
  if (!row) {
    throw new UnhandledError();
  }
  row.organization_alias = request.organization_alias ?? row.organization_alias;
  row.models = request.models ?? row.models;
  row.metadata = { ...row.metadata, ...request.metadata };
  row.updated_at = clock.now();
  const budget = store.budgets.get(row.budget_id);
  if (budget) {
    budget.max_budget = request.max_budget ?? budget.max_budget;
    budget.budget_duration = request.budget_duration ?? budget.budget_duration;
  }
  store.touch();
  return view(row, store, profile);
}

function remove(gateway: Gateway, { body }: Call) {
  const { profile, store } = gateway;
  const { organization_ids: ids } = check(deleteRequest, body);
  const rows = ids.map(id => required(gateway, id));
  for (const row of rows) {
    store.organizations.delete(row.organization_id);
    for (const team of [...store.teams.values()]) {
      if (team.organization_id === row.organization_id) {
        store.teams.delete(team.team_id);
      }
    }
  }
  store.touch();
  return rows.map(row => view(row, store, profile));
}

function required({ store }: Gateway, id: string): OrganizationRow {
  const row = store.organizations.get(id);
  if (!row) {
    throw new DetailError(404, { error: 'Organization not found' });
  }
  return row;
}

function view(
  row: OrganizationRow,
  store: Gateway['store'],
  profile: Gateway['profile'],
) {
  const budget = store.budgets.get(row.budget_id);
  return {
    organization_id: row.organization_id,
    organization_alias: row.organization_alias,
    budget_id: row.budget_id,
    spend: row.spend,
    metadata: row.metadata,
    models: row.models,
    created_by: budget?.created_by ?? '',
    updated_by: budget?.updated_by ?? '',
    created_at: zulu(row.created_at),
    updated_at: zulu(row.updated_at),
    members: row.members,
    teams: [...store.teams.values()]
      .filter(team => team.organization_id === row.organization_id)
      .map(team => team.team_id),
    litellm_budget_table: budget ? budgetTableView(budget, profile) : null,
  };
}
