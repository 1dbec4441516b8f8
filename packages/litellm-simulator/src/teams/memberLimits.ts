import { z } from 'zod';
import type { Gateway } from '../Gateway';
import { DetailError, licenceText } from '../http/errors';
import {
  optionalInteger,
  optionalNumber,
  optionalText,
} from '../http/validation';
import type { BudgetRow } from '../store/rows';
import { nextReset } from '../time/durations';

/** What may be said of a member's budget within a team. */
export const memberLimitsRequest = z.object({
  max_budget_in_team: optionalNumber,
  tpm_limit: optionalInteger,
  rpm_limit: optionalInteger,
  budget_duration: optionalText,
});

type MemberLimits = z.output<typeof memberLimitsRequest>;

/** The budget columns that a request speaks of. */
export function memberLimits(
  { clock, profile }: Gateway,
  request: MemberLimits,
): Partial<BudgetRow> {
  const limits: Partial<BudgetRow> = {};
  const sent = <T>(value: T | undefined): value is T =>
    value !== undefined && (profile.newer || value !== null);
  if (sent(request.max_budget_in_team)) {
    limits.max_budget = request.max_budget_in_team ?? null;
  }
  if (sent(request.tpm_limit)) {
    limits.tpm_limit = request.tpm_limit ?? null;
  }
  if (sent(request.rpm_limit)) {
    limits.rpm_limit = request.rpm_limit ?? null;
  }
  const period = request.budget_duration;
  if (profile.newer && period !== undefined) {
    limits.budget_duration = period;
    limits.budget_reset_at = period
      ? nextReset(period, clock.now(), profile) ?? null
      : null;
  }
  return limits;
}

export function adminIsPremium(): DetailError {
  return new DetailError(400, {
    error: licenceText('Assigning team admins is a premium feature. '),
  });
}
