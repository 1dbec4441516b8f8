import { z } from 'zod';
import type { Gateway } from '../Gateway';
import { ValidationError } from '../http/errors';
import {
  optionalBoolean,
  optionalInteger,
  optionalNames,
  optionalNumber,
  optionalObject,
  optionalText,
} from '../http/validation';
import type { UserRow } from '../store/rows';

const shared = {
  user_id: optionalText,
  user_email: optionalText,
  user_alias: optionalText,
  user_role: z.unknown().optional(),
  models: optionalNames,
  max_budget: optionalNumber,
  budget_duration: optionalText,
  tpm_limit: optionalInteger,
  rpm_limit: optionalInteger,
  max_parallel_requests: optionalInteger,
  metadata: optionalObject,
  spend: optionalNumber,
};

export const newUserRequest = z.object({
  ...shared,
  teams: z
    .array(z.union([z.string(), z.object({ team_id: z.string() })]))
    .nullish(),
  auto_create_key: optionalBoolean,
  key_alias: optionalText,
  duration: optionalText,
});

export const updateUserRequest = z.object(shared);

export type NewUserRequest = z.output<typeof newUserRequest>;
export type UpdateUserRequest = z.output<typeof updateUserRequest>;

const ROLES = [
  'proxy_admin',
  'proxy_admin_viewer',
  'internal_user',
  'internal_user_viewer',
];

const ROLE_LIST =
  "<LitellmUserRoles.PROXY_ADMIN: 'proxy_admin'>, <LitellmUserRoles.PROXY_ADMIN_VIEW_ONLY: 'proxy_admin_viewer'>, " +
  "<LitellmUserRoles.INTERNAL_USER: 'internal_user'> or <LitellmUserRoles.INTERNAL_USER_VIEW_ONLY: 'internal_user_viewer'>";

export function roleOf(sent: unknown): string | null {
  if (sent === undefined || sent === null) {
    return null;
  }
  if (typeof sent === 'string' && ROLES.includes(sent)) {
    return sent;
  }
  throw new ValidationError([
    {
      type: 'literal_error',
      loc: ['body', 'user_role'],
      msg: `Input should be ${ROLE_LIST}`,
      input: sent,
      ctx: { expected: ROLE_LIST },
    },
  ]);
}

export function newUserRow(
  { clock }: Gateway,
  userId: string,
  values: Partial<UserRow> = {},
): UserRow {
  const now = clock.now();
  return {
    user_id: userId,
    user_email: null,
    user_alias: null,
    user_role: null,
    spend: 0,
    models: [],
    teams: [],
    metadata: {},
    max_budget: null,
    budget_duration: null,
    budget_reset_at: null,
    tpm_limit: null,
    rpm_limit: null,
    max_parallel_requests: null,
    created_at: now,
    updated_at: now,
    ...values,
  };
}

/** Without regard to case, as mails are compared on creation. */
export function findByEmail(
  { store }: Gateway,
  email: string,
): UserRow | undefined {
  const wanted = email.toLowerCase();
  return [...store.users.values()].find(
    row => row.user_email?.toLowerCase() === wanted,
  );
}
