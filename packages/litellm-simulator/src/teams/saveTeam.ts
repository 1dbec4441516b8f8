import { z } from 'zod';
import type { Gateway } from '../Gateway';
import { ProxyError, pythonFloat, wrappedError } from '../http/errors';
import type { Call } from '../http/Route';
import {
  check,
  optionalBoolean,
  optionalInteger,
  optionalNames,
  optionalNumber,
  optionalObject,
  optionalText,
} from '../http/validation';
import {
  foldedMetadata,
  requireBudgetAmount,
  requireLicence,
  resetOf,
} from '../keys/keyRequest';
import type { TeamRow } from '../store/rows';
import { roundTrip } from '../store/roundTrip';
import { enrolCreator, joinTeam } from './enrolment';
import { teamRowView, teamView } from './teamView';

const shared = {
  team_alias: optionalText,
  organization_id: optionalText,
  max_budget: optionalNumber,
  soft_budget: optionalNumber,
  budget_duration: optionalText,
  tpm_limit: optionalInteger,
  rpm_limit: optionalInteger,
  max_parallel_requests: optionalInteger,
  models: optionalNames,
  metadata: optionalObject,
  blocked: optionalBoolean,
  model_rpm_limit: z.record(z.string(), z.number()).nullish(),
  model_tpm_limit: z.record(z.string(), z.number()).nullish(),
  tags: optionalNames,
  guardrails: optionalNames,
};

const newRequest = z.object({
  ...shared,
  team_id: optionalText,
  members_with_roles: z
    .array(
      z.object({
        role: z.string(),
        user_id: optionalText,
        user_email: optionalText,
      }),
    )
    .nullish(),
});

const updateRequest = z.object({ ...shared, team_id: z.string() });

type Shared = Omit<z.output<typeof updateRequest>, 'team_id'>;

/** Several at once with one id: one wins, the others meet the constraint of the database. */
export async function createTeam(
  gateway: Gateway,
  { body, caller }: Call,
): Promise<Record<string, unknown>> {
  const { clock, profile, random, store } = gateway;
  const request = check(newRequest, body);
  checkShared(gateway, request);
  const id = request.team_id || random.uuid();
  if (store.teams.has(id)) {
    throw wrappedError(
      400,
      `Team id = ${id} already exists. Please use a different team id.`,
    );
  }
  const organization = request.organization_id;
  if (organization && !store.organizations.has(organization)) {
    throw wrappedError(
      400,
      `Organization not found for organization_id=${organization}`,
    );
  }
  const resetAt = request.budget_duration
    ? resetOf(gateway, request.budget_duration)
    : null;
  await roundTrip(gateway);
  if (store.teams.has(id)) {
    throw new ProxyError(
      500,
      `${profile.internalErrorPrefix}Unique constraint failed on the fields: (\`team_id\`)`,
    );
  }
  const now = clock.now();
  const team: TeamRow = {
    team_id: id,
    team_alias: request.team_alias ?? null,
    organization_id: organization ?? null,
    members_with_roles: caller.userId
      ? [{ user_id: caller.userId, user_email: null, role: 'admin' }]
      : [],
    spend: 0,
    soft_budget: request.soft_budget ?? null,
    models: request.models ?? [],
    metadata: foldedMetadata(request.metadata ?? {}, request),
    blocked: request.blocked ?? false,
    max_budget: request.max_budget ?? null,
    budget_duration: request.budget_duration ?? null,
    budget_reset_at: resetAt,
    tpm_limit: request.tpm_limit ?? null,
    rpm_limit: request.rpm_limit ?? null,
    max_parallel_requests: request.max_parallel_requests ?? null,
    created_at: now,
    updated_at: now,
  };
  store.teams.set(id, team);
  if (caller.userId) {
    enrolCreator(gateway, id, caller.userId);
  }
  request.members_with_roles?.forEach(m =>
    joinTeam(gateway, id, m.user_id ?? ''),
  );
  store.touch();
  return teamView(team, profile);
}

/** Only what was sent counts; null clears where the column takes it. */
export function updateTeam(
  gateway: Gateway,
  { body }: Call,
): Record<string, unknown> {
  const { cache, clock, profile, store } = gateway;
  const request = check(updateRequest, body);
  const team = store.teams.get(request.team_id);
  if (!team) {
    throw wrappedError(
      404,
      `Team not found, passed team_id=${request.team_id}`,
    );
  }
  checkShared(gateway, request);
  for (const column of ['models', 'metadata', 'blocked'] as const) {
    if (request[column] === null) {
      throw new ProxyError(
        500,
        `${profile.internalErrorPrefix}\`data.${column}\`: A value is required but not set`,
      );
    }
  }
  const changes = changesOf(gateway, request, team);
  Object.assign(team, changes, { updated_at: clock.now() });
  cache.evict('team', team.team_id);
  store.touch();
  return { team_id: team.team_id, data: teamRowView(team, profile) };
}

function changesOf(
  gateway: Gateway,
  request: Shared,
  team: TeamRow,
): Partial<TeamRow> {
  const { newer } = gateway.profile;
  const changes: Partial<TeamRow> = {};
  for (const column of [
    'team_alias',
    'max_budget',
    'soft_budget',
    'tpm_limit',
    'rpm_limit',
    'max_parallel_requests',
    'models',
    'blocked',
  ] as const) {
    if (request[column] !== undefined) {
      Object.assign(changes, { [column]: request[column] });
    }
  }
  if (request.organization_id !== undefined) {
    changes.organization_id = request.organization_id || null;
  }
  const { budget_duration: period, metadata } = request;
  if (period) {
    changes.budget_duration = period;
    changes.budget_reset_at = resetOf(gateway, period);
  } else if (period === null) {
    changes.budget_duration = null;
    if (newer) {
      changes.budget_reset_at = null;
    }
  }
  const perModel = request.model_rpm_limit || request.model_tpm_limit;
  if (metadata || perModel) {
    // 1.82.1 loses the rest when only a limit per model is sent
    const base = metadata ?? (newer ? team.metadata : {});
    changes.metadata = foldedMetadata(base, request);
  }
  return changes;
}

function checkShared(gateway: Gateway, request: Shared): void {
  requireBudgetAmount(gateway, request.max_budget);
  requireLicence(request, 'internal_server_error');
  const { max_budget: max, soft_budget: soft } = request;
  if (typeof soft === 'number' && typeof max === 'number' && soft >= max) {
    throw wrappedError(
      400,
      `soft_budget (${pythonFloat(
        soft,
      )}) must be strictly lower than max_budget (${pythonFloat(max)})`,
    );
  }
}
