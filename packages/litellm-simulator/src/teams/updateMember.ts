import { z } from 'zod';
import { newBudget } from '../budgets/newBudget';
import type { Caller } from '../enforcement/Caller';
import type { Gateway } from '../Gateway';
import { DetailError } from '../http/errors';
import { check, optionalText } from '../http/validation';
import { findByEmail } from '../users/userRequest';
import {
  adminIsPremium,
  memberLimits,
  memberLimitsRequest,
} from './memberLimits';

const updateRequest = memberLimitsRequest.extend({
  team_id: z.string(),
  user_id: optionalText,
  user_email: optionalText,
  role: z.enum(['admin', 'user']).nullish(),
});

/** Never complains about a stranger: it makes a membership row that belongs to neither a member nor a user. */
export function updateMember(
  gateway: Gateway,
  body: unknown,
  caller: Caller,
): Record<string, unknown> {
  const { profile, store } = gateway;
  const request = check(updateRequest, body);
  const team = store.teams.get(request.team_id);
  if (!team) {
    throw new DetailError(400, {
      error: `Team id=${request.team_id} does not exist in db`,
    });
  }
  if (request.role === 'admin') {
    throw adminIsPremium();
  }
  const userId =
    request.user_id ??
    findByEmail(gateway, request.user_email ?? '')?.user_id ??
    '';
  const row = store.membership(team.team_id, userId) ?? {
    team_id: team.team_id,
    user_id: userId,
    budget_id: null,
    spend: 0,
    total_spend: 0,
  };
  const old = row.budget_id ? store.budgets.get(row.budget_id) : undefined;
  const limits = memberLimits(gateway, request);
  if (Object.keys(limits).length > 0) {
    if (profile.newer && old) {
      Object.assign(old, limits);
    } else {
      // 1.82.1 makes a new row with only what was sent
      row.budget_id = newBudget(gateway, limits, caller.userId).budget_id;
    }
  } else if (!profile.newer) {
    row.budget_id = null;
  }
  store.setMembership(row);
  store.touch();
  const budget = row.budget_id ? store.budgets.get(row.budget_id) : undefined;
  const shown = (column: 'tpm_limit' | 'rpm_limit') =>
    (profile.newer ? budget?.[column] : request[column]) ?? null;
  return {
    user_id: userId,
    user_email: request.user_email ?? null,
    team_id: team.team_id,
    max_budget_in_team:
      (profile.newer ? budget?.max_budget : request.max_budget_in_team) ?? null,
    tpm_limit: shown('tpm_limit'),
    rpm_limit: shown('rpm_limit'),
    ...(profile.newer && {
      budget_duration: budget?.budget_duration ?? null,
      allowed_models: null,
      temp_budget_increase: null,
      temp_budget_expiry: null,
      model_max_budget: null,
    }),
  };
}
