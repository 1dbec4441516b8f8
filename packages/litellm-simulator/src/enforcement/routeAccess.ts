import type { Profile } from '../profile';
import {
  authError,
  DetailError,
  GatewayError,
  pythonList,
} from '../http/errors';
import type { Access, Route } from '../http/Route';
import { isAdmin, isViewer, type Caller } from './Caller';

/** Which routes a group of `allowed_routes` opens. */
function groupOpens(group: string, access: Access, profile: Profile): boolean {
  switch (group) {
    case 'llm_api_routes':
      return (
        access === 'llm' ||
        access === 'models' ||
        (profile.newer && access === 'info')
      );
    case 'management_routes':
      return (
        ['own', 'keys', 'admin', 'info'].includes(access) ||
        (profile.newer && access === 'logs')
      );
    case 'info_routes':
      return ['own', 'info', 'deployments'].includes(access);
    default:
      return false;
  }
}

/** Throws unless the caller may use the route: by the routes of its key and by the role of its user. */
export function requireRoute(
  profile: Profile,
  route: Route,
  path: string,
  caller: Caller,
): void {
  const checks = [
    () => requireAllowedRoute(profile, route, path, caller),
    () => requireRole(profile, route, path, caller),
  ];
  // 1.82.1 asks for the role first
  try {
    (profile.newer ? checks : checks.reverse()).forEach(check => check());
  } catch (error) {
    if (error instanceof GatewayError) {
      error.leavesRow = false;
    }
    throw error;
  }
}

function requireAllowedRoute(
  profile: Profile,
  route: Route,
  path: string,
  caller: Caller,
): void {
  const allowed = caller.key?.allowed_routes ?? [];
  const open =
    allowed.length === 0 ||
    allowed.some(
      entry =>
        groupOpens(entry, route.access, profile) ||
        entry === path ||
        entry === route.path ||
        (entry.endsWith('*') && path.startsWith(entry.slice(0, -1))),
    );
  if (!open) {
    throw new DetailError(
      403,
      `Virtual key is not allowed to call this route. Only allowed to call routes: ${pythonList(
        allowed,
      )}. Tried to call route: ${path}`,
    );
  }
}

function requireRole(
  profile: Profile,
  route: Route,
  path: string,
  caller: Caller,
): void {
  const restricted = ['admin', 'budgets', 'logs', 'keys'].includes(
    route.access,
  );
  if (isAdmin(caller) || !restricted) {
    return;
  }
  const forUsers =
    route.access === 'keys' || (route.access === 'logs' && profile.newer);
  if (isViewer(caller)) {
    if (route.method !== 'get' || !(profile.newer || forUsers)) {
      throw viewerDenied(path);
    }
  } else if (!forUsers || !caller.userId) {
    throw adminOnly(profile, path, caller);
  }
}

function viewerDenied(path: string) {
  return authError(
    403,
    `user not allowed to access this route, role= proxy_admin_viewer. Trying to access: ${path}`,
  );
}

export function adminOnly(profile: Profile, path: string, caller: Caller) {
  const role = caller.userId ? caller.role : 'unknown';
  const user = hiddenUser(profile, caller.userId);
  return authError(
    401,
    `Authentication Error, Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route=${path}. Your role=${role}. Your user_id=${user}`,
    { class: 'Exception', code: '' },
  );
}

function hiddenUser(profile: Profile, userId: string | null): string {
  if (profile.newer) {
    return '*******';
  }
  return userId === null ? 'unknown' : '***';
}
