import { badRequest } from '../../platform/http/errors';

const DAY_MS = 24 * 60 * 60 * 1000;

/** When a key expires unless something else was asked for. */
export const DEFAULT_DAYS = 90;
/** The longest life a key may be given at once. */
export const MAX_DAYS = 365;

/**
 * When a key expires, by what was asked for.
 * @throws InputError `key.expiry_invalid`
 */
export function expiryOf(wished: string | undefined, now: Date): Date {
  const expiresAt = wished
    ? new Date(wished)
    : new Date(now.getTime() + DEFAULT_DAYS * DAY_MS);
  const left = expiresAt.getTime() - now.getTime();
  if (left <= 0 || left > MAX_DAYS * DAY_MS) {
    throw badRequest(
      'key.expiry_invalid',
      `A key expires in the future, at most ${MAX_DAYS} days from now.`,
      { expiresAt: `must be in the future, within ${MAX_DAYS} days` },
    );
  }
  return expiresAt;
}
