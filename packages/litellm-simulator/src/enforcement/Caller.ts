import type { KeyRow } from '../store/rows';

/** The user that the master key acts as. */
export const MASTER_USER = 'default_user_id';

/** What 1.108.2 writes where the hash of the master key would stand. */
export const MASTER_TOKEN = 'litellm_proxy_master_key';

export interface Caller {
  readonly kind: 'anonymous' | 'master' | 'key';
  /** The hash of the credential; empty if there was none. */
  readonly token: string;
  /** The row of a virtual key, as the gateway has it cached. */
  readonly key?: KeyRow;
  readonly userId: string | null;
  readonly role: string | null;
}

export const ANONYMOUS: Caller = {
  kind: 'anonymous',
  token: '',
  userId: null,
  role: null,
};

export function isAdmin(caller: Caller): boolean {
  return caller.role === 'proxy_admin';
}

export function isViewer(caller: Caller): boolean {
  return caller.role === 'proxy_admin_viewer';
}
