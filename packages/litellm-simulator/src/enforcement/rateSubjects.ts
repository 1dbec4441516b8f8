import type { Gateway } from '../Gateway';
import type { KeyRow } from '../store/rows';
import type { RateSubject } from './RateLimiter';

/** Whose limits a call of this key counts on. */
export function rateSubjects(
  gateway: Gateway,
  key: KeyRow,
  model: string,
): RateSubject[] {
  const { cache, store } = gateway;
  const linked = key.budget_id ? store.budgets.get(key.budget_id) : undefined;
  const team = key.team_id ? cache.team(key.team_id)?.row : undefined;
  const user = key.user_id ? cache.user(key.user_id)?.row : undefined;
  const subjects: RateSubject[] = [
    {
      kind: 'api_key',
      id: key.token,
      rpm: key.rpm_limit ?? linked?.rpm_limit ?? null,
      tpm: key.tpm_limit ?? linked?.tpm_limit ?? null,
      parallel: key.max_parallel_requests,
    },
    {
      kind: 'model_per_key',
      id: `${key.token}:${model}`,
      rpm: perModel(key, 'model_rpm_limit', model),
      tpm: perModel(key, 'model_tpm_limit', model),
      parallel: null,
    },
  ];
  if (user) {
    subjects.push({
      kind: 'user',
      id: user.user_id,
      rpm: user.rpm_limit,
      tpm: user.tpm_limit,
      parallel: null,
    });
  }
  if (team) {
    subjects.push({
      kind: 'team',
      id: team.team_id,
      rpm: team.rpm_limit,
      tpm: team.tpm_limit,
      parallel: team.max_parallel_requests,
    });
  }
  return subjects.filter(
    ({ rpm, tpm, parallel }) => (rpm ?? tpm ?? parallel) !== null,
  );
}

function perModel(key: KeyRow, member: string, model: string): number | null {
  const limits = key.metadata[member];
  if (typeof limits !== 'object' || limits === null) {
    return null;
  }
  const limit = (limits as Record<string, unknown>)[model];
  return typeof limit === 'number' ? limit : null;
}
